#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With expire_nodest_conn the next segment to a removed server is answered with a reset, whatever the grace;
# without it a server that comes back keeps its connections. With sloppy_tcp a connection that the director
# has never seen opened is forwarded.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

knob()
{
	on dir sh -c "echo $2 >/proc/sys/net/ipv4/vs/$1"
}

service()
{
	on dir ipvsadm -A -t "$vip" -s rr
	on dir ipvsadm -a -t "$vip" -r "$rs" -m
}

topo
spawn rs1 peer tcp-serve 80 rs1
wait_for 20 listening rs1 t 80
vip=$(hp "$VIP" 80)
rs=$(hp "$RS1" 80)
service
on dir ipvsctl service set tcp "$vip" grace 3600
talk_open tcp held client "$VIP" 80
assert_eq "greeting" "$(talk_hear held)" rs1
on dir ipvsadm -d -t "$vip" -r "$rs"
on dir ipvsadm -a -t "$vip" -r "$rs" -m
assert_eq "what comes back of a server that came back" "$(talk held one)" one
knob expire_nodest_conn 1
on dir ipvsadm -d -t "$vip" -r "$rs"
assert_eq "what comes back of a removed server" "$(talk held two)" ECONNRESET
knob expire_nodest_conn 0
on dir ipvsadm -C

service
talk_open tcp sloppy client "$VIP" 80
assert_eq "greeting" "$(talk_hear sloppy)" rs1
on dir ipvsadm -C
wait_for 20 rmmod ipvsx
insmod /ipvsx.ko
knob sloppy_tcp 1
service
assert_eq "what comes back without a memory" "$(talk sloppy three)" three
