#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service without a usable server refuses its clients at once: a TCP reset, an ICMP port unreachable;
# or says nothing if it is told so.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
offloads_off client dir
sniff client eth0
for proto in tcp udp; do
	lb_service_add $proto "$(hp "$VIP" 80)" rr
done
assert_eq "TCP, no server" "$(dial client "$VIP" 80 || true)" ECONNREFUSED
seen client "reset $VIP\.80 > $CLIENT\.[0-9]+ sums good"
assert_eq "UDP, no server" "$(ask client "$VIP" 80 || true)" ECONNREFUSED
[[ $AF == 4 ]] && kind=3/3 || kind=1/4
seen client "icmp $kind [^ ]+ > $CLIENT mtu 0 inner udp $CLIENT\.[0-9]+ > $VIP\.80 sums good"

for proto in tcp udp; do
	lb_dest_add $proto "$(hp "$VIP" 80)" "$(hp "$RS1" 80)" 0
done
assert_eq "TCP, weight 0" "$(dial client "$VIP" 80 || true)" ECONNREFUSED
assert_eq "UDP, weight 0" "$(ask client "$VIP" 80 || true)" ECONNREFUSED

[[ $LB == ipvsx ]] || exit 0
on dir ipvsctl service set udp "$(hp "$VIP" 80)" no-dest drop
assert_eq "UDP, told to drop" "$(ask client "$VIP" 80 || true)" ETIMEDOUT
