#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Instructions per packet, on Debian's kernel: deterministic, whatever else the
# machine does. Compared with baseline.json; a measure of ipvsx that has grown by
# more than one in a hundred fails, until the commit that makes it grow says so by
# a new baseline. The last line is "N passed, N failed".
#
# Usage: tests/bench/insn.sh [--write]
#   --write   make what is measured the baseline
set -euo pipefail

# shellcheck source=tests/bench/machine.sh
. "$(dirname "$(readlink -f "$0")")/machine.sh"

prepare stock
pack_job "${CASES:-$(cases_of insn)}" JOB=insn TABLE_BITS=20
in_qemu "$out/insn.log"
ended_well "$out/insn.log"
exec /usr/bin/python3 "$bench/insn.py" "$out/insn.log" "$bench/baseline.json" "$out/insn.json" "$@"
