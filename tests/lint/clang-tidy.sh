#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# clang-tidy's bug patterns and clang's analyzer, over the command with the
# flags it is built with, and over the module's pure files with those of the
# unit tests. What is left out is listed with its reason.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

everywhere() {
	cat <<-'END'
	bugprone-easily-swappable-parameters a matter of taste
	bugprone-sizeof-expression           arrays of pointers are meant
	bugprone-suspicious-string-compare   "if (strcmp())" is a habit of this code
	clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling no C library has Annex K
	clang-analyzer-valist.Uninitialized  wrong about va_start in clang 14
	END
}

in_pure_files() {
	cat <<-'END'
	bugprone-narrowing-conversions            an atomic word is signed, its content is not
	bugprone-reserved-identifier              names with two underscores are the kernel's habit
	clang-analyzer-core.uninitialized.Assign  cannot tie an array filled for used slots to the test of use
	clang-analyzer-core.DivideZero            a snapshot without servers is never asked
	END
}

command_flags() {
	# shellcheck disable=SC2016 # expanded by make
	plain_make -C ipvsctl --eval \
		'flags: ; @echo $(CTL_CPPFLAGS) $(CTL_CFLAGS) $(LIB_CFLAGS)' flags
}

# tidy LEFT-OUT FLAGS FILE...
tidy() {
	local checks flags log=build/lint/clang-tidy.out

	checks="-*,bugprone-*,clang-analyzer-*$(awk '{ printf ",-%s", $1 }' <<<"$1")"
	read -ra flags <<<"$2"
	shift 2
	clang-tidy --quiet --checks="$checks" --warnings-as-errors='*' "$@" -- \
		"${flags[@]}" >"$log" 2>&1 || {
		grep -vE '^[0-9]+ warnings? (generated|treated)|^Suppressed' "$log"
		return 1
	}
}

mapfile -t command < <(files 'ipvsctl/*.c')
mapfile -t pure < <(pure_files)
status=0
tidy "$(everywhere)" "$(command_flags)" "${command[@]}" || status=1
tidy "$(everywhere; in_pure_files)" "$(pure_flags)" "${pure[@]}" || status=1
exit "$status"
