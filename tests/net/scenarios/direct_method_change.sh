#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A changed method is for new connections: open ones go on as they were opened.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
topo_tunnel rs1 "$AF" gue "$RS1" "$DIR_S"
udp_server rs1 rs1 53
vip=$(hp "$VIP" 53)
rs=$(hp "$RS1" 53)
lb_method dr
lb_service_add udp "$vip" rr
lb_dest_add udp "$vip" "$rs"
count_packets rs1 tunnelled "iifname t0 udp dport 53"
talk_open udp one client "$VIP" 53
assert_eq "before" "$(talk one a)" rs1
on dir ipvsctl dest set udp "$vip" "$rs" method tunnel type gue port 6080
talk_open udp two client "$VIP" 53
assert_eq "a new one" "$(talk two b)" rs1
assert_eq "the old one" "$(talk one c)" rs1
assert_eq "through the tunnel" "$(packets rs1 tunnelled)" 1
assert_eq "methods" "$(on dir ipvsctl -j conns | jq -r '.connections[].method' | tally)" "1 dr 1 tunnel"
on dir ipvsctl dest set udp "$vip" "$rs" method dr
assert_eq "the one through the tunnel" "$(talk two d)" rs1
assert_eq "through the tunnel still" "$(packets rs1 tunnelled)" 2
assert_eq "no tunnel is listed" "$(on dir ipvsctl -j list | jq -c '.services[].destinations[].tunnel_type')" null
on dir ipvsctl dest set udp "$vip" "$rs" method tunnel type gue port 6080
on dir ipvsctl dest set udp "$vip" "$rs" type ipip
assert_eq "what does not belong to it is gone" \
	"$(on dir ipvsctl -j list | jq -c '.services[].destinations[] | [.tunnel_type, .tunnel_port]')" \
	'["ipip",null]'
