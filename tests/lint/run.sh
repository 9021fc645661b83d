#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Run the static checks beside this file, one check a file: silent and zero is
# well, anything else is a finding. Lines that begin with "note:" are shown and
# judged no further. Prints TAP; the last line is "N passed, N failed".
#
# Usage: tests/lint/run.sh [NAME...]
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
# shellcheck source=tests/lint/lib.sh
. "$here/lib.sh"

names() {
	local file

	for file in "$here"/*.sh; do
		file=$(basename "$file" .sh)
		case $file in run | lib) ;; *) echo "$file" ;; esac
	done
}

passed=0
failed=0
# What fills the cache speaks, so it is done before a check would be blamed.
"$TOP/tests/deps.sh" lint
"$TOP/tests/kernels/tools.sh" >/dev/null
"$TOP/tests/kernels/get.sh" stock >/dev/null
mkdir -p "$TOP/build/lint"
# shellcheck disable=SC2046 # names are words
[ $# -gt 0 ] || set -- $(names)
echo "1..$#"
for name in "$@"; do
	log=$TOP/build/lint/$name.log
	status=0
	"$here/$name.sh" >"$log" 2>&1 </dev/null || status=$?
	sed 's/^/# /' "$log"
	if [ "$status" -eq 0 ] && ! grep -qv '^note:' "$log"; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $name"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $name"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
