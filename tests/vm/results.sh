#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by run.sh: what VMs report, and what they fail to.  A VM writes to
# $work/results.N: TAP lines of a scenario between `@start NAME` and `@end`.

# shellcheck disable=SC2154  # run.sh has set: work again

# follow N PID: while VM N runs, prints what it reports, a scenario at a time,
# so that two VMs' lines do not mix.
follow()
{
	local line block=
	tail --pid="$2" --sleep-interval=0.2 -n +1 -f "$work/results.$1" |
		while IFS= read -r line; do
			case $line in
			@end) printf '%s' "$block"; block= ;;
			@*) ;;
			*) block+=$line$'\n' ;;
			esac
		done
}

reported()
{
	grep -aqh "^$1 [0-9]* - $2\( \|$\)" "$work"/results.*
}

# Counts, after the end of all VMs, the scenarios of all lists.
verdict()
{
	local number name passed=0 failed=0
	while read -r number name _; do
		if reported ok "$name"; then
			passed=$((passed + 1))
			continue
		fi
		failed=$((failed + 1))
		reported "not ok" "$name" || lost "$number" "$name"
	done < <(cat "$work"/list.*)
	echo "$passed passed, $failed failed"
	((failed == 0 && passed > 0))
}

# A scenario without a result; the one that was running tells more.
lost()
{
	local number=$1 name=$2 vm
	echo "not ok $number - $name # no result: its VM ended before"
	vm=$(grep -alx "@start $name" "$work"/results.* | sed 's/.*\.//') || true
	[[ -n $vm ]] || return 0
	echo "# it was running then; the end of $work/console.$vm.log:"
	tail -n 40 "$work/console.$vm.log" | sed 's/^/#   /'
	echo "# again: $again$name"
}
