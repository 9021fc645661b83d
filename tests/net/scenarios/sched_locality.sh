#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Locality: all connections to the virtual address go to one server, whoever comes, until it is crowded and
# another has room; with replication that one joins it.
# engine: both

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" lblc
for rs in "$RS1" "$RS2" "$RS3"; do
	lb_dest_add tcp "$vip" "$(hp "$rs" 80)" 4
done

hold_at_one first 5
home=$server
hold_at_one more 1
[[ $server != "$home" ]] || fail "still at the crowded $home"
moved=$server
hold_at_one rest 3
assert_eq "stays where it moved to" "$server" "$moved"

if [[ $LB == ipvsx ]]; then
	# Remembered for no time at all: where the load is least. ip_vs looks each half hour.
	on dir sysctl -q -w net.ipv4.vs.lblc_expiration=0
	hold_at_one forgotten 1
	[[ $server != "$moved" && $server != "$home" ]] || fail "still remembered: $server"
	on dir sysctl -q -w net.ipv4.vs.lblc_expiration=86400
fi

# Quiesced: it moves, and does not come back.
left=$server
rs=RS${server#rs}
lb_dest_weight tcp "$vip" "$(hp "${!rs}" 80)" 0
hold_at_one quiesced 1
[[ $server != "$left" ]] || fail "still at the quiesced $left"
