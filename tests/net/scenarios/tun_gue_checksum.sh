#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# GUE with a checksum of its own, then with remote checksum offload: TCP of all sizes, with the offloads
# of the links and without, UDP in fragments.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
topo_tunnel rs1 "$AF" gue "$RS1" "$DIR_S"
webs 80
udp_servers 53
for sum in full remote; do
	lb_method gue $sum
	lb_service_add tcp "$(hp "$VIP" 80)" rr
	lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
	lb_service_add udp "$(hp "$VIP" 53)" rr
	lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$RS1" 53)"
	assert_eq "$sum: fragments" "$(on client peer udp-ask "$VIP" 53 3 4000 | tally)" "3 rs1"
	transfer_both_ways client "$VIP" 80 1048576
	lb_flush
done
offloads_off client dir rs1
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
transfer_both_ways client "$VIP" 80 1048576
