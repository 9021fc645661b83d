#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What persistence remembers is forgotten after its time, but not as long as the client has a connection. The time is
# so short that it would be over before the collector first comes.
# engine: ipvsx
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
vip=$(hp "$VIP" 53)
lb_service udp "$VIP" 53 rr
on dir ipvsctl service set udp "$vip" persist 1 timeout-udp 3000

templates()
{
	lb_conns | grep -c template || true
}

flows()
{
	lb_conns | grep -c ' udp ' || true
}

mine=$(ask client "$VIP" 53)
assert_eq "remembered" "$(templates)" 1
# Three passes of the collector and more, each at least a second after the other.
sleep 8
assert_eq "remembered while there is a flow" "$(templates)" 1
assert_eq "a second flow" "$(ask client "$VIP" 53)" "$mine"
on dir ipvsctl service set udp "$vip" timeout-udp 1
wait_for 30 is -eq 0 flows
wait_for 60 is -eq 0 templates
other=$(ask client "$VIP" 53)
[[ $other != "$mine" ]] || fail "still $mine"
