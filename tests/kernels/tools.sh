#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Keep the checkers and generators of a recent kernel's source in the cache:
# scripts/checkpatch.pl, scripts/spdxcheck.py, tools/docs/kernel-doc,
# tools/net/ynl/pyynl/ynl_gen_c.py and what they need. Prints the directory.
#
# The series stays the same as long as the archive has it, so that the verdicts
# and the generated files do not change by themselves.
#
# Usage: tests/kernels/tools.sh
set -euo pipefail

SERIES=7.2

here=$(dirname "$(readlink -f "$0")")
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh"
# shellcheck source-path=SCRIPTDIR source=trixie.sh
. "$here/trixie.sh"

source_package() {
	trixie_run "$CACHE/log" apt-cache search --names-only '^linux-source-7[.]' |
		cut -d' ' -f1 | sort -V |
		awk -v want="linux-source-$SERIES" '
			{ name = $0 } $0 == want { exit } END { print name }'
}

# fetch DIR
fetch() {
	local dir=$1 package tar

	trixie_ready
	package=$(source_package)
	[ -n "$package" ] || die "trixie has no sources of a kernel 7"
	note "fetching the tools of $package"
	mkdir "$dir/deb"
	run tools.log trixie_unpack "$dir/deb" "$package"
	tar=$(newest "$dir"/deb/usr/src/linux-source-*.tar.xz)
	tar -C "$dir" --strip-components=1 --wildcards -xf "$tar" \
		'*/scripts/*.pl' '*/scripts/*.txt' '*/scripts/*.py' \
		'*/scripts/const_structs.checkpatch' \
		'*/scripts/kernel-doc*' '*/tools/docs' '*/tools/lib/python' \
		'*/tools/net/ynl' '*/Documentation/netlink' \
		'*/.clang-format'
	rm -rf "$dir/deb"
	touch "$dir/READY"
}

make_once "$CACHE/linux-tools" fetch
echo "$CACHE/linux-tools"
