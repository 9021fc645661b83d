#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service that is added takes new connections from one that is less specific: of an address and port from one of all
# ports, of a mark from both. Those that are open go on.
# engine: both
# families: 4 6
# limit: 120

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# opened NAME SERVER: a connection and a flow.
opened()
{
	talk_open tcp "tcp_$1" client "$VIP" 80
	assert_eq "greeting" "$(talk_hear "tcp_$1")" "$2"
	talk_open udp "udp_$1" client "$VIP" 53
	assert_eq "answer" "$(talk "udp_$1" word)" "$2"
}

go_on()
{
	assert_eq "the connection of $1" "$(talk "tcp_$1" word)" word
	assert_eq "the flow of $1" "$(talk "udp_$1" word)" "$1"
}

topo
tcp_servers 80
udp_servers 53
for proto in tcp udp; do
	lb_any_add $proto "$VIP" 300
	lb_any_dest_add $proto "$VIP" "$RS1"
done
opened rs1 rs1
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS2" 80)"
lb_service_add udp "$(hp "$VIP" 53)" rr
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$RS2" 53)"
go_on rs1
opened rs2 rs2
lb_mark_add 7 rr
lb_mark_dest_add 7 "$RS3"
mark_packets 7 "daddr $VIP"
go_on rs1
go_on rs2
opened rs3 rs3
go_on rs1
go_on rs2
go_on rs3
