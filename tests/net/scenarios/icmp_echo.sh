#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Echo requests to the virtual address are answered by the director itself, with and without servers.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
echo_is_answered()
{
	on client ping -n -c 3 -i 0.2 -W $((5 * SLOW)) "$VIP" >"$TMP/ping"
	grep -q ' 0% packet loss' "$TMP/ping" || fail "$1: $(cat "$TMP/ping")"
}

lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_service_add udp "$(hp "$VIP" 80)" rr
echo_is_answered "no server"
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
lb_dest_add udp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
echo_is_answered "a server"
