#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A server takes as many connections as its upper threshold says, and new ones again when it has fewer than the
# lower one; while all are overloaded a client is refused.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" rr
for rs in "$RS1" "$RS2"; do
	lb_dest_add tcp "$vip" "$(hp "$rs" 80)"
done
# Connections that have ended count until they are forgotten.
lb_dest_limits tcp "$vip" "$(hp "$RS1" 80)" 2 0
lb_dest_limits tcp "$vip" "$(hp "$RS2" 80)" 5 3

# hold N: that many more, open until killed.
hold()
{
	spawn client peer tcp-hold "$VIP" 80 "$1" >"$TMP/held.$1"
	wait_for 20 is -ge "$1" lines "$TMP/held.$1"
}

hold 7
assert_eq "seven at 2 and 5" "$(tally <"$TMP/held.7")" "2 rs1 5 rs2"
refused=$(dial client "$VIP" 80 || true)
assert_eq "the eighth" "$refused" ECONNREFUSED
if [[ $LB == ipvsx ]]; then
	assert_eq "who is overloaded" "$(quiet_on dir ipvsctl -j list |
		jq -c '[.services[].destinations[].flags[]]')" '["overloaded","overloaded"]'
fi

lb_dest_limits tcp "$vip" "$(hp "$RS1" 80)" 4 0
hold 2
assert_eq "two more at rs1" "$(tally <"$TMP/held.2")" "2 rs1"
assert_eq "the tenth" "$(dial client "$VIP" 80 || true)" ECONNREFUSED

# Without a limit again.
lb_dest_limits tcp "$vip" "$(hp "$RS2" 80)" 0 0
hold 3
assert_eq "no limit" "$(tally <"$TMP/held.3")" "3 rs2"
