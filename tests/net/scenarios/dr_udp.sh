#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Direct routing of UDP: datagrams larger than the MTU too, and those of one flow stay together.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
udp_servers 53
lb_method dr
lb_service udp "$VIP" 53 rr

assert_eq "answers by server" "$(ask client "$VIP" 53 9 | tally)" "3 rs1 3 rs2 3 rs3"
for size in 4000 20000; do
	assert_eq "$size bytes" "$(on client peer udp-ask "$VIP" 53 6 $size | tally)" "2 rs1 2 rs2 2 rs3"
done
assert_match "one flow" "$(on client peer udp-flow "$VIP" 53 6 4000 | tally)" '^6 rs[123]$'
count_is 22 udp "$(hp "$VIP" 53)" conns
