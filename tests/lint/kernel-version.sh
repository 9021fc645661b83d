#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The module is written for the newest kernel; older ones are the business of
# kmod/compat alone.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

mapfile -t sources < <(c_files kmod | grep -v '^kmod/compat/')
if grep -nE 'LINUX_VERSION_CODE|KERNEL_VERSION *\(|<linux/version\.h>' "${sources[@]}" /dev/null; then
	echo "tests of the kernel's version belong in kmod/compat"
	exit 1
fi
