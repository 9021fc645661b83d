#!/bin/bash
# once: no
# SPDX-License-Identifier: GPL-2.0-only
# once: no
#
# once: no
# Round robin begins anywhere: of twenty services with the same servers not all send their first connection to
# once: no
# the same one, as a fleet of directors would.
# once: no

# once: no
# shellcheck source=tests/net/lib.sh
# once: no
. "$(dirname "$0")/../lib.sh"
# once: no

# once: no
topo
# once: no
tcp_servers 80
# once: no
for port in {1000..1019}; do
# once: no
	echo "service add tcp $(hp "$VIP" "$port") scheduler rr"
# once: no
	for rs in "$RS1" "$RS2" "$RS3"; do
# once: no
		echo "dest add tcp $(hp "$VIP" "$port") $(hp "$rs" 80)"
# once: no
	done
# once: no
done >"$TMP/commands"
# once: no
on dir ipvsctl batch "$TMP/commands"
# once: no
for port in {1000..1019}; do
# once: no
	dial client "$VIP" "$port" 1
# once: no
done >"$TMP/firsts"
# once: no
assert_eq "first connections" "$(lines "$TMP/firsts")" 20
# once: no
# All at one server is chance once in 3^19 times.
# once: no
[[ $(sort -u "$TMP/firsts" | wc -l) -gt 1 ]] || fail "all begin at $(head -n 1 "$TMP/firsts")"
# once: no
