#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Round robin begins anywhere: of twenty services with the same servers not all send their first connection to
# the same one, as a fleet of directors would.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
for port in {1000..1019}; do
	echo "service add tcp $(hp "$VIP" "$port") scheduler rr"
	for rs in "$RS1" "$RS2" "$RS3"; do
		echo "dest add tcp $(hp "$VIP" "$port") $(hp "$rs" 80)"
	done
done >"$TMP/commands"
on dir ipvsctl batch "$TMP/commands"
for port in {1000..1019}; do
	dial client "$VIP" "$port" 1
done >"$TMP/firsts"
assert_eq "first connections" "$(lines "$TMP/firsts")" 20
# All at one server is chance once in 3^19 times.
[[ $(sort -u "$TMP/firsts" | wc -l) -gt 1 ]] || fail "all begin at $(head -n 1 "$TMP/firsts")"
