#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# "Too big" about a reply of a connection that another director has opened: with schedule_icmp it reaches the server that
# the scheduler has for that client, by direct routing and with NAT; without, no server.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
tcp_servers 80
lb_method dr
lb_service tcp "$VIP" 80 sh
mine=$(dial client "$VIP" 80)
[[ $AF == 4 ]] && proto=1 || proto=58
for rs in rs1 rs2 rs3; do
	count_packets $rs icmp "iifname eth0 meta l4proto $proto @th,0,8 $((AF == 4 ? 3 : 2))"
done
seen_at()
{
	echo "$(packets rs1 icmp) $(packets rs2 icmp) $(packets rs3 icmp)"
}
one_at()
{
	local i counts=(0 0 0)
	i=${mine#rs}
	counts[i - 1]=$1
	within 10 counts_are "${counts[*]}" || true
	assert_eq "errors by server" "$(seen_at)" "${counts[*]}"
}
counts_are()
{
	[[ $(seen_at) == "$1" ]]
}

on client python3 -E -S "$HERE/toobig.py" "$VIP" 80 "$CLIENT" 12345 1300
on client ping -n -c 1 -W $((5 * SLOW)) "$VIP" >/dev/null    # it has had its time
assert_eq "errors by server, not scheduled" "$(seen_at)" "0 0 0"
quiet_on dir sh -c 'echo 1 >/proc/sys/net/ipv4/vs/schedule_icmp'
on client python3 -E -S "$HERE/toobig.py" "$VIP" 80 "$CLIENT" 12346 1300
one_at 1
