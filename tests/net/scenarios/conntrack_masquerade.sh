#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With net.ipv4.vs.conntrack on, the director may masquerade what it forwards to servers, as kube-proxy does, and
# accept replies by their state alone; also of the next server, after the first one was removed. At most one
# datagram is lost on the way, where in-tree ip_vs loses those of the flow's whole timeout.
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

[[ $LB == ipvsx ]] || exit 0
talk_open udp one client "$VIP" 53
mine=$(talk one hello)
assert_match "server" "$mine" '^rs[123]$'
rs=RS${mine#rs}
lb_dest_del udp "$(hp "$VIP" 53)" "$(hp "${!rs}" 53)"
other=$(talk one moved)
[[ $other == rs[123] ]] || other=$(talk one again)
assert_match "server after the removal" "$other" '^rs[123]$'
[[ $other != "$mine" ]] || fail "$mine was removed and still answers"
for word in a b c; do
	assert_eq "the same flow" "$(talk one $word)" "$other"
done
assert_eq "packets without an entry of theirs" "$(reason conntrack-stale)" 1
