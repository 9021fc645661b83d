#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Without nf_conntrack in the kernel every method works, with net.ipv4.vs.conntrack on as well; and loading ipvsx
# does not bring it.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# Whatever earlier scenarios have left, from the outside in.
conntrack_is_gone()
{
	awk '$1 ~ /^(nf_conntrack|nf_nat|nft_(ct|masq|chain_nat)$|ip_vs)/ && $3 == 0 { print $1 }' /proc/modules |
		xargs -r rmmod 2>/dev/null || true
	! grep -q '^nf_conntrack ' /proc/modules
}

wait_for 20 conntrack_is_gone
topo
topo_direct 1
topo_tunnel rs1 "$AF" ipip "$RS1" "$DIR_S"
tcp_servers 80
udp_servers 80
for knob in 0 1; do
	on dir sh -c "echo $knob >/proc/sys/net/ipv4/vs/conntrack"
	for method in nat dr ipip; do
		lb_flush
		lb_method $method
		[[ $method == nat ]] && rs=2 || rs=1
		addr=RS$rs
		for proto in tcp udp; do
			lb_service_add $proto "$(hp "$VIP" 80)" rr
			lb_dest_add $proto "$(hp "$VIP" 80)" "$(hp "${!addr}" 80)"
		done
		assert_eq "$method: TCP" "$(dial client "$VIP" 80)" "rs$rs"
		assert_eq "$method: UDP" "$(ask client "$VIP" 80)" "rs$rs"
	done
done
if grep -q '^nf_conntrack ' /proc/modules; then
	fail "nf_conntrack is loaded"
fi
