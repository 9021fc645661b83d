#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A client goes from one port to two addresses that have the same server, one by a service of its own and one by a
# service of a firewall mark: the server cannot tell the two connections apart, and its replies are the newer one's.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# from_one_port ADDR: who answers there, before the older connection is forgotten.
from_one_port()
{
	on client timeout $((8 * SLOW)) peer tcp-dial-from "$1" 80 1 40000
}

topo
tcp_greeters 80
on dir nft -f - <<-END
	table inet marks {
		chain pre {
			type filter hook prerouting priority mangle;
			$([[ $AF == 4 ]] && echo ip || echo ip6) daddr $VIP2 meta mark set 7
		}
	}
END
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
lb_mark_add 7 rr
lb_mark_dest_add 7 "$RS1"
for _ in 1 2 3; do
	assert_eq "the address's answer" "$(from_one_port "$VIP")" rs1
	assert_eq "the mark's answer" "$(from_one_port "$VIP2")" rs1
done
