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

# run LOG COMMAND...: silent when all is well. When it is not, the script ends
# and shows the end of the log. COMMAND may be a function: errexit holds in it.
run() {
	local rc

	last_log=$CACHE/log/$1
	shift
	mkdir -p "$CACHE/log"
	"$@" >"$last_log" 2>&1 </dev/null
	rc=$?
	last_log=
	return "$rc"
}

show_last_log() {
	[ -z "$last_log" ] || tail -n 30 "$last_log" >&2
	[ -z "$last_log" ] || note "gave up; the whole log: $last_log"
}

last_log=
trap show_last_log EXIT

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
