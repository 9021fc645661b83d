#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Instructions per packet, on Debian's kernel, whatever else the machine does.
# Compared with baseline.json; a measure of ipvsx that has grown by more than one in
# a hundred fails, until the commit that makes it grow says so by a new baseline.
# Where things lie in memory moves a count by about as much, and a build in another
# place is enough for it: a measure fails when it has grown in each of three boots
# with other random numbers, and the baseline is the median of three. The last line
# is "N passed, N failed".
#
# Usage: tests/bench/insn.sh [--write]
#   --write   make what is measured the baseline
set -euo pipefail

# shellcheck source=tests/bench/machine.sh
. "$(dirname "$(readlink -f "$0")")/machine.sh"

judge()
{
	/usr/bin/python3 "$bench/insn.py" "$bench/baseline.json" "$out/insn.json" "$@" >"$out/insn.txt"
}

prepare stock
pack_job "${CASES:-$(cases_of insn)}" JOB=insn TABLE_BITS=20
logs=()
status=1
for seed in 1 2 3; do
	log=$out/insn-$seed.log
	SEED=$seed in_qemu "$log"
	ended_well "$log"
	logs+=("$log")
	[[ $# -eq 0 ]] || continue
	status=0
	judge "${logs[@]}" || status=$?
	((status != 0)) || break
done
if (($# > 0)); then
	status=0
	judge "$@" "${logs[@]}" || status=$?
fi
cat "$out/insn.txt"
exit "$status"
