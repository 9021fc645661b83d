#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SCTP through tunnels, with and without a checksum of their own: packets at the server are whole, also those whose
# CRC32c a device was to compute.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
sctp_servers 80 "$VIP"
sctp_servers 81 "$VIP"
topo_tunnel rs1 "$AF" ipip "$RS1" "$DIR_S"
topo_tunnel rs2 "$AF" gue "$RS2" "$DIR_S"
for port in 80 81; do
	lb_service_add sctp "$(hp "$VIP" $port)" rr
done
lb_method ipip
lb_dest_add sctp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
lb_method gue full
lb_dest_add sctp "$(hp "$VIP" 81)" "$(hp "$RS2" 81)"
line=$(printf 'x%.0s' {1..3000})
for port in 80 81; do
	talk_open sctp "to$port" client "$VIP" $port
	assert_eq "greeting" "$(talk_hear "to$port")" rs$((port - 79))
	assert_eq "echo of a long line" "$(talk "to$port" "$line")" "$line"
done
