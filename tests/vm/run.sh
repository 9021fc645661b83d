#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Boots a kernel in QEMU (no KVM needed), runs the scenarios of tests/net in it
# and prints their results as TAP; the last line is `N passed, N failed`.
#
# The VM's root is an initramfs in three parts: Debian's userland (image.sh),
# the kernel's modules (./modules) and what is under test.  Results come back
# over a virtio-serial port of their own; the console holds only the kernel's
# log, kept in build/vm/KERNEL/console.N.log.  A scenario that did not report,
# because the VM died or time ran out, counts as failed.  Most of the time a
# scenario keeps one processor busy, so two VMs share the work.
#
# Usage: run.sh [--kernel FLAVOUR] [--lb ipvsx|ipvs] [--both] [--only 'GLOB ...']
#               [--jobs N] [--once] [--time-limit SECONDS] [--list | --shell | --demo]

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
kernel=stock
lb=ipvsx
only='*'
limit=
mode=run
jobs=2
once=
both=
pids=()
MUTATE=${MUTATE:-2000}
# shellcheck source=tests/vm/list.sh
. "$here/list.sh"
# shellcheck source=tests/vm/initrd.sh
. "$here/initrd.sh"
# shellcheck source=tests/vm/results.sh
. "$here/results.sh"

die()
{
	echo "run.sh: $*" >&2
	exit 2
}

parse_options()
{
	while (($#)); do
		case $1 in
		--kernel) kernel=$2; shift ;;
		--lb) lb=$2; shift ;;
		--only) only=$2; shift ;;
		--jobs) jobs=$2; shift ;;
		--once) once=1 ;;
		--both) both=1 ;;
		--time-limit) limit=$2; shift ;;
		--list | --shell | --demo) mode=${1#--} ;;
		*) die "unknown option: '$1'" ;;
		esac
		shift
	done
	[[ $lb == ipvsx || $lb == ipvs ]] || die "unknown engine: '$lb'"
}

prepare()
{
	local assignments
	assignments=$("$top/tests/kernels/get.sh" "$kernel")
	eval "$assignments"
	work=$top/build/vm/$kernel
	mkdir -p "$work"
	exec {lock}>"$work/lock"
	flock "$lock"                   # one run of a kernel at a time in this tree
	rm -rf "$work"/{results,list,console,initrd,todo}*
	userland=$("$here/image.sh")
	if [[ ! -s $work/modules-$KVER.cpio || $here/modules -nt $work/modules-$KVER.cpio ]]; then
		pack_modules "$work/modules-$KVER.cpio"
	fi
	pack_subject "$work/subject.cpio"
}

# qemu N [OPTION...]: the VM of that number, until it ends.
qemu()
{
	local n=$1 append="console=ttyS0 loglevel=7 log_buf_len=8M panic=-1 oops=panic"
	shift
	append+=" random.trust_cpu=1 mitigations=off audit=0 net.ifnames=0 nokaslr"
	# TCG runs string instructions one iteration at a time, so plain loops win: programs
	# ask the processor (-cpu), the kernel has one more name for them.
	append+=" clearcpuid=112,297,580 rcupdate.rcu_cpu_stall_timeout=60 tsc=nowatchdog"
	[[ $kernel != debug ]] || looks_for_leaks "$n" || append+=" kmemleak=off"
	# On a busy machine ticks come late at boot: the kernel is not to conclude that it has no timer.
	append+=" no_timer_check"
	pack_list "$work/todo.$n" "$work/list.$n"
	cat "$userland" "$work/modules-$KVER.cpio" "$work/subject.cpio" "$work/todo.$n" \
		>"$work/initrd.$n"
	: >"$work/results.$n"
	exec timeout --foreground -k 10 "$limit" qemu-system-x86_64 \
		-accel tcg,thread=multi,tb-size=512 -machine q35 -cpu max,-erms,-fsrm -smp 2 -m 2G \
		-kernel "$IMAGE" -initrd "$work/initrd.$n" -append "$append" \
		-no-reboot -display none -nodefaults \
		-serial "file:$work/console.$n.log" \
		-device virtio-serial-pci \
		-chardev "file,id=results,path=$work/results.$n" \
		-device virtserialport,chardev=results,name=results "$@"
}

# The command that runs one scenario again, but for its name.
again()
{
	case $lb:$kernel in
	ipvsx:stock) echo "make check ONLY=" ;;
	ipvsx:debug) echo "make check-debug ONLY=" ;;
	*) echo "tests/vm/run.sh --kernel $kernel --lb $lb --only " ;;
	esac
}

start()
{
	qemu "$1" &
	pids[$1]=$!
}

# shellcheck disable=SC2317  # by trap
stop()
{
	((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
}

run_scenarios()
{
	local n code
	deal "$work"
	echo "TAP version 13"
	echo "1..$(cat "$work"/list.* | wc -l)"
	for ((n = 1; n <= jobs; n++)); do
		[[ ! -s $work/list.$n ]] || start "$n"
	done
	for n in "${!pids[@]}"; do
		until [[ -e $work/results.$n ]]; do sleep 0.1; done
		follow "$n" "${pids[$n]}" &
	done
	for n in "${!pids[@]}"; do
		code=0
		wait "${pids[$n]}" || code=$?
		((code == 0)) || echo "# VM $n ended with code $code (124: the limit of $limit s)"
	done
	wait
	pids=()
	verdict
}

run_shell()
{
	limit=0
	: >"$work/list.1"
	qemu 1 -chardev stdio,id=tty,signal=off -device virtconsole,chardev=tty
}

run_demo()
{
	: >"$work/list.1"
	start 1
	until [[ -e $work/results.1 ]]; do sleep 0.1; done
	tail --pid="${pids[1]}" --sleep-interval=0.2 -n +1 -f "$work/results.1" | sed -u '/^@/d'
	wait "${pids[1]}" || true
	pids=()
	if ! grep -aqx '@done 0' "$work/results.1"; then
		echo "demo: FAILED; the kernel's log is $work/console.1.log" >&2
		exit 1
	fi
}

main()
{
	parse_options "$@"
	slow=1
	[[ $kernel != debug ]] || slow=4
	again=$(again)
	limit=${limit:-$((slow > 1 ? 7200 : 3600))}
	if [[ $mode == list ]]; then
		scenarios
		exit
	fi
	prepare
	trap stop EXIT
	case $mode in
	run) run_scenarios ;;
	shell) run_shell ;;
	demo) run_demo ;;
	esac
}

main "$@"
