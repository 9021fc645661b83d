#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Persistence and servers that go: weight 0 keeps a client, or sends it away at once if the knob or the service says so; a
# removed server has no clients.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service tcp "$VIP" 80 rr
lb_persist tcp "$vip" 300
mine=$(dial client "$VIP" 80)
rs=RS${mine#rs}
lb_dest_weight tcp "$vip" "$(hp "${!rs}" 80)" 0
assert_eq "weight 0, kept" "$(dial client "$VIP" 80 3 | tally)" "3 $mine"
if on client peer tcp-dial-as "$VIP" 80 4 "$CLIENT2" | grep -x "$mine"; then
	fail "$mine has weight 0 and got a new client"
fi

on dir sh -c 'echo 1 >/proc/sys/net/ipv4/vs/expire_quiescent_template'
other=$(dial client "$VIP" 80)
[[ $other != "$mine" ]] || fail "$mine has weight 0 and the client was not sent away"
assert_eq "from now on" "$(dial client "$VIP" 80 3 | tally)" "3 $other"
lb_dest_weight tcp "$vip" "$(hp "${!rs}" 80)" 1
assert_eq "the weight is back, the client is not" "$(dial client "$VIP" 80 3 | tally)" "3 $other"

rs=RS${other#rs}
lb_dest_del tcp "$vip" "$(hp "${!rs}" 80)"
third=$(dial client "$VIP" 80)
[[ $third != "$other" ]] || fail "$other was removed and got a connection"
assert_eq "after the removal" "$(dial client "$VIP" 80 3 | tally)" "3 $third"

# The last server refuses nobody it knows, and with all gone everybody is refused.
for i in 1 2 3; do
	rs=RS$i
	[[ rs$i == "$other" ]] || lb_dest_weight tcp "$vip" "$(hp "${!rs}" 80)" 0
done
assert_eq "all at weight 0, expired" "$(dial client "$VIP" 80 || true)" ECONNREFUSED
[[ $LB == ipvsx ]] || exit 0
on dir sh -c 'echo 0 >/proc/sys/net/ipv4/vs/expire_quiescent_template'
on dir ipvsctl service set tcp "$vip" expire-quiescent on
assert_eq "the same, expired by the service" "$(dial client "$VIP" 80 || true)" ECONNREFUSED
on dir ipvsctl service set tcp "$vip" expire-quiescent off
assert_eq "all at weight 0, kept" "$(dial client "$VIP" 80)" "$third"
