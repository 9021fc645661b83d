# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the jobs that take time, after director.sh: directors stand side by side, and
# short slices of each alternate, there and back, so that a slow moment of the machine
# meets all alike. Of each slice the packets that come before the timed ones are looked
# at where they leave.
#
# kind and flows name the lines; SLICES and PACKETS are of the configuration.

kind='' flows=''   # set before slices are taken
names=()        # of each director, by its number
methods=()
turn=()

# slice ROUND N LABEL COMMAND WORD...: the numbers of one
slice()
{
	local round=$1 n=$2 label=$3 command=$4
	shift 4
	"$command" "$n" warm=256 check=2 "$@"
	echo "T $round $kind $flows $label ${names[$n]} $SENT $TIMED $NS $CALIBRATION $OUT $BAD $WHY"
}

# there_and_back I: the directors' numbers in turn, the way back if I is odd
there_and_back()
{
	local i last=${#names[@]}
	turn=()
	for ((i = 1; i <= last; i++)); do
		turn+=("$((${1} % 2 ? last + 1 - i : i))")
	done
}

# slices ROUND LABEL WORD...: LABEL is request-... or reply-.... Where replies do not come past they
# are left out; what has none, as the floor, has requests there to be compared with.
slices()
{
	local round=$1 label=$2 i n command
	shift 2
	for ((i = 0; i < SLICES; i++)); do
		there_and_back $((round + i))
		for n in "${turn[@]}"; do
			command=run
			case $label:${methods[$n]} in
			reply-*:nat | reply-*:pass) command=replies ;;
			reply-*:dr | reply-*:tun) continue ;;
			esac
			slice "$round" "$n" "$label" "$command" "flows=$flows" "n=$PACKETS" \
				"skip=$((round * 1000003 + i * PACKETS))" "$@"
		done
	done
}

# in_turn ROUND LABEL FIRST COUNT WORD...: a packet of each connection from FIRST to FIRST + COUNT + 255
in_turn()
{
	local round=$1 label=$2 first=$3 count=$4 n
	shift 4
	there_and_back "$round"
	for n in "${turn[@]}"; do
		slice "$round" "$n" "$label" run "flows=$((first + count + 256))" "skip=$first" "n=$count" "$@"
	done
}

# openings ROUND FIRST COUNT WORD...: these connections are new to all
openings()
{
	in_turn "$1" new "${@:2}" flags=0x02
}
