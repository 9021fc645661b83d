#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The same by GRE, with its checksum.
# engine: both
# families: 4 6
# limit: 120

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
for i in 1 2 3; do
	rs=RS$i
	topo_tunnel rs$i "$AF" gre "${!rs}" "$DIR_S" icsum
done
webs 80
udp_servers 53
lb_method gre full
lb_service tcp "$VIP" 80 rr
lb_service udp "$VIP" 53 rr
[[ $AF == 4 ]] && ip=ip hops="ip ttl 63" || ip=ip6 hops="ip6 hoplimit 63"
count_packets rs1 outer "iifname eth0 $ip saddr $DIR_S $ip daddr $RS1 meta l4proto gre"
count_packets rs1 inner "iifname t0 $ip saddr $CLIENT $ip daddr $VIP tcp dport 80 $hops"
count_packets rs1 any "tcp dport 80"

assert_eq "answers by server" "$(get client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
for rs in rs1 rs2 rs3; do
	assert_eq "clients in the log of $rs" "$(awk '{ print $1 }' "$TMP/$rs.log" | tally)" "2 $CLIENT"
done
assert_eq "packets at rs1 as they should be" "$(packets rs1 inner)" "$(packets rs1 any)"
assert_eq "packets of the tunnel" "$(packets rs1 outer)" "$(packets rs1 inner)"
count_is 6 tcp "$(hp "$VIP" 80)" conns

assert_eq "UDP" "$(ask client "$VIP" 53 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "fragments" "$(on client peer udp-ask "$VIP" 53 6 4000 | tally)" "2 rs1 2 rs2 2 rs3"
transfer_both_ways client "$VIP" 80 1048576
