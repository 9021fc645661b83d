#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every shell script, found by name or by first line, is clean. SC1091 is left
# out: paths of the guest cannot be followed here.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

scripts() {
	files '*.sh'
	files . | while read -r path; do
		case $path in *.sh) continue ;; esac
		if head -n 1 "$path" | grep -qaE '^#!.*\b(ba|da|)sh\b|^# shellcheck shell='; then
			echo "$path"
		fi
	done
}

mapfile -t found < <(scripts)
shellcheck -x -e SC1091 -P "$TOP" -P SCRIPTDIR "${found[@]}"
