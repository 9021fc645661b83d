#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Build the DKMS package as "make dkms-install" lays it out, with Debian 12's
# dkms for its 6.1 and with Debian 13's for its 6.12. The machine's own dkms
# tree and modules stay as they are: dkms sees private directories in a mount
# namespace of its own. Prints TAP; the last line is "N passed, N failed".
#
# Usage: tests/build/dkms.sh
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
# shellcheck source=tests/kernels/common.sh
. "$here/../kernels/common.sh"
# shellcheck source=tests/kernels/trixie.sh
. "$here/../kernels/trixie.sh"

VERSION=$(sed -n 's/^#define VSX_VERSION "\(.*\)"$/\1/p' "$TOP/kmod/version.h")
passed=0
failed=0

# dkms_build: the whole test of one kernel, where a dkms and headers are. The
# sources are in /mnt/usr/src; what is built is to stay in /mnt/KVER.
# shellcheck disable=SC2016 # run by another shell
dkms_build='
	set -eu
	kver=$1 version=$2
	mount -t tmpfs tmpfs /var/lib/dkms
	mkdir -p "/mnt/$kver"
	for package in ipvsx ipvsx-names; do
		dkms add --sourcetree /mnt/usr/src "$package/$version"
		dkms build --sourcetree /mnt/usr/src "$package/$version" -k "$kver" || {
			cat /var/lib/dkms/"$package"/"$version"/build/make.log
			exit 1
		}
		find /var/lib/dkms/"$package"/"$version"/"$kver" -name "ip*vs*.ko*" \
			-exec cp {} "/mnt/$kver/" \;
		dkms remove --sourcetree /mnt/usr/src "$package/$version" --all
	done
	[ "$(ls "/mnt/$kver" | wc -l)" = 16 ]
	for ko in "/mnt/$kver"/*.ko*; do
		[ "$(modinfo -F version "$ko")" = "$version" ]
		modinfo -F vermagic "$ko" | grep -F "$kver "
	done'

on_host() {
	# shellcheck disable=SC2016 # expanded by the inner shell
	unshare --mount --propagation private sh -euc '
		mount --bind "$1" /mnt
		shift
		exec "$@"' sh "$work" sh -c "$dkms_build" sh "$1" "$VERSION"
}

in_trixie() {
	trixie_run "$work" sh -c "$dkms_build" sh "$1" "$VERSION"
}

# check WORDS COMMAND...
check() {
	local words=$1

	shift
	if "$@" >"$TOP/build/dkms.log" 2>&1 </dev/null; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $words"
	else
		sed 's/^/# /' "$TOP/build/dkms.log"
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $words"
	fi
}

kver_of() {
	"$here/../kernels/get.sh" "$1" | sed -n 's/^KVER=//p'
}

main() {
	local stock trixie

	"$TOP/tests/deps.sh" dkms
	stock=$(kver_of stock)
	trixie=$(kver_of 6.12)
	work=$TOP/build/dkms
	rm -rf "$work"
	mkdir -p "$work"
	echo "1..3"
	check "make dkms-install and dkms-take-names lay out the sources" \
		make -s -C "$TOP" dkms-install dkms-take-names DESTDIR="$work"
	check "Debian 12's dkms builds for $stock" on_host "$stock"
	check "Debian 13's dkms builds for $trixie" in_trixie "$trixie"
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}

main
