#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What has no place under version control: work left over, names of one
# machine or of its package mirrors, products of a build.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# finding WORDS COMMAND...: what the command prints is the finding
finding() {
	local words=$1 found

	shift
	found=$("$@" || true)
	[ -z "$found" ] || printf '%s\n%s\n' "$found" "$words"
}

mirrors() {
	# shellcheck disable=SC2016 # the field is apt's
	apt-get indextargets --format '$(REPO_URI)' 2>/dev/null |
		sed -nE 's#^[a-z+]+://([^/]+)/.*#\1#p' | sort -u |
		sed 's/\./\\./g' | paste -sd'|'
}

built() {
	files '*.ko' '*.o' '*.a' '*.so' '*.i' '*.s' '*.cpio' '*.gz' '*.xz' '*.deb' '*.qcow2'
}

grep_files() {
	git grep --untracked -nIE "$@"
}

# The brackets keep this line from finding itself.
finding "do it, or put it into an issue" \
	grep_files '\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b' -- '*.c' '*.h' '*.sh' '*.py' Makefile Kbuild
hosts=$(mirrors)
[ -z "$hosts" ] ||
	finding "names a package mirror: ask apt for it" grep_files "$hosts"
finding "a product of a build" built
