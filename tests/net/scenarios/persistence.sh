#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Persistence: a client's connections all go to one server, and so do those of clients of the same prefix if the
# service says so; each other client gets a server of its own.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service tcp "$VIP" 80 rr
lb_persist tcp "$vip" 300
mine=$(dial client "$VIP" 80)
assert_eq "connections of a client" "$(dial client "$VIP" 80 5 | tally)" "5 $mine"
# The neighbour is not the same client.
other=$(on client peer tcp-dial-as "$VIP" 80 1 "$CLIENT2")
[[ $other != "$mine" ]] || fail "the neighbour went to $mine as well"
assert_eq "connections of the neighbour" \
	"$(on client peer tcp-dial-as "$VIP" 80 3 "$CLIENT2" | tally)" "3 $other"
assert_eq "the first again" "$(dial client "$VIP" 80 2 | tally)" "2 $mine"

# By prefix both are one client; of another service, as its clients are its own.
vip=$(hp "$VIP2" 80)
lb_service tcp "$VIP2" 80 rr
lb_persist tcp "$vip" 300 "$([[ $AF == 4 ]] && echo 24 || echo 64)"
mine=$(dial client "$VIP2" 80)
assert_eq "the neighbour" "$(on client peer tcp-dial-as "$VIP2" 80 5 "$CLIENT2" | tally)" "5 $mine"
assert_eq "the first" "$(dial client "$VIP2" 80 2 | tally)" "2 $mine"
if [[ $LB == ipvsx ]]; then
	assert_eq "what is remembered" "$(lb_conns | grep template | grep -cF "$vip")" 1
	rs=RS${mine#rs}
	assert_eq "clients of $mine" "$(quiet_on dir ipvsctl -j service show tcp "$vip" | jq --arg a "${!rs}" '
		.services[0].destinations[] | select(.address == $a).persistent')" 1
fi
