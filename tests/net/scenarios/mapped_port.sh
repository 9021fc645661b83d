#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service's port need not be its servers': VIP:80 goes to port 8080, for TCP and UDP.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
webs 8080
udp_servers 5353
lb_service tcp "$VIP" 80 rr 8080
lb_service udp "$VIP" 53 rr 5353

assert_eq "TCP answers" "$(get client "$VIP" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "UDP answers" "$(ask client "$VIP" 53 3 | tally)" "1 rs1 1 rs2 1 rs3"
