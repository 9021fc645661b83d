#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Hash schedulers send a client to one server, whatever its port; with Maglev hashing it comes back
# to that server when it is gone for a while. The scheduler changes while connections are open.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" rr
for rs in "$RS1" "$RS2" "$RS3"; do
	lb_dest_add tcp "$vip" "$(hp "$rs" 80)" 5
done
spawn client peer tcp-hold "$VIP" 80 3 >"$TMP/held"
wait_for 20 is -eq 3 lines "$TMP/held"

# one SCHEDULER: the one server that all connections go to
one()
{
	lb_scheduler tcp "$vip" "$1"
	dial client "$VIP" 80 12 | tally >"$TMP/one"
	assert_eq "$1: servers" "$(lines "$TMP/one")" 1
	read -r count server <"$TMP/one"
	assert_eq "$1: connections" "$count" 12
}

one dh
one sh
one mh
case $server in
rs1) home=$RS1 ;;
rs2) home=$RS2 ;;
*) home=$RS3 ;;
esac
first=$server
lb_dest_del tcp "$vip" "$(hp "$home" 80)"
one mh
[[ $server != "$first" ]] || fail "still at $first"
lb_dest_add tcp "$vip" "$(hp "$home" 80)" 5
one mh
assert_eq "back home" "$server" "$first"
# In ip_vs since Linux 6.5 only.
[[ $LB == ipvsx ]] || exit 0
lb_scheduler tcp "$vip" twos
assert_eq "twos" "$(dial client "$VIP" 80 30 | wc -l)" 30
