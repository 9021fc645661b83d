#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Datagrams larger than the MTU, 4000 and 20000 bytes, go through whole in both directions, and past rules that ask
# for ports, which the first piece alone has.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 5353
lb_service udp "$VIP" 53 rr 5353
on dir nft -f - <<-END
	table inet wall {
		chain in {
			type filter hook input priority 0; policy drop;
			$(ip_word) saddr $CLIENT udp dport 53 accept
			meta l4proto ipv6-icmp accept
		}
	}
END
for size in 4000 20000; do
	assert_eq "$size bytes" "$(on client peer udp-ask "$VIP" 53 6 $size | tally)" "2 rs1 2 rs2 2 rs3"
done
assert_match "one flow" "$(on client peer udp-flow "$VIP" 53 4 4000 | tally)" '^4 rs[123]$'
count_is 13 udp "$(hp "$VIP" 53)" conns
