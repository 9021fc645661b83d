#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The module's kernel-doc comments are complete and agree with the code.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

tools=$(linux_tools)
mapfile -t sources < <(c_files kmod)
/usr/bin/python3 "$tools/tools/docs/kernel-doc" -none -Wall -Werror "${sources[@]}"
