#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Weighted round robin at 3:2:1 gives 60 connections as 30, 20 and 10, every six of them as 3, 2
# and 1, and takes to new weights.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" wrr
lb_dest_add tcp "$vip" "$(hp "$RS1" 80)" 3
lb_dest_add tcp "$vip" "$(hp "$RS2" 80)" 2
lb_dest_add tcp "$vip" "$(hp "$RS3" 80)" 1
for i in 1 2 3; do
	assert_eq "round $i" "$(dial client "$VIP" 80 6 | tally)" "3 rs1 2 rs2 1 rs3"
done
assert_eq "the rest" "$(dial client "$VIP" 80 42 | tally)" "21 rs1 14 rs2 7 rs3"
lb_dest_weight tcp "$vip" "$(hp "$RS1" 80)" 100
lb_dest_weight tcp "$vip" "$(hp "$RS2" 80)" 0
lb_dest_weight tcp "$vip" "$(hp "$RS3" 80)" 50
assert_eq "100:0:50" "$(dial client "$VIP" 80 150 | tally)" "100 rs1 50 rs3"
