#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every file says its licence near its top. Prose, and data that a format keeps
# free of comments, fall under COPYING.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

status=0
while read -r path; do
	case $path in
	COPYING | *.md | *.json | */golden/* | tests/*/modules | tests/vm/packages) continue ;;
	esac
	if ! head -n 5 "$path" | grep -q 'SPDX-License-Identifier: '; then
		echo "$path: no SPDX-License-Identifier"
		status=1
	fi
done < <(files .)
exit "$status"
