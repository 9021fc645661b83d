#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The flows of a removed server go to another one with the very next datagram.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
vip=$(hp "$VIP" 53)
lb_service udp "$VIP" 53 rr
talk_open udp one client "$VIP" 53
mine=$(talk one hello)
assert_match "server" "$mine" '^rs[123]$'
assert_eq "the same flow" "$(talk one again)" "$mine"
rs=RS${mine#rs}
lb_dest_del udp "$vip" "$(hp "${!rs}" 53)"
other=$(talk one moved)
assert_match "server after the removal" "$other" '^rs[123]$'
[[ $other != "$mine" ]] || fail "$mine was removed and still answers"
assert_eq "the same flow" "$(talk one again)" "$other"
