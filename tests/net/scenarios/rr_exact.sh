#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Round robin gives every server exactly its turn, also to a server that joins later.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" rr
lb_dest_add tcp "$vip" "$(hp "$RS1" 80)"
lb_dest_add tcp "$vip" "$(hp "$RS2" 80)"
assert_eq "two servers" "$(dial client "$VIP" 80 30 | tally)" "15 rs1 15 rs2"
lb_dest_add tcp "$vip" "$(hp "$RS3" 80)"
assert_eq "three servers" "$(dial client "$VIP" 80 30 | tally)" "10 rs1 10 rs2 10 rs3"
count_is 60 tcp "$vip" conns
count_is 10 tcp "$vip" conns "$(hp "$RS3" 80)"
