#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel's checkpatch, strict, on the module, the command and the tests'
# C. Code is up to 110 columns wide: tables of hooks and operations read better
# on one line. What is ignored is listed with its reason.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# Everywhere
everywhere() {
	cat <<-'END'
	LONG_LINE_COMMENT      figures and tables; the width of code is checked
	UNCOMMENTED_DEFINITION the kernel-doc of the struct says what a lock protects
	TYPO_SPELLING          its list takes British spelling for an error
	CONST_STRUCT           tables of sysctl are filled at run time; compat/ says what is const
	COMPLEX_MACRO          lists of names with their words are X-macros
	MACRO_ARG_REUSE        the same
	MACRO_ARG_UNUSED       the same
	BRACKET_SPACE          the same: "X(name) [INDEX_##name] = word"
	END
}

# In programs: the kernel's types and helpers are not there
programs() {
	cat <<-'END'
	PREFER_KERNEL_TYPES            uint32_t is the C library's way
	PREFER_DEFINED_ATTRIBUTE_MACRO no such macros
	ARRAY_SIZE                     no such macro
	USE_NEGATIVE_ERRNO             errno is positive
	CAMELCASE                      names of libraries
	EMBEDDED_FUNCTION_NAME         a word of a sentence, not the function
	END
}

# In tests: libcheck's macros look like declarations, shims imitate the kernel's
tests() {
	cat <<-'END'
	LINE_SPACING                       after START_TEST() and END_TEST
	BIT_MACRO                          no such macro in userspace
	NEW_TYPEDEFS                       the kernel's own, in the shim
	UNSPECIFIED_INT                    in prototypes of the C library
	MACRO_ARG_PRECEDENCE               a member's name takes no parentheses
	QUOTED_WHITESPACE_BEFORE_NEWLINE   expected output
	END
}

ignore() {
	awk '{ print $1 }' | paste -sd,
}

# check IGNORED FILE...
check() {
	local ignored=$1

	shift
	[ $# -gt 0 ] || return 0
	perl "$tools/scripts/checkpatch.pl" --no-tree --strict --emacs \
		--max-line-length=110 --terse --show-types --no-summary -q --ignore "$ignored" -f "$@"
}

tools=$(linux_tools)
mapfile -t module < <(c_files kmod)
mapfile -t command < <(c_files ipvsctl)
mapfile -t testing < <(c_files tests)
status=0
check "$(everywhere | ignore)" "${module[@]}" || status=1
check "$({ everywhere; programs; } | ignore)" "${command[@]}" || status=1
check "$({ everywhere; programs; tests; } | ignore)" "${testing[@]}" || status=1
rm -f .checkpatch-camelcase*
exit "$status"
