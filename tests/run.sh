#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Run parts of the test suite and sum their results. A part's last line is
# "N passed, N failed"; a part that ends otherwise, or fails while it counts no
# failure, is one failure more. The last line is the sum.
#
# Usage: tests/run.sh [-j N] PART...
#   -j N               N parts at a time; the output of one comes when it ends
#   cache              fill the cache, so that no other part has to: kernels, their
#                      tools, the userland of the virtual machine
#   unit               unit tests
#   scenarios:FLAVOUR  the scenarios in a virtual machine with that kernel
#                      (tests/kernels/get.sh names them); ONLY='GLOB...' in the
#                      environment chooses among them
#   once:FLAVOUR       each of them for one family, IPv4 and IPv6 by turns, without
#                      those that say "once: no"
#   smoke:FLAVOUR      those of them that tests/vm/smoke names
#   build              the module for every kernel, W=1
#   insn               instructions per packet, against what they were
#   lint               static checks
#   dkms               the DKMS package
set -euo pipefail

TOP=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
LOG=$TOP/build/log

plain_make() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$TOP" "$@"
}

fill_cache() {
	local flavour

	for flavour in stock 6.12 7 debug; do
		"$TOP/tests/kernels/get.sh" "$flavour" >/dev/null || return 1
		echo "ok - kernel $flavour is there"
	done
	"$TOP/tests/kernels/tools.sh" >/dev/null || return 1
	echo "ok - tools of a recent kernel are there"
	"$TOP/tests/deps.sh" vm || return 1
	"$TOP/tests/vm/image.sh" >/dev/null || return 1
	echo "ok - the userland of the virtual machine is there"
	echo "6 passed, 0 failed"
}

# Two runs may share the command, so only one at a time builds it.
# scenarios FLAVOUR [OPTION OF tests/vm/run.sh]...
scenarios() {
	local flavour=$1

	shift
	"$TOP/tests/deps.sh" build vm || return 1
	(
		flock 9
		plain_make ctl
	) 9>"$LOG/ctl.lock" >"$LOG/ctl-$flavour.log" 2>&1 || {
		cat "$LOG/ctl-$flavour.log"
		return 1
	}
	"$TOP/tests/vm/run.sh" --kernel "$flavour" ${ONLY:+--only "$ONLY"} "$@"
}

run_part() {
	case $1 in
	cache) fill_cache ;;
	unit) plain_make unit ;;
	scenarios:*) scenarios "${1#*:}" ;;
	once:*) scenarios "${1#*:}" --once ;;
	smoke:*) ONLY=$(grep -v '^#' "$TOP/tests/vm/smoke" | xargs) scenarios "${1#*:}" ;;
	build) "$TOP/tests/build/matrix.sh" ;;
	insn) "$TOP/tests/bench/insn.sh" ;;
	lint) "$TOP/tests/lint/run.sh" ;;
	dkms) "$TOP/tests/build/dkms.sh" ;;
	*)
		echo "tests/run.sh: unknown part: '$1'" >&2
		return 2
		;;
	esac
}

# judge PART STATUS SECONDS: leave "PASSED FAILED SECONDS" beside the log
judge() {
	local p=0 f=0

	if [[ $(tail -n 1 "$LOG/$1.log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
		p=${BASH_REMATCH[1]}
		f=${BASH_REMATCH[2]}
	fi
	if [ "$f" -eq 0 ] && { [ "$2" -ne 0 ] || [ "$p" -eq 0 ]; }; then
		f=1
	fi
	echo "$p $f $3" >"$LOG/$1.result"
}

one_by_one() {
	local part start status

	for part in "$@"; do
		echo "== $part"
		start=$SECONDS
		status=0
		run_part "$part" </dev/null 2>&1 | tee "$LOG/$part.log" || status=$?
		judge "$part" "$status" $((SECONDS - start))
	done
}

# One part of several at a time: its output comes when it is whole
in_background() {
	local part=$1 start=$SECONDS status=0

	run_part "$part" </dev/null >"$LOG/$part.log" 2>&1 || status=$?
	judge "$part" "$status" $((SECONDS - start))
	flock 9
	echo "== $part"
	cat "$LOG/$part.log"
}

some_at_a_time() {
	local jobs=$1 part

	shift
	# Background jobs ignore an interrupt, so it is passed on.
	trap 'trap "" TERM; kill 0' INT TERM
	for part in "$@"; do
		while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
			wait -n || true
		done
		echo "-- begin $part"
		in_background "$part" 9>"$LOG/output.lock" &
	done
	wait
}

# What has not passed, once more: a log is long, and its end is what is read first.
failures() {
	local part

	for part in "$@"; do
		grep -aE '^not ok|^# cell: failed|^# *FAILED' "$LOG/$part.log" | sed "s/^/$part: /" || true
	done
}

sum() {
	local part p f s passed=0 failed=0

	echo "== all"
	failures "$@"
	for part in "$@"; do
		read -r p f s <"$LOG/$part.result"
		printf '%-16s %4d passed, %4d failed, %4d s\n' "$part" "$p" "$f" "$s"
		passed=$((passed + p))
		failed=$((failed + f))
	done
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}

jobs=1
if [ "${1-}" = -j ]; then
	jobs=$2
	shift 2
fi
if [ $# -eq 0 ]; then
	echo "usage: tests/run.sh [-j N] PART..." >&2
	exit 2
fi
mkdir -p "$LOG"
rm -f "$LOG"/*.result
if [ "$jobs" -gt 1 ]; then
	some_at_a_time "$jobs" "$@"
else
	one_by_one "$@"
fi
sum "$@"
