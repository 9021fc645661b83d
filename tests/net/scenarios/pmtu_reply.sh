#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The way back narrows behind the client: the router's "too big" reaches the server that sent, about
# the server's own connection, and the download completes.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_far 1300
web rs1 rs1 8080
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 8080)"
make_file "$TMP/rs1.root/big" 100000
offloads_off dir
sniff rs1 eth0
on far curl -sS --globoff --max-time $((20 * SLOW)) -o "$TMP/got" "http://$(hp "$VIP" 80)/big"
assert_eq "file" "$(sum "$TMP/got")" "$(sum "$TMP/rs1.root/big")"
[[ $AF == 4 ]] && kind=3/4 || kind=2/0
seen rs1 "icmp $kind $CLIENT > $RS1 mtu 1300 inner tcp $RS1\.8080 > $FAR\.[0-9]+ sums good"
assert_match "path MTU at the server" "$(on rs1 ip route get "$FAR")" "mtu 1300"
