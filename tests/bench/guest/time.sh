#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Time, in pairs: all cases of one kind of packet side by side (slices.sh). ipvsx's first
# case stands there twice, the second time under the name "again": what differs there is
# noise.
#
# New connections come on top of the established ones: over all rounds together as
# many, so that what a table costs while it doubles is all in.
#
# Config: ROUNDS, SLICES and PACKETS of a slice, OPEN=no if nothing is to be opened, SETS: "udp4:1
# tcp6:100000 ...", packets and number of flows, TABLE_BITS of in-tree ip_vs

set -uo pipefail

# shellcheck source=tests/bench/guest/director.sh
. /t/bench/guest/director.sh
# shellcheck source=tests/bench/guest/slices.sh
. /t/bench/guest/slices.sh

# directors: as standard input has them
directors()
{
	local engine method proto family name n=0
	names=() methods=() words=() files=() pids=()
	while read -r engine method proto family name; do
		n=$((n + 1))
		names[n]=${name:-$engine-$method}
		methods[n]=$method
		director "$n" "$engine" "$method" "$proto" "$family"
		case $method in
		nat | dr | tun) establish "$n" "$proto" "$method" "$flows" 0 "$kind" "$flows" "${names[$n]}" ;;
		*) run "$n" "flows=$flows" n=5000 ;;
		esac
	done
}

one_round()
{
	local round=$1 opened=$((flows / ROUNDS))
	slices "$round" request-order
	slices "$round" reply-order
	((flows > 1)) || return 0
	slices "$round" request-random random=1
	slices "$round" reply-random random=1
	((opened > 256)) && [[ ${OPEN-} != no ]] || return 0
	openings "$round" "$((flows + (round - 1) * opened))" "$((opened - 256))"
}

# The cases of a kind: the floor, ipvsx once more, then all.
cases_of()
{
	echo "floor - $1 $2 floor"
	awk -v p="$1" -v f="$2" '$3 == p && $4 == f' /t/cases >/tmp/cases
	sed -n '/^ipvsx/ { s/$/ again/p; q }' /tmp/cases
	cat /tmp/cases
}

touch_memory
load_modules
for set in $SETS; do
	kind=${set%:*}
	flows=${set#*:}
	directors < <(cases_of "${kind%?}" "${kind: -1}")
	for ((round = 1; round <= ROUNDS; round++)); do
		one_round "$round"
	done
	directors_down "${!names[@]}"
done
