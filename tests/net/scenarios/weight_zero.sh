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
web=$(talk_hear web)
assert_match "greeting" "$web" '^rs[123]$'
talk_open udp dns client "$VIP" 53
dns=$(talk dns hello)
assert_match "the flow's server" "$dns" '^rs[123]$'

rs=RS${web#rs}
lb_dest_weight tcp "$(hp "$VIP" 80)" "$(hp "${!rs}" 80)" 0
rs=RS${dns#rs}
lb_dest_weight udp "$(hp "$VIP" 53)" "$(hp "${!rs}" 53)" 0
if dial client "$VIP" 80 6 | grep -x "$web"; then
	fail "$web has weight 0 and got a new connection"
fi
if ask client "$VIP" 53 6 | grep -x "$dns"; then
	fail "$dns has weight 0 and got a new flow"
fi
assert_eq "the open connection" "$(talk web still-here)" "still-here"
assert_eq "the open flow" "$(talk dns still-here)" "$dns"
