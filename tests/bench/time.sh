#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Nanoseconds per packet, beside in-tree ip_vs, nftables and plain forwarding, under
# User Mode Linux. Prints a table; leaves build/bench/time.json and time.svg. The
# machine should have nothing else to do.
#
# Usage: tests/bench/time.sh [--short]
#   --short   two rounds of one kind of packet: to see that it works
set -euo pipefail

# shellcheck source=tests/bench/machine.sh
. "$(dirname "$(readlink -f "$0")")/machine.sh"

# job LOG NAME=VALUE...
job()
{
	local log=$1
	shift
	pack_job "$cases" JOB=time "$@"
	in_uml "$log"
	ended_well "$log"
}

cases=${CASES:-$(cases_of time)}
prepare uml
case ${1-} in
--short)
	job "$out/time.20.log" TABLE_BITS=20 ROUNDS=2 SLICES=4 PACKETS=5000 KINDS=udp4 FLOWS="'1 10000'"
	/usr/bin/python3 "$bench/time.py" "$out" "$out/time.20.log"
	;;
'')
	job "$out/time.20.log" TABLE_BITS=20 ROUNDS="${ROUNDS:-10}" SLICES=8 PACKETS=5000 \
		KINDS="'${KINDS:-udp4 udp6 tcp4 tcp6}'" FLOWS="'${FLOWS:-1 10000 100000}'"
	job "$out/time.1m.log" TABLE_BITS=20 ROUNDS="${ROUNDS:-10}" SLICES=8 PACKETS=5000 \
		KINDS=udp4 FLOWS=1000000
	# Its default of 12 bits makes in-tree ip_vs walk chains of hundreds.
	cases=$(grep -E '^ *(ipvsx|ipvs) nat udp 4' <<<"$cases")
	job "$out/time.12.log" TABLE_BITS=12 ROUNDS=3 SLICES=4 PACKETS=2000 KINDS=udp4 \
		FLOWS="'100000 1000000'"
	/usr/bin/python3 "$bench/time.py" "$out" "$out/time.20.log" "$out/time.1m.log" \
		"$out/time.12.log"
	;;
*) die "unknown option: '$1'" ;;
esac
