#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packets that lie - cut short, with wrong sums, offsets and lengths, errors about nothing - break nothing,
# open nothing, and the service goes on.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
webs 80
udp_servers 53
lb_service tcp "$VIP" 80 rr
lb_service udp "$VIP" 53 rr
lb_service sctp "$VIP" 80 rr
lb_service udp "$VIP" 500 rr
on client peer udp-flood "$VIP" 500 1 500 "$CLIENT"
mac=$(ip -n dir -j link show c0 | jq -r '.[0].address')
conns_before=$(lb_conns)
on client python3 -E -S "$HERE/hostile.py" eth0 "$mac" "$CLIENT" "$VIP" 80 53
assert_eq "TCP answers" "$(get client "$VIP" 80 3 | wc -l)" 3
assert_eq "UDP answers" "$(ask client "$VIP" 53 3 | wc -l)" 3
on client ping -n -c 1 "$VIP"
trace "connections before: $conns_before"
