#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What many connections, servers and services cost, beside in-tree ip_vs: memory, time of
# packets and commands, processor time at rest, under User Mode Linux; and on Debian's kernel, in
# instructions, what choosing a server costs, and the longest time that a packet is kept waiting while a table grows.
# Prints tables; leaves them as build/bench/scale.md, with scale.json. Takes a quarter of an hour and 10 GiB.
#
# Usage: tests/bench/scale.sh [--short]
#   --short   small numbers: to see that it works
# PARTS='choice ...' in the environment: these only, of stall memory lookup growth choice services
set -euo pipefail

# shellcheck source=tests/bench/machine.sh
. "$(dirname "$(readlink -f "$0")")/machine.sh"

# 10 million connections of in-tree ip_vs need 4 GiB.
tables="1000 10000 100000 1000000 10000000"
if (($(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo) < 13000000)); then
	echo "less than 13 GB free: no table of 10 million connections" >&2
	tables=${tables% *}
fi

case ${1-} in
--short)
	growth=(GROWTH=20000 GROWTH_IPVS=10000)
	choice=(ROUNDS=1 CHOICES=200 "SERVERS_LIST='10 100'")
	scale=(ROUNDS=2 SLICES=2 PACKETS=1000 MANY=50000 "TABLES='1000 10000'" GROWTH=50000
		"SERVICES_LIST='10 1000'" IDLE=1000)
	;;
'')
	growth=(GROWTH=4000000 GROWTH_IPVS=500000)
	choice=(ROUNDS=2 CHOICES=1000 "SERVERS_LIST='10 100 1000 10000'")
	scale=(ROUNDS=5 SLICES=4 PACKETS=2000 MANY=1000000 "TABLES='$tables'" GROWTH=4000000
		"SERVICES_LIST='10 10000 100000'" IDLE=10000)
	;;
*) die "unknown option: '$1'" ;;
esac
parts=${PARTS:-stall memory lookup growth choice services}

# wanted PART: is it to be measured?
wanted()
{
	[[ " $parts " == *" $1 "* ]]
}

# in_instructions PART NAME=VALUE...: on Debian's kernel, the job of that part
in_instructions()
{
	local log=$out/scale.$1.log
	: >"$log"
	wanted "$1" || return 0
	prepare stock
	pack_job "" "${@:2}"
	in_qemu "$log"
	ended_well "$log"
	exec {lock}>&-
}

mkdir -p "$out"
: >"$out/scale.log"
in_instructions stall JOB=growth TABLE_BITS=20 "${growth[@]}"
in_instructions choice JOB=scale TABLE_BITS=16 IDLE=0 PARTS=choice "${choice[@]}"
rest=" $parts "
rest=${rest/ stall / }
rest=${rest/ choice / }
if [[ $rest == *[a-z]* ]]; then
	prepare uml
	pack_job "" JOB=scale TABLE_BITS=20 "${scale[@]}" "PARTS='$rest'"
	MEMORY=10G in_uml "$out/scale.log"
	ended_well "$out/scale.log"
fi
/usr/bin/python3 -B "$bench/scale.py" "$out" | tee "$out/scale.md"
