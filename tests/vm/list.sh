#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by run.sh: which scenarios a run consists of.
#
# A scenario says in its header, in lines `# key: words`:
#   engine: both|ipvsx   whether in-tree ip_vs can run it too (default ipvsx)
#   families: 4 6        run once for each; the second is called NAME6
#   kernel: debug        only on the debug kernel (default: on all)
#   limit: SECONDS       time for one run on a stock kernel (default 60)

# shellcheck disable=SC2154  # run.sh has set: top lb kernel only mode

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
	local script base family name
	for script in "$top"/tests/net/scenarios/*.sh; do
		base=$(basename "$script" .sh)
		[[ $lb == ipvsx || $(header "$script" engine ipvsx) == both ]] || continue
		[[ $kernel == debug || $(header "$script" kernel any) != debug ]] || continue
		for family in $(header "$script" families 4); do
			name=$base
			[[ $family == 4 ]] || name=${base}6
			selected "$name" || continue
			echo "$name scenarios/$base.sh $family $(header "$script" limit 60)"
		done
	done
	if [[ $kernel == debug && $mode == run && $lb == ipvsx ]] && selected kmemleak; then
		echo "kmemleak - - 300"
	fi
}
