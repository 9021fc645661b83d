#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Time, in pairs: all cases of one kind of packet stand side by side, each in a
# namespace of its own, and short slices of them alternate, there and back, so that
# a slow moment of the machine meets all alike. ipvsx's first case stands there
# twice, the second time under the name "again": what differs there is noise.
#
# Config: ROUNDS, SLICES and PACKETS of a slice, FLOWS: numbers of flows, TABLE_BITS of
# in-tree ip_vs, KINDS: "udp4 tcp6 ..."

set -uo pipefail

# shellcheck source=tests/bench/guest/director.sh
. /t/bench/guest/director.sh

# slice N LABEL WORD...: the numbers of one
slice()
{
	local n=$1 label=$2
	shift 2
	"$@"
	echo "T $round $kind $flows $label ${names[$n]} $SENT $TIMED $NS $CALIBRATION $OUT $BAD $WHY"
}

# there_and_back I: the directors' numbers, the way back if I is odd
there_and_back()
{
	if ((${1} % 2)); then
		seq "${#names[@]}" -1 1
	else
		seq "${#names[@]}"
	fi
}

# slices LABEL COUNT WORD...: LABEL is request-... or reply-.... What has no replies
# of its own, as the floor, has requests there to be compared with.
slices()
{
	local label=$1 count=$2 i n command
	shift 2
	for ((i = 0; i < count; i++)); do
		for n in $(there_and_back "$i"); do
			command=run
			case $label:${methods[$n]} in
			reply-*:nat) command=replies ;;
			reply-*:dr | reply-*:tun) continue ;;
			esac
			slice "$n" "$label" "$command" "$n" "flows=$flows" "n=$PACKETS" warm=512 \
				"skip=$((round * 1000003 + i * PACKETS))" "$@"
		done
	done
}

# The floor counts as established from the start.
all_establish()
{
	local n
	for n in "${!names[@]}"; do
		case ${methods[$n]} in
		nat | dr | tun) establish "$n" "$proto" "${methods[$n]}" "$flows" "$round" "$kind" "$flows" "${names[$n]}" ;;
		esac
	done
}

one_round()
{
	local n
	names=() methods=() words=() files=() pids=()
	n=0
	while read -r engine method proto family name; do
		n=$((n + 1))
		names[n]=${name:-$engine-$method}
		methods[n]=$method
		director "$n" "$engine" "$method" "$proto" "$family"
		run "$n" flows=1 n=64 flags=0x02
	done
	if ((flows > 1)); then
		for n in $(there_and_back "$round"); do
			slice "$n" new run "$n" "flows=$flows" skip=1 "n=$((flows - 1))" flags=0x02
		done
	fi
	all_establish
	slices request-order "$SLICES"
	slices reply-order "$SLICES"
	if ((flows > 1)); then
		slices request-random "$SLICES" random=1
		slices reply-random "$SLICES" random=1
	fi
	directors_down "${!names[@]}"
}

# The cases of a kind: the floor, ipvsx once more, then all.
cases_of()
{
	echo "floor - $1 $2 floor"
	awk -v p="$1" -v f="$2" '$3 == p && $4 == f' /t/cases >/tmp/cases
	sed -n '/^ipvsx/ { s/$/ again/p; q }' /tmp/cases
	cat /tmp/cases
}

load_modules
for ((round = 1; round <= ROUNDS; round++)); do
	for kind in $KINDS; do
		# shellcheck disable=SC2153 # from the configuration
		for flows in $FLOWS; do
			one_round < <(cases_of "${kind%?}" "${kind: -1}")
		done
	done
done
