#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What `make demo` shows, inside the VM: two services over IPv4 and two over
# IPv6, requests through the virtual addresses, the answers by server and the
# counters.  Succeeds only if round robin kept its promise to the last request.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/net/lib.sh"
exec 2>&1
requests=12

family()
{
	local answers
	topo_addresses "$1"
	echo && echo "== IPv$1: a TCP and a UDP service, three servers each, round robin"
	lb_service tcp "$VIP" 80 rr 8080
	lb_service udp "$VIP" 53 rr
	echo && echo "== $requests requests by curl, $requests datagrams"
	answers=$(get client "$VIP" 80 "$requests" | tally)
	echo "answers by server: $answers"
	assert_eq "TCP over IPv$1" "$answers" "4 rs1 4 rs2 4 rs3"
	answers=$(ask client "$VIP" 53 "$requests" | tally)
	echo "answers by server: $answers"
	assert_eq "UDP over IPv$1" "$answers" "4 rs1 4 rs2 4 rs3"
}

echo "== a client, a director and three servers with nginx $(uname -r)"
topo
webs 8080
udp_servers 53
family 4
family 6
echo && echo "== what the director counted"
on dir ipvsctl -n list
