#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Scheduler, flags, table size and key of a service change while connections are open and new ones come:
# all are answered, none is lost, and what is asked for is what is shown.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service tcp "$VIP" 80 rr
# Room enough for overflow.
lb_dest_weight tcp "$vip" "$(hp "$RS1" 80)" 1000
talk_open tcp held client "$VIP" 80
greeting=$(talk_hear held)
assert_match "greeted" "$greeting" '^rs[123]$'

# change OPTION VALUE...: and both the held connection and new ones go on.
change()
{
	on dir ipvsctl service set tcp "$vip" "$@"
	assert_eq "new ones after: $*" "$(dial client "$VIP" 80 4 | wc -l)" 4
	assert_eq "the held one after: $*" "$(talk held "still here: $*")" "still here: $*"
}

shown()
{
	assert_eq "$1" "$(quiet_on dir ipvsctl -j list | jq -c ".services[0].$1")" "$2"
}

# Others come and go all the time.
while :; do
	quiet_on client peer tcp-dial "$VIP" 80 2 >>"$TMP/others" 2>>"$TMP/refused" ||
		echo refused >>"$TMP/refused"
done &
others=$!
for scheduler in wrr lc wlc sed nq fo ovf dh sh lblc lblcr twos mh; do
	change scheduler "$scheduler"
done
change sched-flags fallback,port
shown sched_flags '["fallback","port"]'
change sched-flags port
change sched-flags none
shown sched_flags '[]'
change table-size 251
change table-size 65537
shown table_size 65537
change table-size 0
change hash-key 000102030405060708090a0b0c0d0eff
shown hash_key '"000102030405060708090a0b0c0d0eff"'
change scheduler sh sched-flags port hash-key default
shown hash_key null
kill "$others"
wait "$others" || true
[[ -s $TMP/others ]] || fail "no other connection was made"
assert_eq "refused" "$(cat "$TMP/refused" 2>/dev/null || true)" ""

refused 1 "a prime number" on dir ipvsctl service set tcp "$vip" table-size 65536
refused 1 "between 251" on dir ipvsctl service set tcp "$vip" table-size 241
shown table_size 0
shown scheduler '"sh"'
