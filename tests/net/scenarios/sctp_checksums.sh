#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SCTP without offloads: the CRC32c of what servers and clients get is right, though ports have been rewritten.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
offloads_off client dir rs1
sctp_servers 8080
lb_service_add sctp "$(hp "$VIP" 80)" rr
lb_dest_add sctp "$(hp "$VIP" 80)" "$(hp "$RS1" 8080)"
sniff rs1 eth0
sniff client eth0

talk_open sctp one client "$VIP" 80
assert_eq "greeting" "$(talk_hear one)" rs1
line=$(printf 'x%.0s' {1..3000})
assert_eq "echo of a long line" "$(talk one "$line")" "$line"
talk_close one
seen rs1 "sctp 14 $CLIENT\.[0-9]+ > $RS1\.8080 sums good"
seen client "sctp 8 $VIP\.80 > $CLIENT\.[0-9]+ sums good"
assert_eq "wrong checksums" "$(grep -h 'sums sctp' "$TMP"/*.seen || true)" ""
