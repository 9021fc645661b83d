#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Counts of instructions: each case by itself, in a guest whose clock counts them.
# For each measure the least of three runs of the same packets: what is above is a
# timer's tick, or the first packet that a connection has in a second.

set -uo pipefail

# shellcheck source=tests/bench/guest/director.sh
. /t/bench/guest/director.sh

# least LABEL COMMAND...: of three runs
least()
{
	local label=$1 best="" i
	shift
	for ((i = 0; i < 3; i++)); do
		"$@" skip=7919
		if [[ -z $best ]] || ((NS < best)); then
			best=$NS
			line=$(report "$case" "$label")
		fi
	done
	echo "$line"
}

measure()
{
	local method=$1 proto=$2 flows=$3 n=10000
	run 0 flows=1 n=1 "flags=0x02"
	establish 0 "$proto" "$method" 1 "$case"
	least request-1 run 0 flows=1 "n=$n" warm=1024
	[[ $method != nat ]] || least reply-1 replies 0 flows=1 "n=$n" warm=1024
	((flows > 1)) || return 0
	run 0 "flows=$flows" skip=1 "n=$((flows - 1))" flags=0x02
	report "$case" new
	establish 0 "$proto" "$method" "$flows" "$case"
	least request-many run 0 "flows=$flows" "n=$n" warm=1024 random=1
	[[ $method != nat ]] || least reply-many replies 0 "flows=$flows" "n=$n" warm=1024 random=1
}

plain()
{
	run 0 flows=1 n=64
	# Each of an address of its own: which of them share cells with one of a service's is chance.
	least request-1 run 0 flows=10000 ports=1 n=10000 warm=1024
	run 0 "flows=1000" n=1000 "check=$((words_expect))"
	report "$case" request-check
}

load_modules
words=()
files=()
while read -r engine method proto family flows; do
	case=$engine-$method-$proto$family
	case=${case/---/-}
	director 0 "$engine" "$method" "$proto" "$family"
	case $method in
	nat | dr | tun) measure "$method" "$proto" "$flows" ;;
	*)
		words_expect=1
		[[ ${words[0]} != *expect=0* ]] || words_expect=0
		plain
		;;
	esac
	directors_down 0
done </t/cases
