#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Boots a kernel in QEMU (no KVM needed), runs the scenarios of tests/net in it
# and prints their results as TAP; the last line is `N passed, N failed`.
#
# The VM's root is an initramfs in three parts: Debian's userland (image.sh),
# the kernel's modules (./modules) and what is under test.  Results come back
# over a virtio-serial port of their own; the console holds only the kernel's
# log, kept in build/vm/KERNEL/console.log.  A scenario that did not report,
# because the VM died or time ran out, counts as failed.
#
# Usage: run.sh [--kernel FLAVOUR] [--lb ipvsx|ipvs] [--only 'GLOB ...']
#               [--time-limit SECONDS] [--list | --shell | --demo]

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
kernel=stock
lb=ipvsx
only='*'
limit=
mode=run
pid=
# shellcheck source=tests/vm/list.sh
. "$here/list.sh"

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
		--time-limit) limit=$2; shift ;;
		--list | --shell | --demo) mode=${1#--} ;;
		*) die "unknown option: '$1'" ;;
		esac
		shift
	done
	[[ $lb == ipvsx || $lb == ipvs ]] || die "unknown engine: '$lb'"
}

pack()
{
	(cd "$1" && find . -print0 | sort -z | cpio --quiet -0 -o -H newc)
}

# The modules named in ./modules and all they need, decompressed, with their
# own modules.dep.  A kernel that has one built in, or lacks it, is fine here:
# the scenario that needs it will say so.
pack_modules()
{
	local archive=$1 tmp name file
	tmp=$work/modules
	rm -rf "$tmp"
	mkdir -p "$tmp/lib/modules/$KVER"
	cp "$MODROOT/lib/modules/$KVER"/modules.{builtin,order}* "$tmp/lib/modules/$KVER/"
	while read -r name; do
		modprobe -d "$MODROOT" -S "$KVER" --show-depends "$name" 2>/dev/null || true
	done <"$here/modules" | awk '$1 == "insmod" { print $2 }' | sort -u |
		while read -r file; do
			install -D -m 644 "$file" "$tmp/${file#"$MODROOT"/}"
		done
	find "$tmp" -name '*.ko.xz' -exec xz -d {} +
	find "$tmp" -name '*.ko.zst' -exec zstd -q -d --rm {} +
	depmod -b "$tmp" "$KVER"
	# The archive is laid over a root whose /lib is a link.
	mkdir "$tmp/usr" && mv "$tmp/lib" "$tmp/usr/lib"
	pack "$tmp" >"$archive"
}

# A program of the host and the libraries that the VM's userland lacks.
install_program()
{
	local program=$1 root=$2 lib
	install -D -m 755 "$program" "$root/usr/bin/$(basename "$program")"
	ldd "$program" | awk '$2 == "=>" { print $3 }' | while read -r lib; do
		cpio --quiet -t <"$userland" | grep -qx ".*/$(basename "$lib")" ||
			install -D -m 755 "$lib" "$root/usr/local/lib/$(basename "$lib")"
	done
}

pack_subject()
{
	local archive=$1 root=$work/subject
	rm -rf "$root"
	mkdir -p "$root/t/net" "$root/usr/bin"
	cp -a "$top/tests/net/." "$root/t/net/"
	install -m 755 "$here/init" "$root/init"
	install -m 755 "$here/guest.sh" "$here/demo.sh" "$root/t/"
	gcc -D_GNU_SOURCE -std=gnu11 -O2 -Wall -Wextra -Werror -static \
		-o "$root/usr/bin/peer" "$top/tests/net/peer.c"
	if [[ $lb == ipvsx ]]; then
		strip --strip-debug -o "$root/ipvsx.ko" "$("$top/tests/kernels/build.sh" "$kernel")"
		[[ -x $top/build/ipvsctl ]] || make -s -C "$top" ctl
		install_program "$top/build/ipvsctl" "$root"
	fi
	scenarios >"$root/t/list"
	printf '%s\n' "MODE=$mode" "LB=$lb" "KERNEL=$kernel" "SLOW=$slow" \
		"AGAIN='$again'" >"$root/t/config"
	pack "$root" >"$archive"
}

prepare()
{
	local assignments
	assignments=$("$top/tests/kernels/get.sh" "$kernel")
	eval "$assignments"
	work=$top/build/vm/$kernel
	mkdir -p "$work"
	exec {lock}>"$work/lock"
	flock "$lock"                   # one VM of a kind at a time in this tree
	userland=$("$here/image.sh")
	if [[ ! -s $work/modules-$KVER.cpio || $here/modules -nt $work/modules-$KVER.cpio ]]; then
		pack_modules "$work/modules-$KVER.cpio"
	fi
	pack_subject "$work/subject.cpio"
	cat "$userland" "$work/modules-$KVER.cpio" "$work/subject.cpio" >"$work/initrd"
}

qemu()
{
	local append="console=ttyS0 loglevel=7 log_buf_len=8M panic=-1 oops=panic"
	append+=" random.trust_cpu=1 mitigations=off audit=0 net.ifnames=0 nokaslr"
	# TCG runs string instructions one iteration at a time, so plain loops win.
	append+=" clearcpuid=112,297,580 rcupdate.rcu_cpu_stall_timeout=60 tsc=nowatchdog"
	exec timeout --foreground -k 10 "$limit" qemu-system-x86_64 \
		-accel tcg,thread=multi,tb-size=512 -machine q35 -cpu max -smp 2 -m 2G \
		-kernel "$IMAGE" -initrd "$work/initrd" -append "$append" \
		-no-reboot -display none -nodefaults \
		-serial "file:$work/console.log" \
		-device virtio-serial-pci \
		-chardev "file,id=results,path=$work/results" \
		-device virtserialport,chardev=results,name=results \
		"${qemu_extra[@]}"
}

# Follows the results while the VM runs, TAP lines pass through.
follow()
{
	local pid=$1
	tail --pid="$pid" --sleep-interval=0.2 -n +1 -f "$work/results" |
		sed -u '/^@/d'
}

verdict()
{
	local name passed failed number=0
	passed=0 failed=0
	while read -r name _; do
		number=$((number + 1))
		if grep -aq "^ok [0-9]* - $name\( \|$\)" "$work/results"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			grep -aq "^not ok [0-9]* - $name\( \|$\)" "$work/results" ||
				lost "$number" "$name"
		fi
	done <"$work/subject/t/list"
	echo "$passed passed, $failed failed"
	((failed == 0 && passed > 0))
}

# A scenario without a result: say which of the two reasons, once with the
# end of the kernel's log.
lost()
{
	local number=$1 name=$2
	echo "not ok $number - $name # no result: the VM ended before"
	[[ -z ${lost_shown-} ]] || return 0
	lost_shown=1
	if grep -aqx "@start $name" "$work/results"; then
		echo "# it was running when the VM ended"
	fi
	echo "# the end of $work/console.log:"
	tail -n 40 "$work/console.log" | sed 's/^/#   /'
	echo "# again: $again$name"
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

run_scenarios()
{
	echo "TAP version 13"
	echo "1..$(wc -l <"$work/subject/t/list")"
	qemu_extra=()
	qemu &
	pid=$!
	trap 'kill "$pid" 2>/dev/null || true' EXIT
	follow "$pid" || true
	wait "$pid" || echo "# qemu ended with code $? (124: the limit of $limit s)"
	verdict
}

run_shell()
{
	echo "The namespaces are client, dir, rs1, rs2 and rs3; 'on dir COMMAND' runs in one."
	echo "Leave with 'exit'."
	limit=0
	qemu_extra=(-chardev "stdio,id=tty,signal=off" -device "virtconsole,chardev=tty")
	qemu
}

run_demo()
{
	qemu_extra=()
	qemu &
	pid=$!
	trap 'kill "$pid" 2>/dev/null || true' EXIT
	follow "$pid" || true
	wait "$pid" || true
	if ! grep -aqx '@done 0' "$work/results"; then
		echo "demo: FAILED, the kernel's log is $work/console.log" >&2
		exit 1
	fi
}

main()
{
	parse_options "$@"
	slow=1
	[[ $kernel != debug ]] || slow=4
	again=$(again)
	limit=${limit:-$((slow * 900))}
	if [[ $mode == list ]]; then
		scenarios
		exit
	fi
	[[ -n $(scenarios) ]] || die "no scenario is named '$only'"
	prepare
	: >"$work/results"
	case $mode in
	run) run_scenarios ;;
	shell) run_shell ;;
	demo) run_demo ;;
	esac
}

main "$@"
