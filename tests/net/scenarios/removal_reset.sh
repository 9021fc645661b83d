#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The first segment to a removed server after the grace is answered with a reset within 100 ms, and with
# expire_nodest_conn the first of all. The server has seen none of them.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
rs=$(hp "$RS1" 80)
lb_service_add tcp "$vip" rr
lb_dest_add tcp "$vip" "$rs"
export TIMED=1

# hold NAME...: connections to the server, which is removed then.
hold()
{
	local name
	for name in "$@"; do
		talk_open tcp "$name" client "$VIP" 80
		assert_eq "greeting" "$(talk_hear "$name")" rs1
	done
	lb_dest_del tcp "$vip" "$rs"
	count_packets rs1 "$1" "tcp dport 80"
}

# reset_soon NAME...: each says a word and is reset, the median of them in time.
reset_soon()
{
	local name median
	for name in "$@"; do
		talk "$name" word
	done >"$TMP/times"
	assert_eq "what clients hear" "$(cut -d ' ' -f 1 "$TMP/times" | tally)" "$# ECONNRESET"
	median=$(cut -d ' ' -f 2 "$TMP/times" | sort -n | sed -n "$((($# + 1) / 2))p")
	((median < 100000 * SLOW)) || fail "reset after $median us, by the median"
}

if [[ $LB == ipvsx ]]; then
	on dir ipvsctl service set tcp "$vip" grace 1
	hold canary one two three
	assert_match "after the grace" "$(talk canary word 20)" '^ECONNRESET '
	reset_soon one two three
	assert_eq "segments at the server" "$(packets rs1 canary)" 0
	lb_dest_add tcp "$vip" "$rs"
fi
on dir sh -c 'echo 1 >/proc/sys/net/ipv4/vs/expire_nodest_conn'
hold four five six
reset_soon four five six
assert_eq "segments at the server" "$(packets rs1 four)" 0
