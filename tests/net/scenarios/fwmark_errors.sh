#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service of a mark hears of its errors without their being marked: a server's port unreachable reaches the client
# with its own addresses, and one-packet scheduling works there for UDP while TCP has connections.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
tcp_servers 80
[[ $AF == 4 ]] && ip=ip || ip=ip6
on dir nft -f - <<-END
	table inet m {
		chain pre {
			type filter hook prerouting priority mangle;
			$ip daddr $VIP meta l4proto tcp meta mark set 9
			$ip daddr $VIP meta l4proto udp meta mark set 9
		}
	}
END
lb_mark_add 9 rr
lb_mark_dest_add 9 "$RS1"
lb_mark_dest_add 9 "$RS2"
offloads_off client dir
sniff client eth0
assert_eq "no listener" "$(ask client "$VIP" 54 || true)" ECONNREFUSED
[[ $AF == 4 ]] && kind=3/3 || kind=1/4
seen client "icmp $kind [^ ]+ > $CLIENT mtu 0 inner udp $CLIENT\.[0-9]+ > $VIP\.54 sums good"

name=mark
[[ $AF == 4 ]] || name=mark6
on dir ipvsctl service set $name 9 one-packet on
assert_eq "answers to one socket" "$(on client peer udp-flow "$VIP" 53 6 | tally)" "3 rs1 3 rs2"
talk_open tcp one client "$VIP" 80
assert_match "greeting" "$(talk_hear one)" '^rs[12]$'
assert_eq "said" "$(talk one hello)" hello
on dir ipvsctl service del $name 9
assert_eq "nobody's any more" "$(dial client "$VIP" 80 || true)" ECONNREFUSED
