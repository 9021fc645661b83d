#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The longest time that a packet can be kept waiting while a table grows: packets come one
# by one, and a timer beside them looks how late it is, in a guest whose clock counts
# instructions. Then the same with the table at rest.
#
# What a packet can wait is the longer of the two.
#
# Config: GROWTH, connections of ipvsx; GROWTH_IPVS, of in-tree ip_vs

set -uo pipefail

# shellcheck source=tests/bench/guest/director.sh
. /t/bench/guest/director.sh

# longest WHAT: of the last run
longest()
{
	local late
	late=$(sed -n 's/^late //p' "${files[0]}")
	echo "S $1 $engine-nat udp4 $flows $((late > LONGEST ? late : LONGEST)) $LONGEST $late"
}

# stalls ENGINE FLOWS
stalls()
{
	local engine=$1 flows=$2
	director 0 "$engine" nat udp 4
	run 0 "flows=$flows" n=1000 watch=25 batch=1
	run 0 "flows=$flows" skip=1000 "n=$((flows - 1000))" watch=25 batch=1
	longest stall-growing
	echo "S grow-insn $engine-nat udp4 $TIMED $NS"
	run 0 "flows=$flows" n=100000 watch=25 batch=1
	longest stall-at-rest
	run 0 "flows=$flows" n=2000 random=1 check=1
	report 0 udp4 "$flows" "$engine-nat" check
	directors_down 0
}

load_modules
stalls ipvsx "$GROWTH"
stalls ipvs "$GROWTH_IPVS"
