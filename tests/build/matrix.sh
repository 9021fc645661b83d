#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Build the module for every kernel, W=1, any warning an error. Prints TAP; the
# last line is "N passed, N failed".
#
# Usage: tests/build/matrix.sh [FLAVOUR...]
set -euo pipefail

TOP=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
[ $# -gt 0 ] || set -- stock 6.12 7 debug

number=0
failed=0
mkdir -p "$TOP/build"
echo "1..$#"
for flavour in "$@"; do
	number=$((number + 1))
	if "$TOP/tests/kernels/build.sh" "$flavour" >"$TOP/build/matrix.log" 2>&1; then
		echo "ok $number - builds for $flavour"
	else
		sed 's/^/# /' "$TOP/build/matrix.log"
		echo "not ok $number - builds for $flavour"
		failed=$((failed + 1))
	fi
done
echo "$((number - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
