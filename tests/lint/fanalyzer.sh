#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# gcc's static analyzer over the command and over the module's pure files. What
# is left out: leaks, since gcc 12 takes what a list or an embedded member owns
# for lost; in pure files also uninitialized values, since it cannot tie an
# array that is filled for used slots to the test of use. The sanitizers of the
# unit tests watch both.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

analyze="-O2 -fanalyzer -Wno-analyzer-malloc-leak"

rm -rf build/lint/fanalyzer
plain_make -C ipvsctl WERROR=1 BUILD="$TOP/build/lint/fanalyzer" \
	CFLAGS="$analyze" >/dev/null

read -ra flags <<<"$(pure_flags) $analyze"
pure_files | while read -r path; do
	gcc "${flags[@]}" -Wall -Werror -Wno-analyzer-use-of-uninitialized-value \
		-c -o build/lint/fanalyzer/pure.o "$path"
done
