#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service of all ports: a client's connections to any port go to one server, to the port it asked for, and with a
# prefix its neighbour's too; a service of one port comes before it.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
tcp_servers 443
tcp_servers 8080
vip=$(hp "$VIP" 0)
if [[ $LB == ipvsx ]]; then
	refused 1 'needs persistence' quiet_on dir ipvsctl service add tcp "$vip" scheduler rr
	on dir ipvsctl service add tcp "$vip" scheduler rr persist 300
	refused 1 'needs persistence' quiet_on dir ipvsctl service set tcp "$vip" persist 0
	for rs in "$RS1" "$RS2" "$RS3"; do
		on dir ipvsctl dest add tcp "$vip" "$rs"
	done
else
	on dir ipvsadm -A -t "$vip" -s rr -p 300
	for rs in "$RS1" "$RS2" "$RS3"; do
		on dir ipvsadm -a -t "$vip" -r "$(hp "$rs" 0)" -m
	done
fi
mine=$(dial client "$VIP" 80)
assert_match "server" "$mine" '^rs[123]$'
assert_eq "port 80" "$(dial client "$VIP" 80 3 | tally)" "3 $mine"
assert_eq "port 443" "$(dial client "$VIP" 443 3 | tally)" "3 $mine"
other=$(on client peer tcp-dial-as "$VIP" 443 1 "$CLIENT2")
[[ $other != "$mine" ]] || fail "the neighbour went to $mine as well"
lb_service tcp "$VIP" 8080 rr
assert_eq "a service of one port" "$(dial client "$VIP" 8080 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "port 80 again" "$(dial client "$VIP" 80 3 | tally)" "3 $mine"
assert_eq "no listener" "$(dial client "$VIP" 81 || true)" ECONNREFUSED
lb_persist tcp "$vip" 300 "$([[ $AF == 4 ]] && echo 24 || echo 64)"
mine=$(dial client "$VIP" 80)
assert_eq "the neighbour, by prefix" "$(on client peer tcp-dial-as "$VIP" 443 3 "$CLIENT2" | tally)" "3 $mine"
