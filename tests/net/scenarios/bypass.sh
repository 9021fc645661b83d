#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A cache in front of all servers: while there is none, clients reach the servers themselves; what they began then
# goes on when the cache is back, and new connections go to the cache.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
[[ $AF == 4 ]] && ip=ip all=0.0.0.0/0 || ip=ip6 all=::/0
on dir nft -f - <<-END
	table inet m {
		chain pre {
			type filter hook prerouting priority mangle;
			$ip saddr $CLIENT tcp dport 80 meta mark set 7
		}
	}
END
on dir ip -"$AF" rule add fwmark 7 lookup 100
on dir ip -"$AF" route add local "$all" dev lo table 100

cache_bypass()
{
	on dir sh -c "echo $1 >/proc/sys/net/ipv4/vs/cache_bypass"
}

# RS3 is the origin, RS1 the cache.
lb_mark_add 7 rr
assert_eq "no cache" "$(dial client "$RS3" 80 || true)" ECONNREFUSED
cache_bypass 1
assert_eq "no cache, cache_bypass" "$(dial client "$RS3" 80)" rs3
talk_open tcp held client "$RS3" 80
assert_eq "greeting" "$(talk_hear held)" rs3
[[ $LB == ipvs ]] || assert_eq "lines of the list" "$(lb_conns | wc -l)" 1
lb_mark_dest_add 7 "$RS1"
assert_eq "a cache" "$(dial client "$RS3" 80)" rs1
assert_eq "what began without" "$(talk held one)" one
lb_mark_dest_weight 7 "$RS1" 0
assert_eq "a cache of weight 0" "$(dial client "$RS3" 80)" rs3
cache_bypass 0
assert_eq "the same, no bypass" "$(dial client "$RS3" 80 || true)" ECONNREFUSED
[[ $LB == ipvsx ]] || exit 0

# The same for one service.
on dir ipvsctl service set "$(mark_word)" 7 no-dest bypass
assert_eq "the same, no-dest bypass" "$(dial client "$RS3" 80)" rs3
assert_eq "what began without" "$(talk held two)" two
