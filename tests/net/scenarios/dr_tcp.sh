#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Direct routing: every server sees the client's own address and the virtual one, one hop further on,
# and answers the client itself. The director sees one direction, and says so.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
webs 80
lb_method dr
lb_service tcp "$VIP" 80 rr
[[ $AF == 4 ]] && ip=ip hops="ip ttl 63" || ip=ip6 hops="ip6 hoplimit 63"
count_packets rs1 good "iifname eth0 $ip saddr $CLIENT $ip daddr $VIP tcp dport 80 $hops"
count_packets rs1 any "iifname eth0 tcp dport 80"

assert_eq "answers by server" "$(get client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
for rs in rs1 rs2 rs3; do
	assert_eq "clients in the log of $rs" "$(awk '{ print $1 }' "$TMP/$rs.log" | tally)" "2 $CLIENT"
done
assert_eq "packets at rs1 as they should be" "$(packets rs1 good)" "$(packets rs1 any)"
count_is 6 tcp "$(hp "$VIP" 80)" conns
count_is 0 tcp "$(hp "$VIP" 80)" outpkts
lb_states_are "6 fin-wait"
