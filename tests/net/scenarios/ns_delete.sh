#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A namespace goes away with services, open connections and traffic in it; nothing of it stays.
# engine: ipvsx
# limit: 120
# leaks: yes

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
udp_servers 53
lb_service tcp "$VIP" 80 wlc
lb_service udp "$VIP" 53 rr
spawn client peer tcp-hold "$VIP" 80 20 >"$TMP/held"
wait_for 20 is -eq 20 lines "$TMP/held"
spawn client bash -c "while :; do peer udp-flood $VIP 53 200 20000 $CLIENT; done" 2>/dev/null
traffic=$!
wait_for 10 is -gt 100 lb_count udp "$(hp "$VIP" 53)" conns
(($(module_users) > 0)) || fail "services do not hold the module"
on dir ip -br link >/dev/null
ip netns del dir
wait_for 30 is -eq 0 module_users
kill "$traffic"

# And many small ones, at once.
for i in $(seq 20); do
	ip netns add "n$i"
	quiet_on "n$i" ipvsctl service add tcp 10.0.0.1:80
	quiet_on "n$i" ipvsctl dest add tcp 10.0.0.1:80 10.0.0.2
	ip netns del "n$i"
done
wait_for 30 is -eq 0 module_users
