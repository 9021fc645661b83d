#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A SYN from the port of a closed connection is a new connection: it does not go to the old server if
# that has weight 0 by now.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_greeters 80
lb_service tcp "$VIP" 80 rr
for round in 1 2 3; do
	mine=$(on client peer tcp-dial-from "$VIP" 80 1 4000$round)
	assert_match "server" "$mine" '^rs[123]$'
	rs=RS${mine#rs}
	lb_dest_weight tcp "$(hp "$VIP" 80)" "$(hp "${!rs}" 80)" 0
	other=$(on client peer tcp-dial-from "$VIP" 80 1 4000$round)
	assert_match "server of the next" "$other" '^rs[123]$'
	[[ $other != "$mine" ]] || fail "$mine has weight 0 and got a new connection"
	lb_dest_weight tcp "$(hp "$VIP" 80)" "$(hp "${!rs}" 80)" 1
done
