#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# gcc's static analyzer over the command. Leaks are left to the sanitizer of
# the unit tests: gcc 12 takes what a list or an embedded member owns for lost.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

rm -rf build/lint/fanalyzer
env -u MAKEFLAGS -u MAKELEVEL make -s -C ipvsctl WERROR=1 \
	BUILD="$TOP/build/lint/fanalyzer" \
	CFLAGS='-O2 -fanalyzer -Wno-analyzer-malloc-leak' >/dev/null
