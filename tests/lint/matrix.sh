#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The table of tests/net/matrix leaves nothing out: every method with every family and
# protocol has its row, every row a word for each aspect, every letter its reason, and
# what the table calls a cell is a function that a scenario runs.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

table=tests/net/matrix

rows() {
	grep -v '^#' "$table" | grep -v '^[a-z]: ' | grep .
}

aspects() {
	sed -n 's/^# method family proto *//p' "$table" | tr -s ' ' '\n'
}

expected_rows() {
	local method family proto families

	for method in nat dr local ipip gre gue; do
		families="4 6"
		case $method in ipip | gre | gue) families+=" 4in6 6in4" ;; esac
		for family in $families; do
			for proto in tcp udp sctp; do
				echo "$method $family $proto"
			done
		done
	done
}

complete() {
	diff <(expected_rows | sort) <(rows | awk '{ print $1, $2, $3 }' | sort) |
		sed -n "s|^< |$table: no row: |p; s|^> |$table: a row too many: |p"
	rows | awk -v n="$(aspects | wc -l)" -v table="$table" '
		NF != n + 3 { print table ": not a word for each aspect: " $1, $2, $3 }'
}

reasons() {
	diff <(rows | awk '{ for (i = 4; i <= NF; i++) if ($i != "+") print $i }' | sort -u) \
		<(sed -n 's/^\([a-z]\): ..*/\1/p' "$table" | sort) |
		sed -n "s|^< |$table: no reason is given: |p; s|^> |$table: a reason of nothing: |p"
}

run_by() {
	local word script

	for word in $(aspects); do
		grep -q "^cell_${word//-/_}()" tests/net/matrix.sh ||
			echo "tests/net/matrix.sh: no function for cells of $word"
	done
	for word in $(rows | awk '{ print $1 }' | sort -u); do
		script=tests/net/scenarios/matrix_$word.sh
		if ! grep -qx '# families: 4 6' "$script" || ! grep -qx "matrix $word" "$script"; then
			echo "$script: does not run the cells of $word, for both families"
		fi
	done
}

complete
reasons
run_by
