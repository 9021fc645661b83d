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
