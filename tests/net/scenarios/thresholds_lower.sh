#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Between its thresholds a server that was overloaded stays so: it gets new connections again only when it has
# fewer than the lower one.  Connections end with a reset here, and are forgotten ten seconds later.
# engine: both
# families: 4 6
# limit: 180
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" rr
lb_dest_add tcp "$vip" "$(hp "$RS1" 80)"
lb_dest_limits tcp "$vip" "$(hp "$RS1" 80)" 4 2

# hold N: that many, open until killed.
hold()
{
	held=("${held[@]}" "$TMP/held.${#held[@]}")
	spawn client peer tcp-hold-reset "$VIP" 80 "$1" >"${held[-1]}"
	wait_for 20 is -ge "$1" lines "${held[-1]}"
}

conns()
{
	lb_conns | grep -c "$RS1" || true
}

held=()
hold 2
two=$!
hold 1
one=$!
hold 1
assert_eq "the fifth" "$(dial client "$VIP" 80 || true)" ECONNREFUSED
kill "$two"
wait_for 60 is -eq 2 conns
assert_eq "at the lower threshold" "$(dial client "$VIP" 80 || true)" ECONNREFUSED
kill "$one"
wait_for 60 is -eq 1 conns
# A connection that has run out is counted until the collector has come by.
below()
{
	[[ $(dial client "$VIP" 80 || true) == rs1 ]]
}
wait_for 60 below
