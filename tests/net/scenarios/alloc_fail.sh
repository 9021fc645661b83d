#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every command and the opening of connections survive memory running out at any point: refused or done,
# never half done.
# engine: ipvsx
# kernel: debug
# limit: 150

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
tcp_servers 80
fault=/sys/kernel/debug/failslab
vip=$(hp "$VIP" 80)
mkfifo "$TMP/commands"

# Blocked in a read of its standard input.
reading()
{
	[[ $(cat "/proc/$1/syscall") == "0 0x0 "* ]]
}

# with_fault NTH COMMAND: by a tool that has started up already, so that the
# allocations which count are those of this command.
with_fault()
{
	local pid fd code=0
	nsenter --net=/run/netns/dir ipvsctl batch - <"$TMP/commands" >"$TMP/out" 2>&1 &
	pid=$!
	exec {fd}>"$TMP/commands"
	echo version >&"$fd"
	wait_for 20 reading "$pid"
	echo "$1" >"/proc/$pid/fail-nth"
	echo "$2" >&"$fd"
	exec {fd}>&-
	wait "$pid" || code=$?
	return "$code"
}

# exhaust COMMAND: with its first, second, ... allocation failing, until it is
# done.  A lost answer may have hidden that it was done before.
exhaust()
{
	local nth
	for nth in $(seq 60); do
		if with_fault "$nth" "$1"; then
			trace "$1: done with $nth"
			return
		fi
		if grep -qE 'already|no such' "$TMP/out"; then
			trace "$1: was done with $((nth - 1)), unanswered"
			return
		fi
	done
	fail "never done: $1: $(cat "$TMP/out")"
}

config_is()
{
	assert_eq "configuration" "$(lb_config | jq -c '[.[] |
		[.scheduler, .grace, (.destinations[] | [.address, .weight])]]')" "$1"
}

echo N >$fault/ignore-gfp-wait
echo 0 >$fault/verbose
echo 0 >$fault/probability

exhaust "service add tcp $vip scheduler wrr grace 5"
config_is '[["wrr",5]]'
exhaust "dest add tcp $vip $RS1 weight 2"
config_is '[["wrr",5,["10.2.0.11",2]]]'
exhaust "dest add tcp $vip $RS2"
exhaust "dest set tcp $vip $RS2 weight 7"
config_is '[["wrr",5,["10.2.0.11",2],["10.2.0.12",7]]]'
exhaust "service set tcp $vip scheduler wlc grace 6"
config_is '[["wlc",6,["10.2.0.11",2],["10.2.0.12",7]]]'
dial client "$VIP" 80 3 >/dev/null
for command in list conns stats zero "service show tcp $vip"; do
	exhaust "$command"
done
exhaust "dest del tcp $vip $RS1"
config_is '[["wlc",6,["10.2.0.12",7]]]'
exhaust "service del tcp $vip"
config_is '[]'
exhaust "flush"

# Connections open in the context of a client on the director: its process
# alone runs out of memory, at random.
out_of_memory()
{
	local pid
	spawn dir "$@" >/dev/null 2>&1
	pid=$!
	echo 1 >"/proc/$pid/make-it-fail"
	wait "$pid" || true
}

lb_service udp "$VIP" 53 rr
lb_service tcp "$VIP" 80 rr
echo Y >$fault/task-filter
echo -1 >$fault/times
echo 5 >$fault/probability
out_of_memory peer udp-flood "$VIP" 53 1500 20000 10.1.0.1 10.2.0.1
out_of_memory peer tcp-dial "$VIP" 80 20
echo 0 >$fault/probability
trace "connections: $(lb_states)"
assert_eq "TCP afterwards" "$(dial client "$VIP" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "UDP afterwards" "$(ask client "$VIP" 53 3 | tally)" "1 rs1 1 rs2 1 rs3"
