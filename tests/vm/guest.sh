#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs inside the VM: loads the module under test, then the scenarios one after
# the other, each in its own mount and PID namespace (so that nothing it starts
# or mounts outlives it) and with its own time limit.  After each one the
# kernel's log must be clean and the module must be unused.
#
# Usage: guest.sh RESULTS      RESULTS is the device that takes TAP and `@` lines

set -uo pipefail

results=$1
exec 9>"$results"
# shellcheck source=/dev/null
. /t/config                     # MODE LB KERNEL SLOW AGAIN MUTATE SERVICES
export LB KERNEL SLOW MUTATE SERVICES

leaks=/sys/kernel/debug/kmemleak

# A scenario is stopped when it hangs, not when the machine is slow: so many times what it may take.
patience=$((3 * SLOW))

# Whatever the kernel says when something is wrong with it.
bad='WARNING:|BUG:|Oops|KASAN|UBSAN|KCSAN|ODEBUG|rcu: INFO|hw csum failure|possible (circular|recursive|irq|deadlock)'
bad+='|suspicious RCU|sleeping function|unregister_netdevice: waiting|Call Trace|leaked|ref_tracker'
bad+='|blocked for more than|refcount_t:|general protection|nable to handle|corruption|soft lockup'
bad+='|inconsistent lock state|INFO: task|scheduling while atomic|page allocation failure'

say()
{
	printf '%s\n' "$@" >&9
}

# Shows each line of stdin as a comment of TAP.
comment()
{
	sed 's/^/#   /' >&9
}

# Reads and clears the kernel's log; shows the lines around what is bad in it.
kernel_log_is_clean()
{
	# A page fault that is tried again is how the kernel takes injected faults.
	dmesg -c | grep -v 'VM_FAULT_OOM leaked' >/run/klog
	grep -qE "$bad" /run/klog || return 0
	say "# the kernel said:"
	grep -E -A 40 "$bad" /run/klog | head -n 120 | comment
	return 1
}

load_module()
{
	[[ $LB == ipvsx ]] || { modprobe ip_vs; return; }
	[[ ! -e /sys/module/ipvsx/refcnt ]] || return 0
	modinfo -F depends /ipvsx.ko | tr , '\n' | xargs -r modprobe -a && insmod /ipvsx.ko
}

# Namespaces are dismantled after the last process has left them; what a
# service holds of the module must be given back then.
module_is_unused()
{
	local users
	[[ $LB == ipvsx ]] || return 0
	for ((i = 0; i < 100 * SLOW; i++)); do
		[[ -e /sys/module/ipvsx/refcnt ]] || return 0
		users=$(</sys/module/ipvsx/refcnt)
		[[ $users != 0 ]] || return 0
		read -r -t 0.1 -u "$silent"
	done
	say "# ipvsx still has $users users after the scenario's end"
	return 1
}

run_one()
{
	local script=$1 family=$2 limit=$3
	load_module >/run/out 2>&1 || return 1
	NAME=$name AF=$family timeout -k 5 "$((limit * patience))" \
		unshare --mount --pid --fork --kill-child --mount-proc \
		/t/net/isolate.sh "/t/net/$script" >/run/out 2>&1 </dev/null
}

scenario()
{
	local number=$1 name=$2 script=$3 family=$4 limit=$5 code began clean=1
	began=${EPOCHREALTIME/./}
	echo "ipvsx-test: $name" >/dev/kmsg
	say "@start $name"
	if [[ $name == kmemleak ]]; then
		kmemleak >/run/out 2>&1
	else
		run_one "$script" "$family" "$limit"
	fi
	code=$?
	module_is_unused || clean=0
	kernel_log_is_clean || clean=0
	took=$(((${EPOCHREALTIME/./} - began) / 100000))
	took="${took%?}.${took: -1}"
	sed -n 's/^cell: /# cell: /p' /run/out >&9
	if ((code == 0 && clean)); then
		say "ok $number - $name # $took s"
		return
	fi
	say "not ok $number - $name # $took s"
	((code != 124 && code != 137)) || say "# time limit of $((limit * patience)) s"
	comment </run/out
	say "# again: $AGAIN$name"
}

# The module is taken out first: what is left over then is nobody's.
kmemleak()
{
	load_module && rmmod ipvsx || return 1
	echo scan >"$leaks"
	sleep 6                 # kmemleak reports nothing younger than 5 s
	echo scan >"$leaks"
	! grep . "$leaks"
}

run_all()
{
	local number name script family limit
	dmesg -c >/run/boot.log
	if grep -E "$bad" /run/boot.log >/run/boot.bad; then
		say "# the kernel was not well before the first scenario:"
		comment </run/boot.bad
		say "@end"
	fi
	# Scans that nobody waits for cost a slow machine much of its time.
	[[ ! -e $leaks ]] || echo scan=off >"$leaks"
	while read -r number name script family limit; do
		scenario "$number" "$name" "$script" "$family" "$limit"
		say "@end"
	done </t/list
	say "@done 0"
}

run_shell()
{
	load_module
	# shellcheck source=/dev/null
	/t/net/isolate.sh setsid -c bash --rcfile /t/net/shell.rc -i </dev/hvc0 >/dev/hvc0 2>&1
}

run_demo()
{
	load_module >&9 2>&1
	AF=4 /t/net/isolate.sh /t/demo.sh >&9 2>&1
	local code=$?
	kernel_log_is_clean || code=1
	say "@done $code"
}

# One chain on each hook, in a namespace without packets, for as long as the machine
# runs.  The kernel patches its code when the first hook comes and the last one goes,
# and an emulated processor can run into the breakpoint that marks the patched place
# after the kernel has taken it away: "Oops: int3" in ip_rcv(), with any user of
# netfilter.  So no scenario has the first hook, nor the last; nor the first socket or
# the last that asks when packets came, as ping does: "Oops: int3" in
# __netif_receive_skb_core().
hold_hooks()
{
	python3 -E -S - <<-EOF &
		import signal, socket
		s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		s.setsockopt(socket.SOL_SOCKET, 29, 1)    # SO_TIMESTAMP
		signal.pause()
	EOF
	nft -f - <<-EOF
		table inet held {
			chain prerouting { type filter hook prerouting priority 0; }
			chain input { type filter hook input priority 0; }
			chain forward { type filter hook forward priority 0; }
			chain output { type filter hook output priority 0; }
			chain postrouting { type filter hook postrouting priority 0; }
		}
	EOF
}

mkfifo /t/silent                # nobody writes to it: to wait without a process
exec {silent}<>/t/silent
hold_hooks
case $MODE in
run) run_all ;;
shell) run_shell ;;
demo) run_demo ;;
esac
