#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Run unit test programs (libcheck) from build/unit and sum their results. A
# program that ends without libcheck's summary, or reports anything through a
# sanitizer, counts as one failure more. Last line: N passed, N failed.
#
# Usage: tests/unit/run.sh SUITE...
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
BUILD=$(readlink -f "$here/../../build/unit")
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
export CK_VERBOSITY=normal
passed=0
failed=0

# add_up STATUS LOG: from libcheck's "100%: Checks: 3, Failures: 0, Errors: 0"
add_up() {
	local checks=0 bad=0

	if [[ $(grep -E '^[0-9]+%: Checks: ' "$2" | tail -n 1) =~ \
	Checks:\ ([0-9]+),\ Failures:\ ([0-9]+),\ Errors:\ ([0-9]+) ]]; then
		checks=${BASH_REMATCH[1]}
		bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
	fi
	passed=$((passed + checks - bad))
	if [ "$bad" -eq 0 ] && { [ "$1" -ne 0 ] || [ "$checks" -eq 0 ]; }; then
		bad=1
	fi
	failed=$((failed + bad))
	printf 'unit %-14s %3d checks, %d failed, %d s\n' "$3" "$checks" "$bad" \
		$((SECONDS - start))
}

main() {
	local suite log status start

	for suite in "$@"; do
		log=$BUILD/$suite.log
		status=0
		start=$SECONDS
		"$BUILD/$suite" >"$log" 2>&1 </dev/null || status=$?
		grep '^# ' "$log" || true
		add_up "$status" "$log" "$suite"
		[ "$status" -eq 0 ] || sed 's/^/    /' "$log"
	done
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}

if [ $# -eq 0 ]; then
	echo "usage: tests/unit/run.sh SUITE..." >&2
	exit 2
fi
main "$@"
