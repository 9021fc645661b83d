#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# One case, established, run after run for as long as the host looks on. Config:
# WAY, run (requests) or replies, or open: each packet a new connection.

set -uo pipefail

# shellcheck source=tests/bench/guest/director.sh
. /t/bench/guest/director.sh

load_modules
words=()
files=()
read -r engine method proto family flows </t/cases
director 0 "$engine" "$method" "$proto" "$family"
case $WAY:$method in
open:*) run 0 flows=1 n=1 flags=0x02 ;;
*:pass | *:wall | *:drop) run 0 flows=1 n=64 ;;
*)
	run 0 "flows=$flows" "n=$flows" flags=0x02
	establish 0 "$proto" "$method" "$flows"
	;;
esac
awk '$2 ~ /^[tTwW]$/ { print "K", $1, $3 }' /proc/kallsyms
echo "@profile"
for ((i = 0; i < 100000; i++)); do
	case $WAY in
	open) run 0 flows=4000000 "skip=$((i * 20000 + 1))" n=20000 flags=0x02 ;;
	*) "$WAY" 0 "flows=$flows" n=20000 random=1 "skip=$i" ;;
	esac
done
