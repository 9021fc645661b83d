#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the scenarios that in-tree ip_vs can run too on both load balancers, and shows
# what each made of them; of the scenarios matrix_*, of each cell.  A difference has to
# be a decision: a row of the table in Documentation/migrating-from-ipvs.md, under the
# heading below.  One without a row fails, as does a row that no difference is behind.
# The last line is `N passed, N failed`.
#
# Usage: [ONLY='GLOB...'] oracle.sh

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
log=$top/build/log
document=$top/Documentation/migrating-from-ipvs.md
heading="## What the oracle shows"
passed=0 failed=0

run()
{
	"$here/run.sh" --kernel stock --lb "$1" --both --time-limit 2400 ${ONLY:+--only "$ONLY"} \
		>"$log/oracle.$1.log" || true
	tail -n 1 "$log/oracle.$1.log" | sed "s/^/# $1: /"
}

# verdicts LB: lines "NAME:ok" and "NAME:failed".  A scenario of cells is judged by them, unless they
# do not explain its failure.
verdicts()
{
	awk '
		/^# cell: / { cells = 1; bad += $3 == "failed"; print $4 " " $5 " " $6 " " $7 ":" $3 }
		/^(not )?ok [0-9]/ {
			verdict = $1 == "ok" ? "ok" : "failed"
			name = $0; sub(/^(not )?ok [0-9]+ - /, "", name); sub(/ #.*/, "", name)
			if (!cells || (verdict == "failed" && !bad))
				print name ":" verdict
			cells = bad = 0
		}' "$log/oracle.$1.log"
}

# The decisions: lines "PATTERN<tab>TEXT".
decisions()
{
	awk -v heading="$heading" '
		/^## / { mine = $0 == heading }
		mine && /^\| `/ { split($0, c, " *\\| *"); gsub(/`/, "", c[2]); print c[2] "\t" c[3] "; here: " c[4] }
		' "$document"
}

# decided NAME: prints the decision that a difference is behind, and notes its use.  A scenario's row is for
# both families.
decided()
{
	local name=$1 pattern text
	while IFS=$'\t' read -r pattern text; do
		# shellcheck disable=SC2053  # a pattern is what it is
		if [[ $name == $pattern || $name == ${pattern}6 ]]; then
			echo "$pattern" >>"$log/oracle.used"
			echo "$text"
			return
		fi
	done < <(decisions)
	return 1
}

judge()
{
	local name=$1 ours=$2 theirs=$3 text=
	if [[ $ours == ok && $theirs == ok ]]; then
		passed=$((passed + 1))
	elif [[ $ours == "$theirs" ]]; then
		failed=$((failed + 1)) text="NEITHER PASSES"
	elif [[ $ours != none && $theirs != none ]] && text=$(decided "$name"); then
		passed=$((passed + 1))
	else
		failed=$((failed + 1)) text="NO DECISION IS WRITTEN DOWN"
	fi
	printf '%-8s %-8s %-34s %s\n' "$ours" "$theirs" "$name" "$text"
}

compare()
{
	local name verdict
	declare -A ours theirs
	while IFS=: read -r name verdict; do ours[$name]=$verdict; done < <(verdicts ipvsx)
	while IFS=: read -r name verdict; do theirs[$name]=$verdict; done < <(verdicts ipvs)
	printf '%-8s %-8s %s\n' ipvsx ip_vs ""
	while read -r name; do
		judge "$name" "${ours[$name]-none}" "${theirs[$name]-none}"
	done < <(printf '%s\n' "${!ours[@]}" "${!theirs[@]}" | sort -u)
}

# Only if everything has run is a row without a difference a wrong one.
stale()
{
	local pattern
	[[ -z ${ONLY-} ]] || return 0
	while IFS=$'\t' read -r pattern _; do
		grep -qxF -- "$pattern" "$log/oracle.used" && continue
		echo "$document: no difference any more: $pattern"
		failed=$((failed + 1))
	done < <(decisions)
}

mkdir -p "$log"
: >"$log/oracle.used"
run ipvsx
run ipvs
compare
stale
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
