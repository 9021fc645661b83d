#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A client that opens a connection from the port of one just closed is never ignored: twenty in a row
# need no repeated SYN.
# engine: ipvsx
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_greeters 80
lb_service tcp "$VIP" 80 rr
retransmitted()
{
	quiet_on client nstat -asz TcpRetransSegs | awk 'NR == 2 { print $2 }'
}

before=$(retransmitted)
assert_match "answers" "$(on client peer tcp-dial-from "$VIP" 80 20 40000 | tally)" '^[0-9]+ rs'
assert_eq "segments sent again" "$(($(retransmitted) - before))" 0
