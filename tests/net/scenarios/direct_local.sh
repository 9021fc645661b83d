#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A server on the director takes its turn where the others are reached by direct routing or tunnel.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
topo_tunnel rs1 "$AF" ipip "$RS1" "$DIR_S"
web rs1 rs1 80 81
web dir dir 80 81
service()
{
	lb_method "$1"
	lb_service_add tcp "$(hp "$VIP" "$2")" rr
	lb_dest_add tcp "$(hp "$VIP" "$2")" "$(hp "$RS1" "$2")"
	lb_dest_add tcp "$(hp "$VIP" "$2")" "$(hp "$DIR_S" "$2")"
}
service dr 80
assert_eq "direct routing" "$(get client "$VIP" 80 6 | tally)" "3 dir 3 rs1"
service ipip 81
assert_eq "tunnel" "$(get client "$VIP" 81 6 | tally)" "3 dir 3 rs1"
assert_eq "clients in the log of the director's server" \
	"$(awk '{ print $1 }' "$TMP/dir.log" | tally)" "6 $CLIENT"
