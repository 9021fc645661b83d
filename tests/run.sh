#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Run parts of the test suite one after another and sum their results. A part's
# last line is "N passed, N failed"; a part that ends otherwise, or fails while
# it counts no failure, is one failure more. The last line is the sum.
#
# Usage: tests/run.sh PART...
#   unit               unit tests
#   scenarios:FLAVOUR  the scenarios in a virtual machine with that kernel
#                      (tests/kernels/get.sh names them); ONLY='GLOB...' in the
#                      environment chooses among them
#   build              the module for every kernel, W=1
#   lint               static checks
#   dkms               the DKMS package
set -euo pipefail

TOP=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
passed=0
failed=0

run_part() {
	local make=(env -u MAKELEVEL -u MAKEFLAGS -u MFLAGS make -s -C "$TOP")

	case $1 in
	unit) "${make[@]}" unit ;;
	scenarios:*)
		"$TOP/tests/deps.sh" build vm && "${make[@]}" ctl &&
			"$TOP/tests/vm/run.sh" --kernel "${1#*:}" ${ONLY:+--only "$ONLY"}
		;;
	build) "$TOP/tests/build/matrix.sh" ;;
	lint) "$TOP/tests/lint/run.sh" ;;
	dkms) "$TOP/tests/build/dkms.sh" ;;
	*)
		echo "tests/run.sh: unknown part: '$1'" >&2
		return 2
		;;
	esac
}

# add_up STATUS LOG
add_up() {
	local result p f

	result=$(tail -n 1 "$2")
	if [[ $result =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
		p=${BASH_REMATCH[1]}
		f=${BASH_REMATCH[2]}
	else
		p=0
		f=0
	fi
	if [ "$f" -eq 0 ] && { [ "$1" -ne 0 ] || [ "$p" -eq 0 ]; }; then
		f=1
	fi
	passed=$((passed + p))
	failed=$((failed + f))
	summary+="$(printf '%-20s %4d passed, %4d failed, %4d s' "$part" "$p" "$f" \
		$((SECONDS - start)))"$'\n'
}

mkdir -p "$TOP/build/log"
summary=
for part in "$@"; do
	echo "== $part"
	log=$TOP/build/log/$part.log
	start=$SECONDS
	status=0
	run_part "$part" </dev/null 2>&1 | tee "$log" || status=$?
	add_up "$status" "$log"
done

echo "== all"
printf '%s' "$summary"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
