#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A server that is removed and comes back within the grace keeps its connections.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service tcp "$VIP" 80 rr
[[ $LB == ipvs ]] || on dir ipvsctl service set tcp "$vip" grace 600
talk_open tcp one client "$VIP" 80
mine=$(talk_hear one)
rs=RS${mine#rs}
assert_eq "before" "$(talk one before)" before
lb_dest_del tcp "$vip" "$(hp "${!rs}" 80)"
assert_eq "said to a removed server" "$(talk one during 1)" "(silence)"
lb_dest_add tcp "$vip" "$(hp "${!rs}" 80)"
assert_eq "the client's stack repeats it" "$(talk_hear one 20)" during
assert_eq "after" "$(talk one after)" after
assert_eq "active at the server" "$(lb_active tcp "$vip" "$(hp "${!rs}" 80)")" 1
