#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The two reasons that are a lack of memory, each counted for just the packets it hits.
# engine: ipvsx
# kernel: debug

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

debug=/sys/kernel/debug

# fault NAME PERCENT: so many of its allocations that may not wait fail, in processes that ask for it.
fault()
{
	local dir=$debug/$1
	echo 0 >"$dir/verbose"
	echo Y >"$dir/ignore-gfp-wait"
	echo Y >"$dir/task-filter"
	echo -1 >"$dir/times"
	echo "$2" >"$dir/probability"
}

# flood PORT N BASE: N datagrams by a process of the director that asks for it, all on one processor.
flood()
{
	# shellcheck disable=SC2016  # of that shell
	on dir taskset -c 0 sh -c 'echo 1 >/proc/self/make-it-fail; exec "$@"' sh \
		peer udp-flood "$VIP" "$1" "$2" "$3" 10.1.0.1
}

topo
udp_servers 53
lb_service udp "$VIP" 53 rr
lb_service_add udp "$(hp "$VIP" 54)" rr
lb_method gue
lb_dest_add udp "$(hp "$VIP" 54)" "$(hp "$RS1" 54)"

# The route is cached, then headers cannot be made room for.
flood 54 1 20000
before=$(reason forwarded)
fault failslab 100
flood 54 10 20001
fault failslab 0
assert_eq "forwarded" "$(reason forwarded)" "$before"
assert_eq "no-memory" "$(reason no-memory)" 10

# The table cannot grow.
before=$(reason forwarded)
echo 0 >$debug/fail_page_alloc/min-order
fault fail_page_alloc 100
flood 53 600 20000
fault fail_page_alloc 0
full=$(reason connection-table-full)
((full > 300)) || fail "connection-table-full: $full"
assert_eq "all" "$((full + $(reason forwarded) - before))" 600
assert_eq "no-memory" "$(reason no-memory)" 10
