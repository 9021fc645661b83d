#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SCTP through the virtual address reaches every server, whose port is another, with checksums
# that are right; the list of connections tells how far each is. A client that opens from the port of one just closed
# gets a new one.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
sctp_servers 8080
vip=$(hp "$VIP" 80)
lb_service sctp "$VIP" 80 rr 8080

assert_eq "answers by server" "$(dial_sctp client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
count_is 6 sctp "$vip" conns
lb_states_are "6 closed"

talk_open sctp one client "$VIP" 80
assert_match "greeting" "$(talk_hear one)" '^rs[123]$'
assert_eq "echo" "$(talk one hello)" hello
lb_states_are "6 closed 1 established"
talk_close one
lb_states_are "7 closed"

assert_eq "answers to one port" "$(on client peer sctp-dial-from "$VIP" 80 6 40000 | tally)" "2 rs1 2 rs2 2 rs3"
count_is 13 sctp "$vip" conns
lb_states_are "8 closed"
