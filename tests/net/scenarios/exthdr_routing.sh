#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An IPv6 routing header without segments left does not hide a datagram; with one left the virtual address is
# only a stop on the way, and no server gets the packet.
# engine: ipvsx
# families: 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
vip=$(hp "$VIP" 53)
lb_service udp "$VIP" 53 rr
# Segment routing with one segment; then UDP from port 4660 to 53, without a checksum, and one byte.
datagram()
{
	printf '110204%02x00000000fd000001000000000000000000000100123400350009000061' "$1"
}
on client peer raw 43 "$VIP" "$(datagram 1)"
count_is 0 udp "$vip" conns
on client peer raw 43 "$VIP" "$(datagram 0)"
count_is 1 udp "$vip" conns
