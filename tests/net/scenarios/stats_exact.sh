#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The counters of a service and its servers are what the client sent and received, to the byte, and
# zero sets them back.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
tcp_servers 80
lb_service udp "$VIP" 53 rr
lb_service tcp "$VIP" 80 rr
udp=$(hp "$VIP" 53)
tcp=$(hp "$VIP" 80)
[[ $AF == 4 ]] && header=28 || header=48

on client peer udp-ask "$VIP" 53 9 100 >/dev/null
count_is 9 udp "$udp" conns
count_is 9 udp "$udp" inpkts
count_is 9 udp "$udp" outpkts
count_is $((9 * (100 + header))) udp "$udp" inbytes
count_is $((9 * (104 + header))) udp "$udp" outbytes
count_is 3 udp "$udp" inpkts "$(hp "$RS2" 53)"
count_is $((3 * (104 + header))) udp "$udp" outbytes "$(hp "$RS2" 53)"

# TCP against the client's own packet filter.
on client nft -f - <<-END
	table inet t {
		chain out { type filter hook output priority 0; tcp dport 80 counter; }
		chain in { type filter hook input priority 0; tcp sport 80 counter; }
	}
END
dial client "$VIP" 80 6 >/dev/null
settled()
{
	[[ $(client_counter in packets) == "$(lb_count tcp "$tcp" outpkts)" ]]
}

client_counter()
{
	nft_counter client "$2" chain inet t "$1"
}
within 5 settled || true
count_is 6 tcp "$tcp" conns
count_is "$(client_counter out packets)" tcp "$tcp" inpkts
count_is "$(client_counter out bytes)" tcp "$tcp" inbytes
count_is "$(client_counter in packets)" tcp "$tcp" outpkts
count_is "$(client_counter in bytes)" tcp "$tcp" outbytes

on dir ipvsctl zero udp "$udp"
count_is 0 udp "$udp" inpkts
count_is 0 udp "$udp" conns "$(hp "$RS1" 53)"
count_is 6 tcp "$tcp" conns
