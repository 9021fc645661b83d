#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A client on the director and a server on the director, "reached" by direct routing: nothing leaves
# it, and each packet is counted once.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_server dir dir 53
lb_method dr
lb_service_add udp "$(hp "$VIP" 53)" rr
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$DIR_S" 53)"
assert_eq "answers" "$(ask dir "$VIP" 53 4 | tally)" "4 dir"
count_is 4 udp "$(hp "$VIP" 53)" conns
count_is 4 udp "$(hp "$VIP" 53)" inpkts
