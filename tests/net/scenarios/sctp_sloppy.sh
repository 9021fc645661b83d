#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A packet of an association that the director has not seen begin opens a connection only if sloppy_sctp says so.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
modprobe sctp
vip=$(hp "$VIP" 80)
lb_service_add sctp "$vip" rr
lb_dest_add sctp "$vip" "$(hp "$RS1" 80)"
count_packets rs1 sctp "meta l4proto 132"

# From port 40000 to 80, a DATA chunk of one byte.
data=9c400050000000010000000000030011000000010000000000000000610000""00
on client peer raw 132 "$VIP" "$data"
count_is 0 sctp "$vip" conns
quiet_on dir sh -c 'echo 1 >/proc/sys/net/ipv4/vs/sloppy_sctp'
on client peer raw 132 "$VIP" "$data"
wait_for 10 is -ge 1 packets rs1 sctp
count_is 1 sctp "$vip" conns
