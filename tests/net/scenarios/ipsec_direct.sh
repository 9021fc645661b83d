#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ESP and AH follow their key exchange (UDP, port 500) by direct routing, and through a tunnel, that by a firewall
# mark.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/ipsec.sh
. "$HERE/ipsec.sh"

topo
topo_direct
topo_tunnel rs3 "$AF" ipip "$RS3" "$DIR_S"
ipsec_counters
udp_servers 500
lb_service_add udp "$(hp "$VIP" 500)" rr
lb_method dr
lb_dest_add udp "$(hp "$VIP" 500)" "$(hp "$RS1" 500)"
lb_dest_add udp "$(hp "$VIP" 500)" "$(hp "$RS2" 500)"
ipsec_exchange
ipsec_send 2
ipsec_arrives 2

ipsec_mark
lb_method ipip
lb_mark_dest_add 7 "$RS3"
VIP=$VIP2
ipsec_exchange
assert_eq "server of the tunnel" "$ipsec_server" rs3
ipsec_send 2
ipsec_arrives 2
