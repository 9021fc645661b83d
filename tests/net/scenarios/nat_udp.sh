#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# UDP through the virtual address reaches every server and the answers come
# back from the virtual address; the datagrams of one flow stay with one server.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
lb_service udp "$VIP" 53 rr

assert_eq "answers by server" "$(ask client "$VIP" 53 9 | tally)" "3 rs1 3 rs2 3 rs3"
assert_match "one flow" "$(on client peer udp-flow "$VIP" 53 6 | tally)" '^6 rs[123]$'
count_is 10 udp "$(hp "$VIP" 53)" conns
