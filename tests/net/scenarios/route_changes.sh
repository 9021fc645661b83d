#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The way to the servers changes under traffic, with every method: its device goes and comes back, its
# neighbours are forgotten, its MTU changes. Nothing holds a device that has gone, and packets find the
# new way.
# engine: ipvsx
# families: 4 6
# limit: 180
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

mac_of_link()
{
	ip -n dir -j link show br0 | jq -r '.[0].address'
}

# The link to the servers as topo_setup made it, with the same link address.
link_up()
{
	ip -n dir -batch - <<-END
		link add br0 address $1 type bridge forward_delay 0 mcast_snooping 0
		link set s1 master br0
		link set s2 master br0
		link set s3 master br0
		link set s4 master br0
		link set br0 up
		address add 10.2.0.1/24 dev br0
		address add fd00:2::1/64 dev br0 nodad
	END
}

all_answer()
{
	[[ $(quiet_on client peer udp-ask "$VIP" 53 3 2>/dev/null | tally) == "1 rs1 1 rs2 1 rs3" ]]
}

topo
topo_direct 1 2
topo_tunnel rs2 "$AF" ipip "$RS2" "$DIR_S"
udp_servers 53
vip=$(hp "$VIP" 53)
lb_service_add udp "$vip" rr
lb_method dr
lb_dest_add udp "$vip" "$(hp "$RS1" 53)"
lb_method ipip
lb_dest_add udp "$vip" "$(hp "$RS2" 53)"
lb_method nat
lb_dest_add udp "$vip" "$(hp "$RS3" 53)"
wait_for 20 all_answer
asked=$(lb_count udp "$vip" conns)
# One flow to each of them that never rests.
streams=()
for flow in 1 2 3; do
	spawn client peer udp-stream "$VIP" 53 20000 >/dev/null
	streams+=($!)
	wait_for 20 is -eq $((asked + flow)) lb_count udp "$vip" conns
done

mac=$(mac_of_link)
for round in 1 2; do
	trace "round $round"
	on dir timeout $((20 * SLOW)) ip link del br0
	link_up "$mac"
	wait_for 20 all_answer
	# Under traffic they come back at once; then it says that it has not flushed all.
	on dir ip neighbour flush dev br0 || trace "neighbours are back"
	wait_for 20 all_answer
	on dir ip link set br0 mtu 1400
	on dir ip link set br0 mtu 1500
	wait_for 20 all_answer
done

# Nor is a device held for packets that do not come any more.
kill "${streams[@]}"
wait "${streams[@]}" 2>/dev/null || true
on dir timeout $((20 * SLOW)) ip link del br0
