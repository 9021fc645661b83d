#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# clang-tidy's bug patterns and clang's analyzer over the command, with the
# flags it is built with. What is left out is listed with its reason.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

left_out() {
	cat <<-'END'
	bugprone-easily-swappable-parameters a matter of taste
	bugprone-sizeof-expression           arrays of pointers are meant
	bugprone-suspicious-string-compare   "if (strcmp())" is a habit of this code
	clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling no C library has Annex K
	clang-analyzer-valist.Uninitialized  wrong about va_start in clang 14
	END
}

flags() {
	# shellcheck disable=SC2016 # expanded by make
	env -u MAKEFLAGS -u MAKELEVEL make -s -C ipvsctl --no-print-directory \
		--eval 'flags: ; @echo $(CTL_CPPFLAGS) $(CTL_CFLAGS) $(LIB_CFLAGS)' flags
}

checks='-*,bugprone-*,clang-analyzer-*'
checks+=$(left_out | awk '{ printf ",-%s", $1 }')
mapfile -t sources < <(files 'ipvsctl/*.c')
read -ra options < <(flags)
log=build/lint/clang-tidy.out
if ! clang-tidy --quiet --checks="$checks" --warnings-as-errors='*' \
	"${sources[@]}" -- "${options[@]}" >"$log" 2>&1; then
	grep -vE '^[0-9]+ warnings? (generated|treated)|^Suppressed' "$log"
	exit 1
fi
