#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Thirty thousand flows (on a slow machine nine) make the connection table grow while they come; each is then listed
# exactly once, and when they expire, they and the table's memory are gone.
# engine: ipvsx
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

each=$((SLOW > 1 ? 3000 : 10000))
all=$((3 * each))
topo
on rs1 nft -f - <<-END
	table inet t {
		chain i { type filter hook input priority 0; udp dport 53 drop; }
	}
END
vip=$(hp "$VIP" 53)
lb_service_add udp "$vip" rr
lb_dest_add udp "$vip" "$(hp "$RS1" 53)"
on dir ipvsctl service set udp "$vip" timeout-udp 3600
[[ $AF == 4 ]] && sources="10.1.0.2 10.1.0.3 10.1.0.4" || sources="fd00:1::2 fd00:1::3 fd00:1::4"
info()
{
	quiet_on dir ipvsctl -j stats | jq ".namespace.$1"
}
small=$(info table_bytes)

# While neighbours are asked for, few datagrams wait; and what one processor sends faster than another takes waits too.
on client ping -n -q -c 1 -W $((5 * SLOW)) "$VIP"
sysctl -q -w net.core.netdev_max_backlog=30000
# shellcheck disable=SC2086  # sources are words
on client peer udp-flood "$VIP" 53 $each 20000 $sources
count_is $all udp "$vip" conns
assert_eq "connections" "$(info connections)" $all
on dir ipvsctl -n conns | awk 'NR > 1 { print $4 }' >"$TMP/conns"
for source in $sources; do
	seq 20000 $((19999 + each)) | sed "s/.*/$(hp "$source" '&')/"
done | sort >"$TMP/expected"
sort "$TMP/conns" | cmp - "$TMP/expected"
big=$(info table_bytes)
trace "table: $small bytes empty, $big bytes with $all"
((big > small)) || fail "the table did not grow"

# A second datagram of each finds its connection: none is new.
# shellcheck disable=SC2086
on client peer udp-flood "$VIP" 53 $each 20000 $sources
count_is $all udp "$vip" conns
count_is $((2 * all)) udp "$vip" inpkts

on dir ipvsctl service set udp "$vip" timeout-udp 1
wait_for 60 is -eq 0 info connections
wait_for 60 is -lt "$big" info table_bytes
trace "table: $(info table_bytes) bytes after all expired"
