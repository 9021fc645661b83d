#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# IPv6 extension headers before a datagram, whole or in fragments, do not hide it: with NAT.
# engine: both
# families: 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 5353
lb_service udp "$VIP" 53 rr 5353
for header in hop dst; do
	for size in 16 4000; do
		assert_eq "$header, $size bytes" "$(on client peer udp-ask-$header "$VIP" 53 3 $size | tally)" "1 rs1 1 rs2 1 rs3"
	done
done
