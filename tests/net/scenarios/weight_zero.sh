#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A server of weight 0 gets no new connection; one that is open goes on, and so does a UDP flow.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
udp_servers 53
lb_service tcp "$VIP" 80 rr
lb_service udp "$VIP" 53 rr

talk_open tcp web client "$VIP" 80
mine=$(talk_hear web)
assert_match "greeting" "$mine" '^rs[123]$'
talk_open udp dns client "$VIP" 53
assert_eq "the flow's server" "$(talk dns hello)" "rs1"

rs=RS${mine#rs}
lb_dest_weight tcp "$(hp "$VIP" 80)" "$(hp "${!rs}" 80)" 0
lb_dest_weight udp "$(hp "$VIP" 53)" "$(hp "$RS1" 53)" 0
if dial client "$VIP" 80 6 | grep -x "$mine"; then
	fail "$mine has weight 0 and got a new connection"
fi
assert_eq "new flows" "$(ask client "$VIP" 53 6 | tally)" "3 rs2 3 rs3"
assert_eq "the open connection" "$(talk web still-here)" "still-here"
assert_eq "the open flow" "$(talk dns still-here)" "rs1"
