#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A client on the director itself is balanced like any other.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
webs 8080
udp_servers 53
lb_service tcp "$VIP" 80 rr 8080
lb_service udp "$VIP" 53 rr
assert_eq "TCP answers" "$(get dir "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "UDP answers" "$(ask dir "$VIP" 53 6 | tally)" "2 rs1 2 rs2 2 rs3"
transfer_both_ways dir "$VIP" 80
