#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With net.ipv4.vs.pmtu_disc at 0 nothing is too big for a tunnel: its packets are fragmented, and no client hears of
# it.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
topo_tunnel rs1 "$AF" ipip "$RS1" "$DIR_S"
web rs1 rs1 80
lb_method ipip
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
[[ $AF == 4 ]] && fragment="ip frag-off & 0x3fff != 0" || fragment="exthdr frag exists"
count_packets rs1 fragments "$fragment"
on dir sh -c 'echo 0 >/proc/sys/net/ipv4/vs/pmtu_disc'
sniff client eth0
make_file "$TMP/big" 300000

upload()
{
	on client curl -sS --globoff --max-time $((20 * SLOW)) -T "$TMP/big" "http://$(hp "$VIP" 80)/put/big"
	assert_eq "file" "$(sum "$TMP/rs1.root/put/big")" "$(sum "$TMP/big")"
	rm "$TMP/rs1.root/put/big"
}

upload
offloads_off client dir
upload
assert_match "fragments" "$(packets rs1 fragments)" '^[1-9][0-9]'
assert_eq "packets that were too big" "$(reason packet-too-big)" 0
assert_eq "errors at the client" "$(grep icmp "$TMP/client.seen" || true)" ""
