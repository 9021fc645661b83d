#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Right after a flush the module is removed with connections open and packets on the way, and comes
# back clean.
# engine: ipvsx
# limit: 180
# leaks: yes

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
udp_servers 53
spawn client bash -c "while :; do peer udp-flood $VIP 53 100 20000 $CLIENT; done" 2>/dev/null
spawn client bash -c "while :; do peer tcp-dial $VIP 80 20; done" >/dev/null 2>&1
rounds=$((SLOW > 1 ? 3 : 5))
for ((round = 1; round <= rounds; round++)); do
	trace "round $round"
	lb_service tcp "$VIP" 80 wlc
	lb_service udp "$VIP" 53 rr
	wait_for 20 is -gt 50 lb_count udp "$(hp "$VIP" 53)" conns
	spawn client peer tcp-hold "$VIP" 80 5 >"$TMP/held.$round"
	wait_for 20 is -eq 5 lines "$TMP/held.$round"
	lb_flush
	on dir rmmod ipvsx
	on dir insmod /ipvsx.ko
	assert_eq "connections after loading" "$(lb_conns | tail -n +2)" ""
done
lb_service tcp "$VIP" 80 rr
assert_match "answers" "$(dial client "$VIP" 80 1)" '^rs[123]$'
