#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Weighted least connection counts the connections that are open: they end up as the weights are,
# and a server whose weight rises gets all until it has its share.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" wlc
lb_dest_add tcp "$vip" "$(hp "$RS1" 80)" 2
lb_dest_add tcp "$vip" "$(hp "$RS2" 80)" 1
lb_dest_add tcp "$vip" "$(hp "$RS3" 80)" 1

# hold N: opens that many more and keeps them, prints the servers.
held=0
hold()
{
	held=$((held + 1))
	spawn client peer tcp-hold "$VIP" 80 "$1" >"$TMP/held.$held"
	wait_for 20 is -eq "$1" lines "$TMP/held.$held"
}

hold 8
first=$!
assert_eq "eight at 2:1:1" "$(tally <"$TMP/held.1")" "4 rs1 2 rs2 2 rs3"
assert_eq "active at rs1" "$(lb_active tcp "$vip" "$(hp "$RS1" 80)")" 4
lb_dest_weight tcp "$vip" "$(hp "$RS3" 80)" 4
hold 6
assert_eq "rs3 catches up" "$(tally <"$TMP/held.2")" "6 rs3"
kill "$first"
wait_for 10 is -eq 0 lb_active tcp "$vip" "$(hp "$RS1" 80)"
