#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An INIT from the port of an association that is over opens a new one, with the next server.
# engine: ipvsx
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
sctp_servers 80
lb_service sctp "$VIP" 80 rr

assert_eq "six times the same port" "$(on client peer sctp-dial-from "$VIP" 80 6 40000 | tally)" "2 rs1 2 rs2 2 rs3"
count_is 6 sctp "$(hp "$VIP" 80)" conns
lb_states_are "1 closed"
