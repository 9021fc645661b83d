#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Datagrams in fragments to a firewall mark's service: with NAT, by direct routing and through a tunnel.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
udp_servers 53
topo_tunnel rs2 "$AF" ipip "$RS2" "$DIR_S"
[[ $AF == 4 ]] && ip=ip || ip=ip6
on dir nft -f - <<-END
	table inet m {
		chain pre {
			type filter hook prerouting priority mangle;
			$ip saddr $CLIENT $ip daddr $VIP udp dport 53 meta mark set 7
		}
	}
END
# With NAT the answer has to come back this way.
on rs3 ip -"$AF" route replace "$([[ $AF == 4 ]] && echo 10.1.0.0/24 || echo fd00:1::/64)" via "$DIR_S"
lb_mark_add 7 rr
lb_method dr
lb_mark_dest_add 7 "$RS1"
lb_method ipip
lb_mark_dest_add 7 "$RS2"
lb_method nat
lb_mark_dest_add 7 "$RS3"
for size in 16 4000 20000; do
	assert_eq "$size bytes" "$(on client peer udp-ask "$VIP" 53 6 $size | tally)" "2 rs1 2 rs2 2 rs3"
done
