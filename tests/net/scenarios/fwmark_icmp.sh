#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service of a mark for addresses that are not the director's: an ICMP error about a reply, which the director would
# only pass on, goes to the server that sent the reply.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
offloads_off client dir rs1
udp_servers 53
[[ $AF == 4 ]] && all=0.0.0.0/0 kind=3/3 || all=::/0 kind=1/4
mark_packets 7 "saddr $CLIENT udp dport 53"
on dir ip -"$AF" rule add fwmark 7 lookup 100
on dir ip -"$AF" route add local "$all" dev lo table 100
lb_mark_add 7 rr
lb_mark_dest_add 7 "$RS1"
assert_eq "answer" "$(ask client "$RS3" 53)" rs1
sniff rs1 eth0
count_packets rs3 errors "meta l4proto $([[ $AF == 4 ]] && echo icmp || echo ipv6-icmp) $(ip_word) saddr $CLIENT"
# From no socket: the client's machine refuses the answer.
inside client python3 -E -S "$HERE/craft.py" eth0 "$(ip -n dir -j link show c0 | jq -r '.[0].address')" "$AF" \
	<<<"udp $CLIENT 1000 $RS3 53" >/dev/null
# In-tree ip_vs leaves the checksum of the quoted datagram as it was.
[[ $LB == ipvs ]] && sums="(good|inner-udp)" || sums=good
seen rs1 "icmp $kind $CLIENT > $RS1 mtu 0 inner udp $RS1\.53 > $CLIENT\.1000 sums $sums"
assert_eq "errors at another server" "$(packets rs3 errors)" 0

# A server on the director cannot be reached from there. The error goes nowhere else either.
[[ $LB == ipvsx ]] || exit 0
udp_server dir dir 53
lb_mark_dest_add 7 "$DIR_S"
lb_mark_dest_del 7 "$RS1"
assert_eq "answer" "$(ask client "$RS3" 53)" dir
inside client python3 -E -S "$HERE/craft.py" eth0 "$(ip -n dir -j link show c0 | jq -r '.[0].address')" "$AF" \
	<<<"udp $CLIENT 1001 $RS3 53" >/dev/null
wait_for 10 is -eq 1 reason no-route-to-server
assert_eq "errors at another server" "$(packets rs3 errors)" 0
