#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Client and server both on the director: nothing leaves it, and it works.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
web dir dir 8080
udp_server dir dir 5353
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$DIR_S" 8080)"
lb_service_add udp "$(hp "$VIP" 53)" rr
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$DIR_S" 5353)"
assert_eq "TCP answers" "$(get dir "$VIP" 80 4 | tally)" "4 dir"
assert_eq "UDP answers" "$(ask dir "$VIP" 53 4 | tally)" "4 dir"
count_is 4 tcp "$(hp "$VIP" 80)" conns

# By a mark, which the packet has until it is received.
on dir nft -f - <<-END
	table inet marks {
		chain out {
			type route hook output priority mangle;
			$(ip_word) daddr $VIP2 meta mark set 7
		}
	}
END
lb_mark_add 7 rr
lb_mark_dest_add 7 "$DIR_S"
assert_eq "TCP answers by a mark" "$(get dir "$VIP2" 8080 4 | tally)" "4 dir"
assert_eq "UDP answers by a mark" "$(ask dir "$VIP2" 5353 4 | tally)" "4 dir"
[[ $LB == ipvs ]] || assert_eq "connections of the mark" \
	"$(quiet_on dir ipvsctl -j list | jq '.services[] | select(.mark == 7) | .conns')" 8
