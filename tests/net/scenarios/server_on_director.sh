#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A server on the director itself takes its turn, on a port of its own.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
web rs1 rs1 8080
web dir dir 8080
udp_server rs1 rs1 5353
udp_server dir dir 5353
service()
{
	lb_service_add "$1" "$(hp "$VIP" "$2")" rr
	lb_dest_add "$1" "$(hp "$VIP" "$2")" "$(hp "$RS1" "$3")"
	lb_dest_add "$1" "$(hp "$VIP" "$2")" "$(hp "$DIR_S" "$3")"
}
service tcp 80 8080
service udp 53 5353
assert_eq "TCP answers" "$(get client "$VIP" 80 6 | tally)" "3 dir 3 rs1"
assert_eq "clients in the log of the director's server" \
	"$(awk '{ print $1 }' "$TMP/dir.log" | tally)" "3 $CLIENT"
assert_eq "UDP answers" "$(ask client "$VIP" 53 6 | tally)" "3 dir 3 rs1"
