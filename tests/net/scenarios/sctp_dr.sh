#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SCTP by direct routing: every server answers the client itself, and the director tells from the client's packets alone
# how far each association is. A client that opens from the port of one just closed gets a new one.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
sctp_servers 80 "$VIP"
vip=$(hp "$VIP" 80)
lb_method dr
lb_service sctp "$VIP" 80 rr

assert_eq "answers by server" "$(dial_sctp client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
count_is 6 sctp "$vip" conns
count_is 0 sctp "$vip" outpkts
lb_states_are "6 closed"
talk_open sctp one client "$VIP" 80
assert_match "greeting" "$(talk_hear one)" '^rs[123]$'
lb_states_are "6 closed 1 established"

assert_eq "answers to one port" "$(on client peer sctp-dial-from "$VIP" 80 6 40000 | tally)" "2 rs1 2 rs2 2 rs3"
lb_states_are "7 closed 1 established"

# Before everybody is killed at once: an ABORT in the middle of a close makes 6.1 traverse a list of its own without RCU.
talk_close one
lb_states_are "8 closed"
