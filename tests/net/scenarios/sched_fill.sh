#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Where connections that stay open go, one after the other, by each scheduler that weighs: the sequences of LVS's
# definitions.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80

# fill SCHEDULER PORT WEIGHT1 WEIGHT2 WEIGHT3: eight connections, and where each one went, in order.
fill()
{
	local scheduler=$1 port=$2 i rs
	shift 2
	lb_service_add tcp "$(hp "$VIP" "$port")" "$scheduler"
	for i in 1 2 3; do
		rs=RS$i
		lb_dest_add tcp "$(hp "$VIP" "$port")" "$(hp "${!rs}" 80)" "${!i}"
	done
	spawn client peer tcp-hold "$VIP" "$port" 8 >"$TMP/filled"
	wait_for 20 is -eq 8 lines "$TMP/filled"
	kill $!
	order=$(tr -d 'rs\n' <"$TMP/filled")
}

# Between equals the newest comes first.
fill lc 1000 1 5 3
assert_eq "lc 1:5:3" "$order" 32132132
fill wlc 1001 2 1 1
assert_eq "wlc 2:1:1" "$order" 32113211
fill sed 1002 1 4 2
assert_eq "sed 1:4:2" "$order" 23223212
fill nq 1003 1 4 2
assert_eq "nq 1:4:2" "$order" 32122322
fill ovf 1004 1 3 2
assert_eq "ovf 1:3:2" "$order" 22223331
fill fo 1005 1 3 2
assert_eq "fo 1:3:2" "$order" 22222222

# Turns begin anywhere, and are the same in each round; 5:1:1 without a burst of five.
fill rr 1006 1 5 3
assert_match "rr" "$order" 321321
fill wrr 1007 5 1 1
# In ip_vs the five come in a row.
[[ $LB == ipvs || $order != *11111* ]] || fail "wrr 5:1:1 in a burst: $order"
assert_eq "wrr 5:1:1, seven in a row" "$(fold -w 1 <<<"${order:0:7}" | tally)" "5 1 1 2 1 3"
