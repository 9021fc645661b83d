#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Nanoseconds per packet, beside in-tree ip_vs, nftables and plain forwarding, under
# User Mode Linux. Prints a table; leaves it as build/bench/time.md, with time.json and time.svg. The
# machine should have nothing else to do.
#
# Usage: tests/bench/time.sh [--short]
#   --short   two rounds of few flows: to see that it works
set -euo pipefail

# shellcheck source=tests/bench/machine.sh
. "$(dirname "$(readlink -f "$0")")/machine.sh"

# job NAME NAME=VALUE...: one boot
job()
{
	local log=$out/time.$1.log
	shift
	pack_job "$cases" JOB=time "$@"
	in_uml "$log"
	ended_well "$log"
}

rm -f "$out"/time.*.log
all=$(cases_of time)
balancers=$(grep '^ipvs' <<<"$all")
prepare uml
cases=$all
case ${1-} in
--short)
	job 20 TABLE_BITS=20 ROUNDS=2 SLICES=2 PACKETS=2000 SETS="'udp4:1 udp4:10000 tcp6:2000'"
	cases=$(grep nat <<<"$balancers")
	job 12 TABLE_BITS=12 ROUNDS=2 SLICES=2 PACKETS=500 SETS=udp4:20000
	;;
'')
	job 20 TABLE_BITS=20 ROUNDS=10 SLICES=4 PACKETS=4000 SETS="'
		udp4:1 udp4:10000 udp4:100000 udp4:1000000 udp6:1 udp6:10000 udp6:100000 udp6:1000000
		tcp4:1 tcp4:10000 tcp4:100000 tcp6:1 tcp6:10000 tcp6:100000'"
	# Its default of 12 bits makes in-tree ip_vs walk chains of hundreds.
	cases=$balancers
	job 12 TABLE_BITS=12 ROUNDS=10 SLICES=2 PACKETS=1000 SETS="'udp4:10000 udp4:100000'"
	cases=$(grep nat <<<"$balancers")
	# A new one takes it a quarter of a millisecond.
	job 12.1m TABLE_BITS=12 ROUNDS=10 SLICES=2 PACKETS=500 OPEN=no SETS=udp4:1000000
	;;
*) die "unknown option: '$1'" ;;
esac
/usr/bin/python3 -B "$bench/time.py" "$out" | tee "$out/time.md"
