# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the checks share. To be sourced.

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$TOP" || exit 1

# files PATTERN...: those of the project, also before they are committed
files() {
	git ls-files -co --exclude-standard --deduplicate -- "$@" |
		while read -r path; do
			[ ! -e "$path" ] || echo "$path"
		done
}

# What the YNL generator writes: judged by regenerating, not by its looks
generated() {
	echo kmod/nl/gen.c
	echo kmod/nl/gen.h
	echo kmod/uapi/linux/ipvsx.h
}

# c_files ROOM...: C sources and headers that a person wrote
c_files() {
	files "${@/%//*.[ch]}" | grep -vxFf <(generated)
}

# Checkers of a recent kernel's source
linux_tools() {
	"$TOP/tests/kernels/tools.sh"
}

# make without what an outer one exported
plain_make() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s --no-print-directory "$@"
}

# The module's files that also compile in userspace: those the unit tests name
pure_files() {
	plain_make -C tests/unit -n -B build | grep -oE "$TOP/kmod/[^ ]*\.c" | sort -u
}

pure_flags() {
	echo -std=gnu11 -D_GNU_SOURCE -Itests/unit/shim -Itests/unit -Ikmod -Ikmod/uapi
}
