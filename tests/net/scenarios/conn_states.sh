#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The list of connections tells how far each is: opening, open, half closed, closed.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_no_resets
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" rr
lb_dest_add tcp "$vip" "$(hp "$RS1" 80)"

talk_open tcp one client "$VIP" 80
assert_eq "greeting" "$(talk_hear one)" rs1
lb_states_are "1 established"

dial client "$VIP" 80
lb_states_are "1 established 1 time-wait"

# The client has closed, the server's FIN is lost.
on rs1 nft -f - <<-END
	table inet t {
		chain o { type filter hook output priority 0; tcp sport 80 tcp flags & fin == fin drop; }
		chain i { type filter hook input priority 0; }
	}
END
talk_close one
lb_states_are "1 close-wait 1 time-wait"

# The server does not hear a new client at all.
on rs1 nft add rule inet t i 'tcp dport 80 tcp flags & (syn | ack) == syn drop'
spawn client peer tcp-dial "$VIP" 80 1
lb_states_are "1 close-wait 1 syn-recv 1 time-wait"

# A server that closed first, and its client has not.
spawn rs1 peer tcp-greet 81 rs1
wait_for 20 listening rs1 t 81
lb_service_add tcp "$(hp "$VIP" 81)" rr
lb_dest_add tcp "$(hp "$VIP" 81)" "$(hp "$RS1" 81)"
talk_open tcp two client "$VIP" 81
assert_eq "greeting" "$(talk_hear two)" rs1
lb_states_are "1 close-wait 1 fin-wait 1 syn-recv 1 time-wait"
