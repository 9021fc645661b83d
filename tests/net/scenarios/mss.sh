#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SYNs of both sides ask for no larger segments than the service wants, smaller wishes stay; so a megabyte goes up
# and down over a link that takes less than its ends know, though no error is heard.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_deep 1300
offloads_off client dir rs1 deep
web deep deep 80
for ns in client dir rs1 deep; do
	quiet_on $ns nft -f - <<-END
		table inet deaf {
			chain o {
				type filter hook output priority 0
				icmp type destination-unreachable icmp code frag-needed drop
				icmpv6 type packet-too-big drop
			}
		}
	END
done
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$DEEP" 80)"
on dir ipvsctl service set tcp "$(hp "$VIP" 80)" mss 1200
count_packets deep clamped "tcp flags syn tcp option maxseg size 1200"
count_packets deep small "tcp flags syn tcp option maxseg size 600"
count_packets client clamped "tcp flags & (syn | ack) == (syn | ack) tcp option maxseg size 1200"

make_file "$TMP/big" 1048576
ln "$TMP/big" "$TMP/deep.root/down"
url=http://$(hp "$VIP" 80)
on client curl -sS --globoff --fail --max-time $((30 * SLOW)) -T "$TMP/big" "$url/put/up"
assert_eq "up" "$(sum "$TMP/deep.root/put/up")" "$(sum "$TMP/big")"
on client curl -sS --globoff --fail --max-time $((30 * SLOW)) -o "$TMP/got" "$url/down"
assert_eq "down" "$(sum "$TMP/got")" "$(sum "$TMP/big")"
assert_match "SYNs at the server" "$(packets deep clamped)" '^[1-9]'
assert_match "SYN-ACKs at the client" "$(packets client clamped)" '^[1-9]'

on client ip route add "$VIP" dev eth0 advmss 600
assert_eq "answer" "$(get client "$VIP" 80 1)" deep
assert_match "SYNs with a smaller wish" "$(packets deep small)" '^[1-9]'
