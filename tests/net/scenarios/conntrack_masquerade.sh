#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With net.ipv4.vs.conntrack on, the director may masquerade what it forwards to servers, as kube-proxy does, and
# accept replies by their state alone.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
on dir sh -c 'echo 1 >/proc/sys/net/ipv4/vs/conntrack'
on dir nft -f - <<-END
	table inet t {
		chain forward {
			type filter hook forward priority 0; policy accept;
			ct state established accept
			tcp sport 8080 drop
			udp sport 53 drop
		}
		chain post {
			type nat hook postrouting priority 100;
			oifname "br0" tcp dport 8080 masquerade
			oifname "br0" udp dport 53 masquerade
		}
	}
END
webs 8080
udp_servers 53
lb_service tcp "$VIP" 80 rr 8080
lb_service udp "$VIP" 53 rr
assert_eq "TCP answers" "$(get client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "UDP answers" "$(ask client "$VIP" 53 6 | tally)" "2 rs1 2 rs2 2 rs3"
for i in 1 2 3; do
	assert_eq "clients that rs$i has seen" "$(cut -d ' ' -f 1 "$TMP/rs$i.log" | tally)" "2 $DIR_S"
done
transfer_both_ways client "$VIP" 80
assert_eq "clients that rs1 has seen" "$(cut -d ' ' -f 1 "$TMP/rs1.log" | sort -u)" "$DIR_S"
