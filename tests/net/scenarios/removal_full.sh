#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Servers removed from services of a firewall mark and of all ports: what is open with them is reset after the grace,
# UDP flows and new connections go to another server at once, persistent clients too.
# engine: both
# families: 4 6
# limit: 120

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# left NAME ADDR: a connection and a flow of the first server, which has just been removed.
left()
{
	if [[ $LB == ipvsx ]]; then
		assert_eq "the connection" "$(talk "tcp_$1" word 20)" ECONNRESET
		assert_eq "the flow" "$(talk "udp_$1" word)" rs2
		assert_eq "the flow again" "$(talk "udp_$1" word)" rs2
	fi
	assert_eq "new connections" "$(dial client "$2" 80 3 | tally)" "3 rs2"
	assert_eq "new flows" "$(ask client "$2" 53 3 | tally)" "3 rs2"
}

# opened NAME ADDR
opened()
{
	talk_open tcp "tcp_$1" client "$2" 80
	assert_eq "greeting" "$(talk_hear "tcp_$1")" rs1
	talk_open udp "udp_$1" client "$2" 53
	assert_eq "answer" "$(talk "udp_$1" word)" rs1
}

topo
tcp_servers 80
udp_servers 53
mark_packets 7 "daddr $VIP2"
lb_mark_add 7 rr
lb_mark_dest_add 7 "$RS1"
opened mark "$VIP2"
lb_mark_dest_add 7 "$RS2"
lb_mark_dest_del 7 "$RS1"
left mark "$VIP2"

for proto in tcp udp; do
	lb_any_add $proto "$VIP" 300
	lb_any_dest_add $proto "$VIP" "$RS1"
done
opened any "$VIP"
for proto in tcp udp; do
	lb_any_dest_add $proto "$VIP" "$RS2"
	lb_any_dest_del $proto "$VIP" "$RS1"
done
left any "$VIP"
