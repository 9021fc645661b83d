#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The way back to the client narrows: the router's "too big" about a reply, which the server sent
# itself, comes to the virtual address, and reaches that server, by direct routing as by tunnel.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
topo_far 1300
topo_tunnel rs1 "$AF" ipip "$RS1" "$DIR_S"
web rs1 rs1 80 81
make_file "$TMP/rs1.root/big" 100000
offloads_off dir rs1
[[ $AF == 4 ]] && kind=3/4 || kind=2/0

# Port 81 by tunnel first, so that the path MTU is not known yet; then forgotten.
lb_method ipip
lb_service_add tcp "$(hp "$VIP" 81)" rr
lb_dest_add tcp "$(hp "$VIP" 81)" "$(hp "$RS1" 81)"
lb_method dr
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
fetch()
{
	on far curl -sS --globoff --max-time $((20 * SLOW)) -o "$TMP/got" "http://$(hp "$VIP" "$1")/big"
	assert_eq "file" "$(sum "$TMP/got")" "$(sum "$TMP/rs1.root/big")"
	seen rs1 "icmp $kind [^ ]+ > $VIP mtu 1300 inner tcp $VIP\.$1 > $FAR\.[0-9]+ sums good"
}
sniff rs1 t0
fetch 81
on rs1 ip -"$AF" route flush cache
sniff rs1 eth0
fetch 80
