#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TCP with the client's direction alone: closing is half seen, a reset is seen, and a port that its client
# opens again is a new connection.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
tcp_servers 80
lb_method dr
lb_service tcp "$VIP" 80 rr
talk_open tcp one client "$VIP" 80
first=$(talk_hear one)
lb_states_are "1 established"
talk_close one
lb_states_are "1 fin-wait"
dial client "$VIP" 80
lb_states_are "2 fin-wait"

# Nobody listens there: the server's reset is not seen here.
lb_service_add tcp "$(hp "$VIP" 81)" rr
lb_dest_add tcp "$(hp "$VIP" 81)" "$(hp "$RS1" 81)"
refused 1 ECONNREFUSED quiet_on client peer tcp-dial "$VIP" 81 1
lb_states_are "2 fin-wait 1 syn-recv"
assert_match "a server greeted" "$first" '^rs[123]$'
