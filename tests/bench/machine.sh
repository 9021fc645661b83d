# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the benchmarks: the machine that a job runs in. Its userland is that
# of the scenarios (tests/vm), its kernel Debian's 6.1 under QEMU, where
# instructions are counted, or the same sources as User Mode Linux, where time is
# taken. What the job prints is left in build/bench/JOB.log.

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$bench/../.." && pwd)
out=$top/build/bench
here=$bench     # where initrd.sh finds the list of modules
# shellcheck source=tests/vm/initrd.sh
. "$top/tests/vm/initrd.sh"

die()
{
	echo "${0##*/}: $*" >&2
	exit 2
}

# The packet source, for the kernel that get.sh has told about
build_source()
{
	local dir=$work/source
	mkdir -p "$dir"
	cp -u "$bench"/source/* "$dir/"
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$KDIR" "M=$dir" \
		${ARCH:+"ARCH=$ARCH"} W=1 KCFLAGS=-Werror modules >"$dir.log" 2>&1 || {
		cat "$dir.log" >&2
		die "the packet source does not build"
	}
}

# prepare FLAVOUR: kernel, modules and userland of the machine
prepare()
{
	local assignments
	"$top/tests/deps.sh" "$([[ $1 == uml ]] && echo bench || echo insn)"
	assignments=$("$top/tests/kernels/get.sh" "$1")
	eval "$assignments"
	ARCH=
	[[ $BUILDER != uml ]] || ARCH=um
	work=$out/$1
	mkdir -p "$work"
	exec {lock}>"$work/lock"
	flock "$lock"
	userland=$("$top/tests/vm/image.sh")
	build_source
	if [[ ! -s $work/modules-$KVER.cpio || $here/modules -nt $work/modules-$KVER.cpio ]]; then
		pack_modules "$work/modules-$KVER.cpio"
	fi
	make -s -C "$top" ctl >/dev/null
	strip --strip-debug -o "$work/ipvsx.ko" "$("$top/tests/kernels/build.sh" "$1")"
	strip --strip-debug -o "$work/vsxbench.ko" "$work/source/vsxbench.ko"
}

# pack_job CASES NAME=VALUE...: what the machine is to do
pack_job()
{
	local cases=$1 root=$work/job
	shift
	rm -rf "$root"
	mkdir -p "$root/t/bench" "$root/usr/bin"
	cp -a "$bench/guest" "$root/t/bench/"
	install -m 755 "$bench/guest/init" "$root/init"
	cp "$work/ipvsx.ko" "$work/vsxbench.ko" "$root/"
	install_program "$top/build/ipvsctl" "$root"
	echo "$cases" >"$root/t/cases"
	printf '%s\n' "$@" >"$root/t/config"
	pack "$root" >"$work/job.cpio"
	cat "$userland" "$work/modules-$KVER.cpio" "$work/job.cpio" >"$work/initrd"
	rm -rf "$root"
}

# cases_of BENCHMARK [GLOB]: lines of the list without the first word
cases_of()
{
	awk -v b="$1" '$1 == b { $1 = ""; print substr($0, 2) }' "$bench/cases"
}

# in_qemu LOG [OPTION...]: one instruction is one nanosecond of the guest's clock. The
# processor lacks what makes string instructions long, since QEMU counts each of
# their rounds; and everything random is the same each time.
in_qemu()
{
	local append="console=ttyS0 loglevel=4 panic=-1 oops=panic random.trust_cpu=1"
	append+=" mitigations=off audit=0 nokaslr slab_nomerge clearcpuid=112,297,580 tsc=nowatchdog RESULTS=/dev/ttyS1"
	: >"$1"
	timeout --foreground -k 10 "${LIMIT:-1200}" qemu-system-x86_64 \
		-accel tcg,thread=single,tb-size=512 -icount shift=0,sleep=off -seed "${SEED:-1}" \
		-rtc base=2026-01-01,clock=vm \
		-machine q35 -cpu max -smp 1 -m 3G \
		-kernel "$IMAGE" -initrd "$work/initrd" -append "$append" \
		-no-reboot -display none -nodefaults \
		-serial "file:$1.console" -serial "file:$1" "${@:2}"
}

# in_uml LOG: the guest's memory lies in large pages of the host, as a kernel's
# own map of the memory does.
in_uml()
{
	local dir=$work/memory
	mkdir -p "$dir"
	# Its end, with that of its init, is an abort.
	# shellcheck disable=SC2016 # expanded by the inner shell
	{ timeout --foreground -k 10 "${LIMIT:-1800}" unshare --mount --propagation private bash -euc '
		mount -t tmpfs -o huge=always,size=12G tmpfs "$1"
		export TMPDIR=$1
		shift
		exec "$@" </dev/null' bash "$dir" \
		"$IMAGE" "mem=${MEMORY:-6G}" "initrd=$work/initrd" slab_nomerge \
		random.trust_cpu=1 quiet loglevel=3 panic=-1 \
		con0=fd:0,fd:1 con=null ssl=null >"$1" || true; } 2>"$1.console"
}

ended_well()
{
	grep -aq '^@done 0' "$1" || {
		tail -n 20 "$1" "$1.console" >&2
		die "the machine did not end its job: $1"
	}
}
