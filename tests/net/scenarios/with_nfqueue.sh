#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packets that a program looks at first (NFQUEUE) come to the hooks from its system call, where a softirq
# may come in between: they are balanced as without.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
on dir nft -f - <<-END
	table inet t {
		chain input {
			type filter hook input priority 0;
			meta l4proto tcp queue num 0
			meta l4proto udp queue num 0
		}
		chain forward {
			type filter hook forward priority 0;
			meta l4proto tcp queue num 0
			meta l4proto udp queue num 0
		}
	}
END
spawn dir "$HERE/requeue.py" >"$TMP/requeue"
program=$!
wait_for 20 grep -q ready "$TMP/requeue"

webs 8080
udp_servers 53
lb_service tcp "$VIP" 80 rr 8080
lb_service udp "$VIP" 53 rr
assert_eq "TCP answers" "$(get client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "UDP answers" "$(ask client "$VIP" 53 6 | tally)" "2 rs1 2 rs2 2 rs3"
kill "$program"
wait "$program"
queued=$(tail -n 1 "$TMP/requeue")
((queued >= 12 + 6 * 8)) || fail "only $queued packets passed the queue"
