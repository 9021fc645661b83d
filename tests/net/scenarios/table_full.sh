#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Who has made a namespace without rights on the machine gets 16 MiB of connections of a table there, and what it takes to
# find them. What would open one more is dropped and counted as that, known connections go on, and other namespaces have
# nothing of it.
# engine: ipvsx
# limit: 300
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

nobody()
{
	setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

# The director is its own client here, and its server a place where packets end.
within_it()
{
	local i
	ip link set lo up
	ip link add name dum0 type dummy
	for i in 1 a b c d e 100; do
		ip address add fd00::$i/64 dev dum0 nodad
	done
	ip link set dum0 up
	ipvsctl service add udp '[fd00::100]:53' timeout-udp 3600
	ipvsctl dest add udp '[fd00::100]:53' '[fd00::2]:53'
	peer udp-flood fd00::100 53 1 999 fd00::1
	peer udp-flood fd00::100 53 50000 10000 fd00::a fd00::b fd00::c fd00::d fd00::e
	ipvsctl -j stats | jq -r '.namespace | "table \(.table_bytes)\nconnections \(.connections)"'
	ipvsctl stats --reasons | awk 'NR > 1 && $1 { print "flood", $2, $1 }'
	# A full table cannot divide its regions any more; in some there is room left.
	peer udp-flood fd00::100 53 50 900 fd00::1 || true
	ipvsctl stats --reasons | awk 'NR > 1 && $1 { print "new", $2, $1 }'
	peer udp-flood fd00::100 53 1 999 fd00::1
	ipvsctl stats --reasons | awk 'NR > 1 && $1 { print "known", $2, $1 }'
}

# moved FROM TO: the counters that differ, by how much.
moved()
{
	join <(grep "^$1 " "$TMP/said" | cut -d ' ' -f 2- | sort) <(grep "^$2 " "$TMP/said" | cut -d ' ' -f 2- | sort) |
		awk '$2 != $3 { print $1, $3 - $2 }'
}

topo
nobody unshare --user --map-root-user --net bash -euc "$(declare -f within_it); within_it" >"$TMP/said" ||
	fail "$(<"$TMP/said")"
trace "$(<"$TMP/said")"
table=$(awk '$1 == "table" { print $2 }' "$TMP/said")
conns=$(awk '$1 == "connections" { print $2 }' "$TMP/said")
((table <= 18 << 20)) || fail "$table bytes of connections"
((conns > 80000 && conns < 250000)) || fail "$conns connections in $table bytes"
assert_eq "counters of the flood" "$(awk '$1 == "flood" { print $2 }' "$TMP/said" | sort | xargs)" \
	"connection-table-full forwarded"
assert_match "new connections" "$(moved flood new | xargs)" '^connection-table-full [1-9][0-9]*( forwarded [0-9]+)?$'
assert_eq "packets of new connections" "$(moved flood new | awk '{ sum += $2 } END { print sum }')" 50
assert_eq "a known one" "$(moved new known)" "forwarded 1"
lb_service udp "$VIP" 53 rr
udp_servers 53
assert_eq "elsewhere" "$(ask client "$VIP" 53 3 | tally)" "1 rs1 1 rs2 1 rs3"
