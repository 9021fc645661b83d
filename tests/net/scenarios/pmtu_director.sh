#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The director's own way to the servers is narrow: it says "too big" itself, about the connection
# to the virtual address, and uploads complete.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
ip -n dir link set br0 mtu 1300
web rs1 rs1 8080
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 8080)"
make_file "$TMP/big" 100000
sniff client eth0
on client curl -sS --globoff --max-time $((20 * SLOW)) -T "$TMP/big" "http://$(hp "$VIP" 80)/put/big"
assert_eq "file" "$(sum "$TMP/rs1.root/put/big")" "$(sum "$TMP/big")"
[[ $AF == 4 ]] && kind=3/4 || kind=2/0
seen client "icmp $kind [^ ]+ > $CLIENT mtu 1300 inner tcp $CLIENT\.[0-9]+ > $VIP\.80 sums good"
