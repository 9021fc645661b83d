#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A steady flow of UDP while its servers go: one is removed, comes back, has weight 0, is removed. At most one
# datagram of all is lost, and nothing but a removal moves the flow.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
vip=$(hp "$VIP" 53)
lb_service udp "$VIP" 53 rr
for i in 1 2 3; do
	count_packets rs$i asked "udp dport 53"
done
spawn client peer udp-stream "$VIP" 53 5000 >"$TMP/stream"
stream=$!

# The server that has the flow: the one that answered last.
holder()
{
	tail -n 1 "$TMP/stream"
}

goes_on()
{
	wait_for 10 is -gt $(($(lines "$TMP/stream") + 10)) lines "$TMP/stream"
}

moved()
{
	[[ $(holder) =~ ^rs[123]$ && $(holder) != "$mine" ]]
}

goes_on
for round in 1 2 3; do
	mine=$(holder)
	rs=RS${mine#rs}
	lb_dest_weight udp "$vip" "$(hp "${!rs}" 53)" 0
	goes_on
	assert_eq "round $round: server of weight 0" "$(holder)" "$mine"
	lb_dest_del udp "$vip" "$(hp "${!rs}" 53)"
	wait_for 10 moved
	now=$(holder)
	lb_dest_add udp "$vip" "$(hp "${!rs}" 53)"
	goes_on
	assert_eq "round $round: server after the other is back" "$(holder)" "$now"
done
kill "$stream"
wait "$stream"
lost=$(grep -c lost "$TMP/stream" || true)
((lost <= 1)) || fail "$lost datagrams are lost: $(tally <"$TMP/stream")"
asked=$(($(packets rs1 asked) + $(packets rs2 asked) + $(packets rs3 asked)))
((asked + lost >= $(lines "$TMP/stream"))) || fail "servers have seen $asked: $(tally <"$TMP/stream")"
