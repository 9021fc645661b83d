#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What servers send to a client on the director has the mark of a service, and is a reply all the same.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
udp_servers 53
mark_packets 7 "saddr $RS1"
mark_packets 7 "daddr $VIP2"
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
lb_service_add udp "$(hp "$VIP" 53)" rr
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$RS1" 53)"
lb_mark_add 7 rr
lb_mark_dest_add 7 "$RS2"
for ns in dir client; do
	assert_eq "TCP of $ns" "$(dial $ns "$VIP" 80 3 | tally)" "3 rs1"
	assert_eq "UDP of $ns" "$(ask $ns "$VIP" 53 3 | tally)" "3 rs1"
done
assert_eq "what is marked and no reply" "$(dial client "$VIP2" 80 3 | tally)" "3 rs2"
