#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packets whose checksum a device has summed (CHECKSUM_COMPLETE) stay right when rewritten: client
# and director are joined by GRE with checksums, whose receiver hands on such a sum.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
offloads_off client dir
tunnel()
{
	local ns=$1 local=$2 remote=$3 number=$4
	ip -n "$ns" link add g0 type gre local "$local" remote "$remote" csum
	ip -n "$ns" -batch - <<-END
		link set g0 up
		address add 10.7.0.$number/24 dev g0
		address add fd00:7::$number/64 dev g0 nodad
	END
}
tunnel client 10.1.0.2 10.1.0.1 2
tunnel dir 10.1.0.1 10.1.0.2 1
[[ $AF == 4 ]] && VIP=10.7.0.1 || VIP=fd00:7::1
webs 80
udp_servers 53
lb_service tcp "$VIP" 80 rr
lb_service udp "$VIP" 53 rr
assert_eq "UDP answers" "$(ask client "$VIP" 53 3 | tally)" "1 rs1 1 rs2 1 rs3"
transfer_both_ways client "$VIP" 80
