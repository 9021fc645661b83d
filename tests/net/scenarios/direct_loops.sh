#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Destinations that lead back: to the virtual address itself, to another service of the director, to a
# server that sends packets back. No packet goes round for ever.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
lb_method dr
vip=$(hp "$VIP" 80)
vip2=$(hp "$VIP2" 80)
lb_service_add tcp "$vip" rr
lb_dest_add tcp "$vip" "$vip2"
lb_service_add tcp "$vip2" rr
lb_dest_add tcp "$vip2" "$vip"
lb_dest_add tcp "$vip2" "$vip2" 0
refused 7 '' quiet_on client curl -sS --globoff --max-time $((10 * SLOW)) "http://$vip/"
count_is 1 tcp "$vip" inpkts
count_is 0 tcp "$vip2" inpkts

# rs1 has no virtual address and sends the datagram to its gateway: 63 hops, every other one ours.
topo_router rs1
lb_service_add udp "$(hp "$VIP" 53)" rr
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$RS1" 53)"
on client peer udp-flood "$VIP" 53 1 4000 "$CLIENT"
count_is 32 udp "$(hp "$VIP" 53)" inpkts
