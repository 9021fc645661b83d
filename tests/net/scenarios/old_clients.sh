#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What ipvsctl has set and the IPVS family cannot say survives the edits of old clients: ipvsadm's, and those of a
# client that does not know tunnels' attributes.
# engine: ipvsx
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# The service and its destination as they are configured, all of it; jq's $1 of it.
configured()
{
	quiet_on dir ipvsctl -j -n list | jq -c ".services[0] | del(.id, .active, .inactive, .stats) |
		.destinations |= map(del(.id, .active, .inactive, .persistent, .overloaded, .stats)) | $1"
}

topo
vip=$(hp "$VIP" 80)
[[ $AF == 4 ]] && netmask=255.255.255.0 prefix=24 || netmask=48 prefix=48
on dir ipvsctl service add tcp "$vip" scheduler mh sched-flags port table-size 65537 \
	hash-key 000102030405060708090a0b0c0d0e0f timeout-tcp 77 timeout-fin 7 timeout-udp 8 grace 9 no-dest drop \
	persist 50 persist-prefix "$prefix" expire-quiescent on
on dir ipvsctl dest add tcp "$vip" "$(hp "$RS1" 80)" method tunnel type gue port 6080 checksum remote \
	weight 3 upper 100 lower 50
before=$(configured .)

# The same again, in their words.
on dir ipvsadm -E -t "$vip" -s mh -p 50 -M "$netmask" -b mh-port
on dir ipvsadm -e -t "$vip" -r "$(hp "$RS1" 80)" -i --tun-type gue --tun-port 6080 --tun-remcsum -w 3 -x 100 -y 50
assert_eq "the service after an edit that changes nothing" "$(configured .)" "$before"

# Other words: what they cannot say stays.
on dir python3 -E -S "$HERE/kubeproxy.py" edit "$VIP" "$RS1"
hidden='[.timeout_tcp, .timeout_fin, .timeout_udp, .grace, .no_dest, .expire_quiescent, .table_size, .hash_key]'
assert_eq "what is hidden of the service" "$(configured "$hidden")" "$(jq -c "$hidden" <<<"$before")"
assert_eq "what was said" "$(configured '[.scheduler, .persist, .destinations[].weight, .destinations[].upper]')" \
	'["wrr",0,5,0]'
tunnel='.destinations[] | [.tunnel_type, .tunnel_port, .tunnel_checksum]'
assert_eq "the tunnel" "$(configured "$tunnel")" "$(jq -c "$tunnel" <<<"$before")"
