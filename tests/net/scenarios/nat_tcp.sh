#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TCP through the virtual address reaches every server, each of which sees the
# client's own address, and the answers come back from the virtual address.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
webs 80
lb_service tcp "$VIP" 80 rr

answers=$(get client "$VIP" 80 6 | tally)
assert_eq "answers by server" "$answers" "2 rs1 2 rs2 2 rs3"
for rs in rs1 rs2 rs3; do
	assert_eq "clients in the log of $rs" "$(awk '{ print $1 }' "$TMP/$rs.log" | tally)" "2 $CLIENT"
done
count_is 6 tcp "$(hp "$VIP" 80)" conns
