#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Client and server both on the director: nothing leaves it, and it works.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
web dir dir 8080
udp_server dir dir 5353
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$DIR_S" 8080)"
lb_service_add udp "$(hp "$VIP" 53)" rr
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$DIR_S" 5353)"
assert_eq "TCP answers" "$(get dir "$VIP" 80 4 | tally)" "4 dir"
assert_eq "UDP answers" "$(ask dir "$VIP" 53 4 | tally)" "4 dir"
count_is 4 tcp "$(hp "$VIP" 80)" conns
