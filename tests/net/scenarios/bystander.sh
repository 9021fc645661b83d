#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Traffic that is for no service is none of our business: routed, local to the director, pinged, refused
# or in fragments, it passes as without services, and no service counts it.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
webs 80
web dir dir 8081
udp_servers 53
udp_server dir dir 54
lb_service tcp "$VIP" 80 rr
lb_service udp "$VIP" 53 rr

assert_eq "through the director" "$(get client "$RS1" 80 2 | tally)" "2 rs1"
assert_eq "to the director" "$(get client "$DIR_C" 8081 2 | tally)" "2 dir"
assert_eq "to a virtual address's other port" "$(get client "$VIP" 8081 2 | tally)" "2 dir"
assert_eq "another port's UDP" "$(ask client "$VIP" 54 2 | tally)" "2 dir"
assert_eq "a closed TCP port" "$(dial client "$VIP" 82 || true)" ECONNREFUSED
assert_eq "a closed UDP port" "$(ask client "$VIP" 82 || true)" ECONNREFUSED
assert_eq "UDP to the service's TCP port" "$(ask client "$VIP" 80 || true)" ECONNREFUSED
pieces="ip frag-off & 0x3fff != 0"
[[ $AF == 4 ]] || pieces="exthdr frag exists"
on dir nft -f - <<-END
	table inet pieces {
		chain forwarded { type filter hook forward priority 200; $(ip_word) saddr $CLIENT $pieces counter; }
	}
END
assert_eq "fragments through the director" "$(on client peer udp-ask "$RS1" 53 2 8000 | tally)" "2 rs1"
# In-tree ip_vs puts together whatever comes by IPv6.
[[ $LB$AF == ipvs6 ]] ||
	assert_eq "go on as they came" "$(nft_counter dir packets chain inet pieces forwarded)" 12
assert_eq "from a server outward" "$(dial rs1 "$CLIENT" 99 || true)" ECONNREFUSED
on client ping -n -c 3 -i 0.2 "$VIP"
on client ping -n -c 1 -s 5000 "$RS2"
count_is 0 tcp "$(hp "$VIP" 80)" conns
count_is 0 tcp "$(hp "$VIP" 80)" inpkts
count_is 0 udp "$(hp "$VIP" 53)" inpkts
assert_eq "the service" "$(get client "$VIP" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
