#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The version number is in kmod/version.h; where a format demands a copy, the
# copy is the same, and nowhere else is there one.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

version=$(sed -n 's/^#define VSX_VERSION "\([0-9.]*\)"$/\1/p' kmod/version.h)
[ -n "$version" ] || { echo "kmod/version.h: no VSX_VERSION"; exit 1; }

status=0
for conf in dkms.conf kmod/names/dkms.conf; do
	if ! grep -qxF "PACKAGE_VERSION=\"$version\"" "$conf"; then
		echo "$conf: PACKAGE_VERSION is not $version"
		status=1
	fi
done
if ! grep -rqE '^MODULE_VERSION\(VSX_VERSION\);' kmod --include=*.c; then
	echo "kmod: no MODULE_VERSION(VSX_VERSION)"
	status=1
fi
mapfile -t sources < <(files 'kmod/*.[ch]' 'ipvsctl/*' Kbuild Makefile |
	grep -vxF kmod/version.h)
if grep -nF "$version" "${sources[@]}" | grep -vE '(^|[^0-9.])[0-9]+\.'"${version//./\\.}"'|'"${version//./\\.}"'\.[0-9]'; then
	echo "a copy of the version; use VSX_VERSION"
	status=1
fi
exit "$status"
