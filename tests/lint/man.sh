#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Manual pages format without a warning.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

mapfile -t pages < <(files '*/man/*.[1-8]')
[ ${#pages[@]} -eq 0 ] || groff -man -Tutf8 -ww -z "${pages[@]}"
