#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A client that opens a connection from the port of one just closed gets a new one, each of twenty times:
# no SYN is taken for part of the old connection, none is kept waiting. With conn_reuse_mode at 0 it stays with its
# server.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_greeters 80
lb_service tcp "$VIP" 80 rr
vip=$(hp "$VIP" 80)

answers=$(on client peer tcp-dial-from "$VIP" 80 20 40000 | tally)
assert_match "answers" "$answers" '^[67] rs1 [67] rs2 [67] rs3$'
count_is 20 tcp "$vip" conns
on dir sh -c 'echo 0 >/proc/sys/net/ipv4/vs/conn_reuse_mode'
answers=$(on client peer tcp-dial-from "$VIP" 80 5 40000 | tally)
assert_match "answers of one server" "$answers" '^5 rs[123]$'
count_is 20 tcp "$vip" conns
[[ $LB == ipvsx ]] || exit 0
assert_eq "packets neither forwarded nor returned" "$(quiet_on dir ipvsctl -j stats --reasons |
	jq '[.reasons[] | select(.reason != "forwarded" and .reason != "replied").packets] | add')" 0
