#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The way to a server narrows behind the director: the router's "too big" reaches the client, about
# its connection to the virtual address, and the upload completes.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_deep 1300
web deep deep 8080
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$DEEP" 8080)"
make_file "$TMP/big" 100000
offloads_off dir
sniff client eth0
on client curl -sS --globoff --max-time $((20 * SLOW)) -T "$TMP/big" "http://$(hp "$VIP" 80)/put/big"
assert_eq "file" "$(sum "$TMP/deep.root/put/big")" "$(sum "$TMP/big")"
[[ $AF == 4 ]] && kind=3/4 || kind=2/0
seen client "icmp $kind [^ ]+ > $CLIENT mtu 1300 inner tcp $CLIENT\.[0-9]+ > $VIP\.80 sums good"
assert_match "path MTU at the client" "$(on client ip route get "$VIP")" "mtu 1300"
