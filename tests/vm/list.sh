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
#   limit: SECONDS       time for one run on a stock kernel (default 60)

# With --both only those that in-tree ip_vs can run too are run.  With --once a scenario
# of two families runs for one of them, the next such for the other.

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

# One line each: name, script, family, limit.
scenarios()
{
	local script base family name turn=0
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
		for family in "${families[@]}"; do
			name=$base
			[[ $family == 4 ]] || name=${base}6
			selected "$name" || continue
			echo "$name scenarios/$base.sh $family $(header "$script" limit 60)"
		done
	done
}

# Deals the scenarios to VMs, numbered: DIRECTORY/list.1, list.2 ...  The one with the
# longest limit first, each to the VM with the least to do.  On the debug kernel the
# last thing each VM does is to look for leaks.
deal()
{
	local dir=$1 number n
	scenarios | cat -n >"$dir/scenarios"
	number=$(wc -l <"$dir/scenarios")
	sort -s -k 5nr "$dir/scenarios" | awk -v jobs="$jobs" -v dir="$dir" '{
		least = 1
		for (n = 2; n <= jobs; n++)
			if (sum[n] < sum[least])
				least = n
		sum[least] += $5
		print $1, $2, $3, $4, $5 | ("sort -n >" dir "/list." least)
	}'
	if [[ $kernel == debug && $lb == ipvsx ]] && selected kmemleak; then
		for ((n = 1; n <= jobs; n++)); do
			((n == 1)) || [[ -s $dir/list.$n ]] || break
			number=$((number + 1))
			echo "$number kmemleak${n#1} - - 300" >>"$dir/list.$n"
		done
	fi
	((number > 0)) || die "no scenario is named '$only'"
}
