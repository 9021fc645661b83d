#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ESP and AH follow the connection of their key exchange (UDP, port 500) to its server and back; without one they are not
# for a server. ICMP errors about them reach their sender. The same by a firewall mark.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/ipsec.sh
. "$HERE/ipsec.sh"

topo
offloads_off client dir rs1
ipsec_counters
udp_servers 500
lb_service udp "$VIP" 500 rr
sniff client eth0

ipsec_send 1
assert_eq "ESP before the key exchange" "$(ipsec_seen)" "0 0 0"
ipsec_exchange
ipsec_send 3
ipsec_arrives 3
seen client "icmp (3/2|4/1) $VIP > $CLIENT mtu [0-9]+ inner 50 ${CLIENT}[^ ]+ > ${VIP}[^ ]+ sums good"

# And back.
count_packets client esp "meta l4proto 50 $ip saddr $VIP"
count_packets client marked "meta l4proto 50 $ip saddr $VIP2"
on "$ipsec_server" peer raw 50 "$CLIENT" "$ESP"
wait_for 10 is -eq 1 packets client esp
lb_conns
assert_eq "connections" "$(lb_conns | grep -c -i udp)" 1

# Of other servers: what comes from one that has both connections may belong to either.
ipsec_mark
for i in 1 2 3; do
	rs=RS$i
	[[ rs$i == "$ipsec_server" ]] || lb_mark_dest_add 7 "${!rs}"
done
VIP=$VIP2
unmarked=$(ipsec_seen)
ipsec_send 1
assert_eq "marked ESP before the key exchange" "$(ipsec_seen)" "$unmarked"
ipsec_exchange
ipsec_send 2
ipsec_arrives 2
on "$ipsec_server" peer raw 50 "$CLIENT" "$ESP"
wait_for 10 is -eq 1 packets client marked
