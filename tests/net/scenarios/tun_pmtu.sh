#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The way of a tunnel narrows behind the director. First the director says how much its own link takes,
# less the headers; then the router's "too big" about the tunnel's packet becomes one about the
# client's. The upload completes.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
topo_deep 1400
ip -n rs1 address del 10.1.0.100/32 dev lo
ip -n rs1 address del fd00:1::100/128 dev lo
ip -n deep address add 10.1.0.100/32 dev lo
ip -n deep address add fd00:1::100/128 dev lo nodad
topo_tunnel deep "$AF" ipip "$DEEP" "$DIR_S"
web deep deep 80
lb_method ipip
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$DEEP" 80)"
make_file "$TMP/big" 200000
sniff client eth0
on client curl -sS --globoff --max-time $((20 * SLOW)) -T "$TMP/big" "http://$(hp "$VIP" 80)/put/big"
assert_eq "file" "$(sum "$TMP/deep.root/put/big")" "$(sum "$TMP/big")"
[[ $AF == 4 ]] && kind=3/4 own=1480 way=1380 || kind=2/0 own=1460 way=1360
seen client "icmp $kind [^ ]+ > $CLIENT mtu $own inner tcp $CLIENT\.[0-9]+ > $VIP\.80 sums good"
seen client "icmp $kind [^ ]+ > $CLIENT mtu $way inner tcp $CLIENT\.[0-9]+ > $VIP\.80 sums good"
assert_match "reasons" "$(on dir ipvsctl stats --reasons | awk '$2 == "tunnel-too-big" { print $1 }')" '^[1-9]'
