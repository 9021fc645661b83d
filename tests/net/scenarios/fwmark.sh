#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service of a firewall mark: all that is marked, whatever its address, port and protocol, and nothing else; with
# persistence a client's TCP and UDP go to one server, with a prefix its neighbour's too.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
tcp_servers 443
udp_servers 53
[[ $AF == 4 ]] && ip=ip || ip=ip6
# No sets: lockdep has something to say about how nftables of 6.1 looks them up.
on dir nft -f - <<-END
	table inet m {
		chain pre {
			type filter hook prerouting priority mangle;
			$ip daddr $VIP tcp dport 80 meta mark set 7
			$ip daddr $VIP tcp dport 81 meta mark set 7
			$ip daddr $VIP tcp dport 443 meta mark set 7
			$ip daddr $VIP udp dport 53 meta mark set 7
			$ip daddr $VIP2 tcp dport 80 meta mark set 7
		}
	}
END
lb_mark_add 7 rr
for rs in "$RS1" "$RS2" "$RS3"; do
	lb_mark_dest_add 7 "$rs"
done
assert_eq "port 80" "$(dial client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "port 443" "$(dial client "$VIP" 443 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "another address" "$(dial client "$VIP2" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "UDP" "$(ask client "$VIP" 53 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "a port without a listener" "$(dial client "$VIP" 81 || true)" ECONNREFUSED
assert_eq "not marked" "$(dial client "$VIP2" 443 || true)" ECONNREFUSED
if [[ $LB == ipvsx ]]; then
	lb_conns >"$TMP/conns"
	grep -F "$(hp "$VIP2" 80)" "$TMP/conns" >/dev/null || fail "no connection to $VIP2"
	assert_match "a request's destination" "$(grep -F "$(hp "$VIP" 443)" "$TMP/conns")" ':443 +[0-9a-z-]+'
fi

# Held open through many packets, in both directions.
talk_open tcp one client "$VIP" 80
assert_match "greeting" "$(talk_hear one)" '^rs[123]$'
assert_eq "said" "$(talk one hello)" hello
assert_eq "said" "$(talk one again)" again

lb_mark_persist 7 300
mine=$(dial client "$VIP" 80)
assert_eq "TCP port 80" "$(dial client "$VIP" 80 3 | tally)" "3 $mine"
assert_eq "TCP port 443" "$(dial client "$VIP" 443 3 | tally)" "3 $mine"
assert_eq "UDP" "$(ask client "$VIP" 53 3 | tally)" "3 $mine"
assert_eq "the other address" "$(dial client "$VIP2" 80 2 | tally)" "2 $mine"
other=$(on client peer tcp-dial-as "$VIP" 80 1 "$CLIENT2")
[[ $other != "$mine" ]] || fail "the neighbour went to $mine as well"
lb_mark_persist 7 300 "$([[ $AF == 4 ]] && echo 24 || echo 64)"
mine=$(ask client "$VIP" 53)
assert_eq "the neighbour, by prefix" "$(on client peer tcp-dial-as "$VIP" 443 3 "$CLIENT2" | tally)" "3 $mine"
