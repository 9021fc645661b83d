#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A file is one room with one job. Long files and functions raise an alarm,
# which is a note; very long ones are refused.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# KIND  PATTERN  lines that alarm  lines that are refused
limits() {
	cat <<-'END'
	*.c  600 800
	*.h  250 400
	*.sh 400 600
	*.py 400 600
	END
}

function_alarm=70
function_refuse=120

# Functions as the kernel writes them: a brace alone in the first column
function_sizes() {
	awk -v alarm="$function_alarm" -v refuse="$function_refuse" '
		FNR == 1 { start = 0 }
		/^[A-Za-z_].*\(/ && !/;/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
		/^{/ { start = FNR }
		/^}/ && start {
			lines = FNR - start - 1
			if (lines > refuse)
				printf "%s: %s() has %d lines, more than %d\n", FILENAME, name, lines, refuse
			else if (lines > alarm)
				printf "note: %s: %s() has %d lines\n", FILENAME, name, lines
			start = 0
		}' "$@"
}

file_sizes() {
	local pattern alarm refuse path lines

	while read -r pattern alarm refuse; do
		files "$pattern" | grep -vxFf <(generated) | while read -r path; do
			lines=$(wc -l <"$path")
			if [ "$lines" -gt "$refuse" ]; then
				echo "$path: $lines lines, more than $refuse"
			elif [ "$lines" -gt "$alarm" ]; then
				echo "note: $path: $lines lines"
			fi
		done
	done < <(limits)
}

file_sizes
mapfile -t sources < <(c_files kmod ipvsctl tests)
function_sizes "${sources[@]}"
