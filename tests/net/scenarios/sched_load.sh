#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Failover sends all to the highest weight; overflow fills servers up in the order of their weights;
# and what the schedulers that count connections then do with those loads.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" fo
lb_dest_add tcp "$vip" "$(hp "$RS1" 80)" 3
lb_dest_add tcp "$vip" "$(hp "$RS2" 80)" 2
lb_dest_add tcp "$vip" "$(hp "$RS3" 80)" 1
assert_eq "highest weight" "$(dial client "$VIP" 80 6 | tally)" "6 rs1"
lb_dest_weight tcp "$vip" "$(hp "$RS1" 80)" 0
assert_eq "failed over" "$(dial client "$VIP" 80 6 | tally)" "6 rs2"
lb_dest_weight tcp "$vip" "$(hp "$RS1" 80)" 3

# hold SCHEDULER N EXPECTED: opens that many more with it and keeps them.
hold()
{
	lb_scheduler tcp "$vip" "$1"
	spawn client peer tcp-hold "$VIP" 80 "$2" >"$TMP/held.$1"
	wait_for 20 is -eq "$2" lines "$TMP/held.$1"
	assert_eq "$1" "$(tally <"$TMP/held.$1")" "$3"
}

wait_for 20 is -eq 0 lb_active tcp "$vip" "$(hp "$RS1" 80)"
wait_for 20 is -eq 0 lb_active tcp "$vip" "$(hp "$RS2" 80)"
hold ovf 9 "4 rs1 3 rs2 2 rs3"
assert_match "all exceed their weight" "$(dial client "$VIP" 80 1 2>&1 || true)" ECONNREFUSED
hold lc 3 "1 rs2 2 rs3"
hold sed 5 "4 rs1 1 rs2"
for i in 1 2 3; do
	rs=RS$i
	lb_active tcp "$vip" "$(hp "${!rs}" 80)"
done >"$TMP/active"
assert_eq "all still open" "$(tr '\n' ' ' <"$TMP/active")" "8 5 4 "
