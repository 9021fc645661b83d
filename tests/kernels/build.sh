#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Build ipvsx.ko for one of the test kernels, W=1, any warning an error, from a
# copy of the sources in build/kmod-FLAVOUR (incremental). Prints the path of
# the module, and nothing else when all is well. The stubs with the names of
# ip_vs are beside it, in kmod/names.
#
# Usage: tests/kernels/build.sh stock|6.12|7|debug|uml [make argument...]
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh"
# shellcheck source-path=SCRIPTDIR source=trixie.sh
. "$here/trixie.sh"

# Products stay where they are, so that only what changed is built again.
copy_sources() {
	mkdir -p "$1"
	rsync -a --delete \
		--exclude='*.o' --exclude='*.ko' --exclude='*.mod' \
		--exclude='*.mod.c' --exclude='.*' --exclude='Module.symvers' \
		--exclude='modules.order' --exclude='names/ip_vs*.c' "$SRC/Kbuild" "$SRC/kmod" "$1/"
}

# kbuild DIR SUBDIRECTORY ARGUMENT...: free of what an outer make may have exported
kbuild() {
	local dir=$1 sub=$2 clean=(env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u KDIR)

	shift 2
	case $BUILDER in
	host | uml)
		[ "$BUILDER" = host ] || set -- ARCH=um "$@"
		"${clean[@]}" make -s -k -j2 -C "$KDIR" "M=$dir$sub" W=1 \
			KCFLAGS=-Werror "$@" modules
		;;
	trixie)
		trixie_run "$dir" "${clean[@]}" make -s -k -j2 -C "$KDIR" \
			"M=/mnt$sub" W=1 KCFLAGS=-Werror "$@" modules
		;;
	esac
}

kbuild_all() {
	local dir=$1

	shift
	kbuild "$dir" "" "$@" && kbuild "$dir" /kmod/names "$@"
}

# What modpost and objtool say is no compiler's warning; it counts as well.
# A compiler of another patch level than the kernel's own does not matter.
complaints() {
	grep -iE 'warning|error' "$1" |
		grep -vE 'warning: the compiler differs from the one used'
}

main() {
	local flavour=$1 dir log assignments lock

	shift
	SRC=${IPVSX_SRC:-$TOP}
	assignments=$("$here/get.sh" "$flavour")
	eval "$assignments"
	dir=$TOP/build/kmod-$flavour
	log=$dir.log
	mkdir -p "$TOP/build"
	exec {lock}>"$dir.lock"
	flock "$lock"
	copy_sources "$dir"
	if ! kbuild_all "$dir" "$@" >"$log" 2>&1 </dev/null || complaints "$log" >&2; then
		cat "$log" >&2
		die "the module does not build cleanly for $flavour"
	fi
	echo "$dir/ipvsx.ko"
}

if [ $# -eq 0 ]; then
	echo "usage: tests/kernels/build.sh stock|6.12|7|debug|uml [make argument...]" >&2
	exit 2
fi
main "$@"
