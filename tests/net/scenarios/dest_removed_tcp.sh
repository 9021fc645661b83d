#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A server is removed under an open connection: it is held for the service's grace, then the client
# gets a reset instead of silence.  New connections go elsewhere at once.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service tcp "$VIP" 80 rr
[[ $LB == ipvs ]] || on dir ipvsctl service set tcp "$vip" grace $((2 * SLOW))
talk_open tcp one client "$VIP" 80
mine=$(talk_hear one)
rs=RS${mine#rs}
offloads_off dir
sniff client eth0

lb_dest_del tcp "$vip" "$(hp "${!rs}" 80)"
assert_eq "said within the grace" "$(talk one hello 1)" "(silence)"
if dial client "$VIP" 80 4 | grep -x "$mine"; then
	fail "$mine was removed and got a new connection"
fi
assert_eq "after the grace" "$(talk_hear one 20)" ECONNRESET
seen client "reset $VIP\.80 > $CLIENT\.[0-9]+ sums good"
