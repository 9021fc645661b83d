#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With a grace of zero the connections of a removed server are reset at their next packet.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service tcp "$VIP" 80 rr
on dir ipvsctl service set tcp "$vip" grace 0
talk_open tcp one client "$VIP" 80
mine=$(talk_hear one)
rs=RS${mine#rs}
lb_dest_del tcp "$vip" "$(hp "${!rs}" 80)"
assert_eq "said to a removed server" "$(talk one hello)" ECONNRESET
