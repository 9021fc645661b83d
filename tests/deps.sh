#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Install the Debian packages that the named groups need, and only those that
# are missing. When everything is there, nothing is asked of apt and nothing
# is printed.
#
# Usage: tests/deps.sh GROUP...
#   build    the module and ipvsctl
#   unit     unit tests
#   vm       virtual machine scenarios (packages that go into the initramfs are
#            the harness's own business)
#   kernels  the chroot of newer kernels
#   debug    the debug kernel
#   uml      the User Mode Linux kernel of the benchmarks
#   insn     counts of instructions
#   bench    the other benchmarks
#   lint     static checks
#   dkms     the DKMS package test
set -euo pipefail

packages_of() {
	case $1 in
	build)
		echo make gcc libc6-dev linux-headers-amd64 kmod rsync perl \
			pkg-config libnl-3-dev libnl-genl-3-dev libjansson-dev
		;;
	unit)
		packages_of build
		echo check libsubunit-dev
		;;
	vm)
		packages_of build
		echo qemu-system-x86 busybox-static cpio gzip kmod linux-source-6.1 xz-utils
		;;
	kernels)
		packages_of build
		echo debootstrap debian-archive-keyring xz-utils
		;;
	debug)
		packages_of build
		echo linux-source-6.1 xz-utils bc bison flex libelf-dev libssl-dev
		;;
	uml)
		packages_of build
		echo linux-source-6.1 xz-utils bc bison flex libelf-dev
		;;
	insn)
		packages_of vm
		echo python3
		;;
	bench)
		packages_of insn
		packages_of uml
		;;
	lint)
		packages_of unit
		echo sparse shellcheck clang clang-tidy perl python3 \
			python3-yaml python3-jsonschema xz-utils \
			git groff-base
		;;
	dkms)
		packages_of kernels
		echo dkms
		;;
	*)
		echo "tests/deps.sh: unknown group: '$1'" >&2
		return 2
		;;
	esac
}

missing_among() {
	local have

	have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" \
		2>/dev/null | sed -n 's/^installed //p' | sort -u)
	printf '%s\n' "$@" | sort -u | comm -23 - <(printf '%s\n' "$have")
}

install() {
	local log

	if [ "$(id -u)" -ne 0 ]; then
		echo "tests/deps.sh: as root: apt-get install $*" >&2
		return 1
	fi
	echo "tests/deps.sh: installing $*" >&2
	log=$(mktemp)
	export DEBIAN_FRONTEND=noninteractive
	if ! { apt-get update -qq &&
		apt-get install -y -qq --no-install-recommends \
			-o DPkg::Lock::Timeout=600 "$@"; } >"$log" 2>&1 </dev/null; then
		tail -n 30 "$log" >&2
		rm -f "$log"
		return 1
	fi
	rm -f "$log"
}

main() {
	local group list missing lock

	list=
	for group in "$@"; do
		list+=" $(packages_of "$group")"
	done
	# shellcheck disable=SC2086 # a list of words
	missing=$(missing_among $list)
	[ -n "$missing" ] || return 0
	lock=/run/lock/ipvsx-apt
	[ -w /run/lock ] || lock=$(mktemp)
	exec 9>"$lock"
	flock 9
	# shellcheck disable=SC2086 # a list of words
	missing=$(missing_among $list)
	[ -n "$missing" ] || return 0
	# shellcheck disable=SC2086 # a list of words
	install $missing
}

if [ $# -eq 0 ]; then
	sed -n 's/^# \{0,1\}//; 4,/^[^ U].*$/p' "$0" >&2
	exit 2
fi
main "$@"
