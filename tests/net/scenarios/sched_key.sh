#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two directors with one hash key send each client to the same server, also if their servers were added in another
# order or have come back; without it each namespace has a secret of its own.
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_ns one two
net=10.9.0. bits=32
if [[ $AF == 6 ]]; then
	net=fd00:9:: bits=128
fi
vip=$(hp "${net}100" 80)
for ns in one two; do
	# Clients and servers are on the director itself.
	for i in 100 200 {11..22}; do
		echo "address add $net$i/$bits dev lo"
	done | ip -n "$ns" -batch -
	for i in 1 2 3; do
		spawn "$ns" peer tcp-serve "800$i" "rs$i"
		wait_for 20 listening "$ns" t "800$i"
	done
done

# director NS SERVER...: the service with its servers added in this order.
director()
{
	local i
	LB_NS=$1
	shift
	lb_service_add tcp "$vip" mh
	for i in "$@"; do
		lb_dest_add tcp "$vip" "$(hp "${net}200" "800$i")"
	done
}

# choices NS: where each client goes, in order.
choices()
{
	local i
	for i in {11..22}; do
		quiet_on "$1" peer tcp-dial-as "${net}100" 80 1 "$net$i"
	done | tr -d 'rs\n'
}

director one 1 2 3
director two 3 1 2
for scheduler in mh sh; do
	for LB_NS in one two; do
		on $LB_NS ipvsctl service set tcp "$vip" scheduler "$scheduler" hash-key default
	done
	# Chance agrees about twelve clients once in 3^12 times.
	own=$(choices one)
	assert_eq "$scheduler: choices" "${#own}" 12
	[[ $own != "$(choices two)" ]] || fail "$scheduler: two secrets, the same choices: $own"
	for LB_NS in one two; do
		on $LB_NS ipvsctl service set tcp "$vip" hash-key 000102030405060708090a0b0c0d0eff
	done
	agreed=$(choices one)
	assert_eq "$scheduler: one key" "$(choices two)" "$agreed"
	LB_NS=two
	lb_dest_del tcp "$vip" "$(hp "${net}200" 8001)"
	lb_dest_add tcp "$vip" "$(hp "${net}200" 8001)"
	assert_eq "$scheduler: one server has come back" "$(choices two)" "$agreed"
done
