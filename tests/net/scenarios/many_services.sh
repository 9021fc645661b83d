#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Ten thousand services, with a destination each, are added, shown whole and exactly once, and removed.
# engine: ipvsx
# limit: 240
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
awk 'BEGIN { for (i = 0; i < 10000; i++) {
	s = sprintf("10.%d.%d.%d:%d", 50 + i % 3, i / 250 % 250, i % 250 + 1, 1000 + i)
	print "service add " (i % 2 ? "tcp" : "udp"), s, "scheduler", (i % 5 ? "rr" : "wlc")
	print "dest add " (i % 2 ? "tcp" : "udp"), s, "10.2.0.11:" 2000 + i, "weight", i + 1 } }' >"$TMP/batch"
on dir ipvsctl batch "$TMP/batch"

trace "dir: ipvsctl -j -n list"
quiet_on dir ipvsctl -j -n list >"$TMP/list"
jq -r '.services[] | "\(.protocol) \(.address):\(.port)" as $s |
	"service add \($s) scheduler \(.scheduler)",
	(.destinations[] | "dest add \($s) \(.address):\(.port) weight \(.weight)")' \
	<"$TMP/list" | sort >"$TMP/got"
sort "$TMP/batch" >"$TMP/expected"
diff "$TMP/expected" "$TMP/got" | head -n 20 || true
cmp "$TMP/expected" "$TMP/got"

lb_flush
assert_eq "after the flush" "$(quiet_on dir ipvsctl -j list | jq '.services | length')" 0
