#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# One-packet scheduling: the datagrams of one socket go to all servers in turn, their answers come back from the
# virtual address, and no flow is left.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 5353
vip=$(hp "$VIP" 53)
lb_service udp "$VIP" 53 rr 5353
on dir ipvsctl service set udp "$vip" one-packet on
assert_eq "answers to one socket" "$(on client peer udp-flow "$VIP" 53 9 | tally)" "3 rs1 3 rs2 3 rs3"
for rs in "$RS1" "$RS2" "$RS3"; do
	count_is 3 udp "$vip" inpkts "$(hp "$rs" 5353)"
	count_is 3 udp "$vip" outpkts "$(hp "$rs" 5353)"
	count_is 3 udp "$vip" conns "$(hp "$rs" 5353)"
	assert_eq "inactive at $rs" "$(ipvsx_number udp "$vip" 5 "$(hp "$rs" 5353)")" 0
done
assert_eq "flows" "$(lb_conns | grep -c ' udp ' || true)" 0

# Conntrack, asked for, has one entry for the socket, which the datagrams do not wait for.
on dir nft -f - <<-END
	table inet t {
		chain f { type filter hook forward priority 0; ct state new accept; }
	}
END
on dir sh -c 'echo 1 >/proc/sys/net/ipv4/vs/conntrack'
assert_eq "answers with conntrack" "$(on client peer udp-flow "$VIP" 53 9 | tally)" "3 rs1 3 rs2 3 rs3"
on dir sh -c 'echo 0 >/proc/sys/net/ipv4/vs/conntrack'

# A server without a listener: the client hears of it.
lb_service_add udp "$(hp "$VIP" 54)" rr
on dir ipvsctl service set udp "$(hp "$VIP" 54)" one-packet on
assert_eq "no server" "$(ask client "$VIP" 54 || true)" ECONNREFUSED
lb_dest_add udp "$(hp "$VIP" 54)" "$(hp "$RS1" 54)"
assert_eq "port unreachable from the server" "$(ask client "$VIP" 54 || true)" ECONNREFUSED

# Off again: flows.
on dir ipvsctl service set udp "$vip" one-packet off
mine=$(on client peer udp-flow "$VIP" 53 4 | tally)
assert_match "one server for a flow" "$mine" '^4 rs[123]$'

# By direct routing there is not even a slot for replies; datagrams count, and rates are theirs.
lb_flush
lb_method dr
lb_service udp "$VIP" 53 rr
on dir ipvsctl service set udp "$vip" one-packet on
cps()
{
	quiet_on dir ipvsadm -Ln --rate | awk '$1 == "UDP" { print $3 }'
}
busy()
{
	quiet_on client peer udp-flood "$VIP" 53 50 20000 "$CLIENT"
	(($(cps) > 0))
}
wait_for 40 busy
