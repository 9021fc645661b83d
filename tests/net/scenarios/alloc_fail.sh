#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every command and the opening of connections survive memory running out at any point: refused or done,
# never half done.
# engine: ipvsx
# kernel: debug
# limit: 240
# leaks: yes

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
tcp_servers 80
fault=/sys/kernel/debug/failslab
vip=$(hp "$VIP" 80)
mkfifo "$TMP/commands"

# A tool that takes commands one by one, so that the allocations which count
# are those of a command and not those of starting up.
tool_start()
{
	inside dir ipvsctl batch - <"$TMP/commands" >"$TMP/out" 2>&1 &
	tool=$!
	exec {commands}>"$TMP/commands"
	tool_say version
}

# Says a command and waits for its end: the tool has exited, or gone to sleep
# again since, in a read of standard input.
tool_say()
{
	local sleeps
	sleeps=$(tool_sleeps)
	echo "$1" >&"$commands"
	# Files of /proc vanish if it exits meanwhile.
	within 20 tool_is_done "$sleeps" 2>/dev/null || fail "no end of: $1"
}

tool_sleeps()
{
	local key value
	while read -r key value; do
		[[ $key != voluntary_ctxt_switches: ]] || echo "$value"
	done <"/proc/$tool/status"
}

tool_is_done()
{
	local doing
	tool_runs || return 0
	[[ $(tool_sleeps) != "$1" ]] &&
		read -r doing <"/proc/$tool/syscall" && [[ $doing == "0 0x0 "* ]]
}

tool_runs()
{
	local state
	[[ -r /proc/$tool/stat ]] && read -r _ _ state _ <"/proc/$tool/stat" && [[ $state != Z ]]
}

tool_end()
{
	exec {commands}>&-
	wait "$tool" || true
}

# exhaust COMMAND [UNDO]: again and again, with its first, second, ... allocation
# failing, until it has no more of them.  A lost answer may hide that it was done.
exhaust()
{
	local nth left refusals=0 undo=
	tool_start
	for ((nth = 1; nth < 200; nth++)); do
		echo "$nth" >"/proc/$tool/fail-nth"
		tool_say "$1"
		if tool_runs; then
			left=$(<"/proc/$tool/fail-nth")
			echo 0 >"/proc/$tool/fail-nth"
			if ((left > 0)); then
				tool_end
				trace "$1: $((nth - 1)) allocations, $refusals of them fatal"
				((refusals > 0)) || fail "no failure had an effect"
				return
			fi
			undo=${2-}
		else
			tool_end
			refusals=$((refusals + 1))
			! grep -qE 'already|no such' "$TMP/out" || undo=${2-}
			tool_start
		fi
		[[ -z $undo ]] || tool_say "$undo"
		tool_runs || fail "after failure $nth of '$1', '$undo' says: $(cat "$TMP/out")"
		undo=
	done
	fail "no end: $1"
}

config_is()
{
	assert_eq "configuration" "$(lb_config | jq -c '[.[] |
		[.scheduler, .grace, (.destinations[] | [.address, .weight])]]')" "$1"
}

echo N >$fault/ignore-gfp-wait
echo 0 >$fault/verbose
echo 0 >$fault/probability

exhaust "service add tcp $vip scheduler wrr grace 5" "service del tcp $vip"
config_is '[["wrr",5]]'
exhaust "dest add tcp $vip $RS1 weight 2" "dest del tcp $vip $RS1"
config_is '[["wrr",5,["10.2.0.11",2]]]'
quiet_on dir ipvsctl dest add tcp "$vip" "$RS2"
exhaust "dest set tcp $vip $RS2 weight 7"
config_is '[["wrr",5,["10.2.0.11",2],["10.2.0.12",7]]]'
exhaust "service set tcp $vip scheduler wlc grace 6"
config_is '[["wlc",6,["10.2.0.11",2],["10.2.0.12",7]]]'
dial client "$VIP" 80 3 >/dev/null
for command in list conns stats zero; do
	exhaust "$command"
done
exhaust "dest del tcp $vip $RS1" "dest add tcp $vip $RS1"
config_is '[["wlc",6,["10.2.0.12",7]]]'
exhaust "service del tcp $vip" "service add tcp $vip"
config_is '[]'
exhaust "flush"

# Connections open in the context of a client on the director: its process
# alone runs out of memory, at random.
out_of_memory()
{
	local proto=$1 service=$2 pid
	shift 2
	spawn dir "$@" >/dev/null
	pid=$!
	wait_for 20 is -gt 5 lb_count "$proto" "$service" conns
	echo 1 >"/proc/$pid/make-it-fail"
	wait "$pid" || true
	trace "$proto connections: $(lb_count "$proto" "$service" conns)"
}

lb_service udp "$VIP" 53 rr
lb_service tcp "$VIP" 80 rr
echo Y >$fault/task-filter
echo -1 >$fault/times
echo 5 >$fault/probability
out_of_memory udp "$(hp "$VIP" 53)" peer udp-flood "$VIP" 53 3000 20000 10.1.0.1 10.2.0.1
echo 0 >$fault/probability
assert_eq "TCP afterwards" "$(dial client "$VIP" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "UDP afterwards" "$(ask client "$VIP" 53 3 | tally)" "1 rs1 1 rs2 1 rs3"
