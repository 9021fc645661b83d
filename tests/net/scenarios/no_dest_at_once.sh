#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With no server left a client is refused within 100 ms, by TCP and by UDP, whether the last one was removed or has
# weight 0; and served again as soon as there is one.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
udp_servers 80
vip=$(hp "$VIP" 80)
rs=$(hp "$RS1" 80)
for proto in tcp udp; do
	lb_service_add $proto "$vip" rr
	lb_dest_add $proto "$vip" "$rs"
done

served()
{
	assert_eq "$1: TCP" "$(dial client "$VIP" 80 2 | tally)" "2 rs1"
	assert_eq "$1: UDP" "$(ask client "$VIP" 80 2 | tally)" "2 rs1"
}

refused_soon()
{
	local proto median
	for proto in tcp udp; do
		if [[ $proto == tcp ]]; then
			TIMED=1 dial client "$VIP" 80 3 || true
		else
			TIMED=1 ask client "$VIP" 80 3 || true
		fi >"$TMP/times"
		assert_eq "$1: $proto" "$(cut -d ' ' -f 1 "$TMP/times" | tally)" "3 ECONNREFUSED"
		median=$(cut -d ' ' -f 2 "$TMP/times" | sort -n | sed -n 2p)
		((median < 100000 * SLOW)) || fail "$1: $proto is refused after $median us"
	done
}

served "a server"
for proto in tcp udp; do
	lb_dest_weight $proto "$vip" "$rs" 0
done
refused_soon "weight 0"
for proto in tcp udp; do
	lb_dest_weight $proto "$vip" "$rs" 1
done
served "weight 1"
for proto in tcp udp; do
	lb_dest_del $proto "$vip" "$rs"
done
refused_soon "removed"
for proto in tcp udp; do
	lb_dest_add $proto "$vip" "$rs"
done
served "added again"
