# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the kernel scripts share: where things are kept, how they speak, and how
# a directory of the cache is made once, whole or not at all. To be sourced.

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CACHE=${IPVSX_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ipvsx}
export TOP CACHE

note() {
	echo "tests/kernels: $*" >&2
}

die() {
	note "$*"
	exit 1
}

# run LOG COMMAND...: be silent unless the command fails
run() {
	local log=$1

	shift
	mkdir -p "$(dirname "$log")"
	if ! "$@" >"$log" 2>&1 </dev/null; then
		note "failed: $*"
		tail -n 30 "$log" >&2
		note "the whole log: $log"
		return 1
	fi
}

# make_once DIR COMMAND...: unless DIR exists, run COMMAND with the path of an
# empty directory as its last argument, and move that to DIR when it succeeds.
# Not to be called in a condition: there a failing step would pass unnoticed.
make_once() {
	local dir=$1 lock

	shift
	[ ! -d "$dir" ] || return 0
	mkdir -p "$(dirname "$dir")"
	exec {lock}>"$dir.lock"
	flock "$lock"
	if [ ! -d "$dir" ]; then
		rm -rf "$dir.part"
		mkdir "$dir.part"
		"$@" "$dir.part"
		mv "$dir.part" "$dir"
	fi
	exec {lock}>&-
}

# newest GLOB...: the last existing path in version order
newest() {
	printf '%s\n' "$@" | sort -V | while read -r path; do
		[ ! -e "$path" ] || echo "$path"
	done | tail -n 1
}

# Shell assignments, quoted: what get.sh prints
assign() {
	printf '%s=%q\n' "$@"
}
