#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every command and the opening of connections survive memory running out at any point: refused or done,
# never half done.
# engine: ipvsx
# kernel: debug
# limit: 180

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
tcp_servers 80
fault=/sys/kernel/debug/failslab
vip=$(hp "$VIP" 80)

faults()
{
	echo "$2" >$fault/task-filter
	echo N >$fault/ignore-gfp-wait
	echo 0 >$fault/verbose
	echo -1 >$fault/times
	echo 0 >$fault/interval
	echo "$1" >$fault/probability
}

# try COMMAND...: only its own process runs out of memory.
try()
{
	local code=0
	quiet_on dir bash -c 'echo 1 >/proc/self/make-it-fail; exec "$@"' - "$@" >"$TMP/out" 2>&1 || code=$?
	echo "$code $*" >>"$TMP/codes"
}

faults 15 Y
for i in $(seq 12); do
	try ipvsctl service add tcp "$vip" scheduler wrr
	try ipvsctl dest add tcp "$vip" "$RS1" weight "$i"
	try ipvsctl dest add tcp "$vip" "$RS2"
	try ipvsctl dest set tcp "$vip" "$RS2" weight "$i"
	try ipvsctl service set tcp "$vip" scheduler wlc
	try ipvsctl list
	try ipvsctl conns
	try ipvsctl stats
	try ipvsctl zero
	try ipvsctl dest del tcp "$vip" "$RS2"
	try ipvsctl service del tcp "$vip"
	((i % 4)) || try ipvsctl flush
done
faults 0 Y
trace "exit codes: $(cut -d ' ' -f 1 "$TMP/codes" | tally)"
lb_flush
assert_eq "after the flush" "$(quiet_on dir ipvsctl -j list | jq '.services | length')" 0

# Now packets: a few allocations of the whole machine fail while flows open.
lb_service udp "$VIP" 53 rr
lb_service tcp "$VIP" 80 rr
faults 2 N
quiet_on client peer udp-flood "$VIP" 53 3000 20000 "$CLIENT" || true
quiet_on client timeout 20 peer tcp-dial "$VIP" 80 20 >/dev/null 2>&1 || true
faults 0 N
assert_match "afterwards" "$(dial client "$VIP" 80 3 | tally)" 'rs'
assert_eq "UDP afterwards" "$(ask client "$VIP" 53 3 | wc -l)" 3
