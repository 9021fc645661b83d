#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# IPv6 extension headers before a datagram, whole or in fragments, do not hide it: by direct routing and through tunnels.
# engine: both
# families: 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
udp_servers 53
udp_servers 54
topo_tunnel rs1 6 ipip "$RS1" "$DIR_S"
topo_tunnel rs2 6 gre "$RS2" "$DIR_S"
lb_method dr
lb_service udp "$VIP" 53 rr
lb_service_add udp "$(hp "$VIP" 54)" rr
lb_method ipip
lb_dest_add udp "$(hp "$VIP" 54)" "$(hp "$RS1" 54)"
lb_method gre
lb_dest_add udp "$(hp "$VIP" 54)" "$(hp "$RS2" 54)"
for header in hop dst; do
	for size in 16 4000; do
		assert_eq "$header, $size bytes, direct routing" \
			"$(on client peer udp-ask-$header "$VIP" 53 3 $size | tally)" "1 rs1 1 rs2 1 rs3"
		assert_eq "$header, $size bytes, tunnels" \
			"$(on client peer udp-ask-$header "$VIP" 54 2 $size | tally)" "1 rs1 1 rs2"
	done
done
