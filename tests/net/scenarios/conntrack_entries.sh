#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Conntrack on the director has no entry of what is load-balanced; with net.ipv4.vs.conntrack it has one for each
# connection, whatever the method and however many packets.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct 1
topo_tunnel rs1 "$AF" ipip "$RS1" "$DIR_S"
for ns in rs1 rs2 dir; do
	spawn $ns peer tcp-serve 80 $ns
	spawn $ns peer udp-serve 80 $ns
	wait_for 20 listening $ns t 80
	wait_for 20 listening $ns u 80
done
# A rule that asks for it sets conntrack to work.
on dir nft -f - <<-END
	table inet t {
		chain input { type filter hook input priority 0; ct state established accept; }
		chain forward { type filter hook forward priority 0; ct state established accept; }
	}
END

on dir sh -c 'echo 600 >/proc/sys/net/netfilter/nf_conntrack_udp_timeout'

entries()
{
	on dir cat /proc/sys/net/netfilter/nf_conntrack_count
}

# connections METHOD SERVER NAME: one of TCP and one of UDP, of three datagrams.
connections()
{
	local proto
	lb_flush
	lb_method "$1"
	for proto in tcp udp; do
		lb_service_add $proto "$(hp "$VIP" 80)" rr
		lb_dest_add $proto "$(hp "$VIP" 80)" "$(hp "$2" 80)"
	done
	assert_eq "$1 to $3: TCP" "$(dial client "$VIP" 80)" "$3"
	assert_eq "$1 to $3: UDP" "$(on client peer udp-flow "$VIP" 80 3 | tally)" "3 $3"
}

number=$(entries)
for knob in 0 1; do
	on dir sh -c "echo $knob >/proc/sys/net/ipv4/vs/conntrack"
	for how in "nat $RS2 rs2" "nat $DIR_S dir" "dr $RS1 rs1" "ipip $RS1 rs1"; do
		# shellcheck disable=SC2086  # three words
		connections $how
		number=$((number + 2 * knob))
		assert_eq "conntrack=$knob, $how: entries" "$(entries)" "$number"
	done
done
