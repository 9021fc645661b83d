#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service of one family with servers of the other, which no method but a tunnel reaches.
# engine: both
# families: 4 6
# limit: 120

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
for i in 1 2 3; do
	rs=OTHER_RS$i
	topo_tunnel rs$i "$AF" ipip "${!rs}" "$OTHER_DIR_S"
done
webs 80
udp_servers 53
lb_method ipip
lb_service tcp "$VIP" 80 rr 80 OTHER_
lb_service udp "$VIP" 53 rr 53 OTHER_
assert_eq "answers by server" "$(get client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "clients in the log of rs1" "$(awk '{ print $1 }' "$TMP/rs1.log" | tally)" "2 $CLIENT"
assert_eq "UDP" "$(ask client "$VIP" 53 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "fragments" "$(on client peer udp-ask "$VIP" 53 6 4000 | tally)" "2 rs1 2 rs2 2 rs3"
transfer_both_ways client "$VIP" 80 1048576
