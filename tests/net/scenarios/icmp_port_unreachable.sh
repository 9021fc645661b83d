#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A server without a listener says so by ICMP: the client's socket gets ECONNREFUSED, and the error
# it received speaks of the virtual address and port, with right checksums.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
offloads_off client dir rs1
lb_service_add udp "$(hp "$VIP" 53)" rr
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$RS1" 5353)"
sniff client eth0
assert_eq "what the socket says" "$(ask client "$VIP" 53 || true)" ECONNREFUSED
[[ $AF == 4 ]] && kind=3/3 || kind=1/4
# In-tree ip_vs leaves the checksum of the quoted datagram as it was.
[[ $LB == ipvs ]] && sums="(good|inner-udp)" || sums=good
seen client "icmp $kind $VIP > $CLIENT mtu 0 inner udp $CLIENT\.[0-9]+ > $VIP\.53 sums $sums"
