#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by run.sh: which scenarios a run consists of.
#
# A scenario says in its header, in lines `# key: words`:
#   engine: both|ipvsx   whether in-tree ip_vs can run it too (default ipvsx)
#   families: 4 6        run once for each; the second is called NAME6
#   kernel: debug        only on the debug kernel (default: on all)
#   once: no             not where a run has each scenario for one family only
#   leaks: yes           on the debug kernel, in the VM that looks for leaks
#   limit: SECONDS       what one run takes at most on a stock kernel (default 60); may reckon with $MUTATE

# With --both only those that in-tree ip_vs can run too are run.  With --once a scenario
# of two families runs for one of them, the next such for the other.  Of the VMs of the debug
# kernel the first looks for leaks, which takes half of its speed.

# shellcheck disable=SC2154  # run.sh has set: top lb kernel only jobs once both

header()
{
	local script=$1 key=$2 default=$3 words
	words=$(sed -n "s/^# $key: //p" "$script" | head -n 1)
	echo "${words:-$default}"
}

selected()
{
	local name=$1 glob
	set -f
	for glob in $only; do
		# shellcheck disable=SC2053  # a pattern is what it is
		[[ $name == $glob ]] && { set +f; return 0; }
	done
	set +f
	return 1
}

# One line each: name, script, family, limit, whether leaks are to be looked for.
scenarios()
{
	local script base family name leaks turn=0
	local -a families
	for script in "$top"/tests/net/scenarios/*.sh; do
		base=$(basename "$script" .sh)
		[[ $lb == ipvsx && -z $both || $(header "$script" engine ipvsx) == both ]] || continue
		[[ $kernel == debug || $(header "$script" kernel any) != debug ]] || continue
		read -ra families < <(header "$script" families 4)
		if [[ -n $once ]] && ((${#families[@]} > 1)); then
			families=("${families[turn++ % 2]}")
		fi
		[[ -z $once || $(header "$script" once yes) == yes ]] || continue
		leaks=$(header "$script" leaks no)
		for family in "${families[@]}"; do
			name=$base
			[[ $family == 4 ]] || name=${base}6
			selected "$name" || continue
			echo "$name scenarios/$base.sh $family $(($(header "$script" limit 60))) $leaks"
		done
	done
}

# looks_for_leaks N: that VM, at its end.
looks_for_leaks()
{
	[[ $kernel == debug && $lb == ipvsx && $1 == 1 ]]
}

# Deals the scenarios to VMs, numbered: DIRECTORY/list.1, list.2 ...  The one with the
# longest limit first, each to the VM that is then done first.
deal()
{
	local dir=$1 number first=1
	! looks_for_leaks 1 || first=2
	scenarios | cat -n >"$dir/scenarios"
	number=$(wc -l <"$dir/scenarios")
	sort -s -k 5nr "$dir/scenarios" | awk -v jobs="$jobs" -v first="$first" -v dir="$dir" '
	function cost(n) {
		return $5 * (n == 1 ? first : 1)
	}
	{
		best = 1
		for (n = 2; n <= jobs && !(first == 2 && $6 == "yes"); n++)
			if (busy[n] + cost(n) < busy[best] + cost(best))
				best = n
		busy[best] += cost(best)
		print $1, $2, $3, $4, $5 | ("sort -n >" dir "/list." best)
	}'
	if looks_for_leaks 1 && selected kmemleak; then
		number=$((number + 1))
		echo "$number kmemleak - - 300" >>"$dir/list.1"
	fi
	((number > 0)) || die "no scenario is named '$only'"
}
