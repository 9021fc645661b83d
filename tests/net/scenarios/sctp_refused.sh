#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An SCTP service refuses at once: without a server, and when the server of an association has been removed. The ABORT has
# the tag by which its receiver knows it. A server that refuses is heard, and says so in the list of connections.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
offloads_off client dir
sctp_servers 80
vip=$(hp "$VIP" 80)
sniff client eth0
lb_service_add sctp "$vip" rr
on dir ipvsctl service set sctp "$vip" grace 0
assert_eq "no server" "$(dial_sctp client "$VIP" 80 || true)" ECONNREFUSED
seen client "sctp 6 $VIP\.80 > $CLIENT\.[0-9]+ sums good"

lb_dest_add sctp "$vip" "$(hp "$RS1" 80)"
talk_open sctp one client "$VIP" 80
assert_eq "greeting" "$(talk_hear one)" rs1
lb_dest_del sctp "$vip" "$(hp "$RS1" 80)"
assert_eq "the server is gone" "$(talk one hello 20)" ECONNRESET

lb_dest_add sctp "$vip" "$(hp "$RS1" 81)"
assert_eq "a server that does not listen" "$(dial_sctp client "$VIP" 80 || true)" ECONNREFUSED
lb_states_are "1 rejected"
