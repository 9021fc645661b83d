#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With connection tracking at work on the director, accepting by state and masquerading what it routes,
# services do as without.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
on dir nft -f - <<-END
	table inet t {
		chain input {
			type filter hook input priority 0; policy accept;
			ct state invalid counter
			ct state established,related accept
		}
		chain forward {
			type filter hook forward priority 0; policy accept;
			ct state established accept
		}
		chain post {
			type nat hook postrouting priority 100;
			oifname "br0" ip saddr 10.9.0.0/24 masquerade
			oifname "c0" ip saddr 10.2.0.0/24 tcp dport 7777 masquerade
		}
	}
END
webs 8080
udp_servers 53
lb_service tcp "$VIP" 80 rr 8080
lb_service udp "$VIP" 53 rr
assert_eq "TCP answers" "$(get client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "UDP answers" "$(ask client "$VIP" 53 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "client on the director" "$(get dir "$VIP" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "clients in the log of rs1" "$(grep -c "^$CLIENT " "$TMP/rs1.log")" 2
transfer_both_ways client "$VIP" 80
