#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The way to an SCTP server narrows behind the director: "too big" reaches the client, about its association, and long
# lines arrive; by NAT the router's, through a tunnel the director's own, then the router's about the tunnel's packet.
# engine: both          (ip_vs: not the tunnel)
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_deep 1400
ip -n deep link set eth0 mtu 1400
ip -n deep address add "$VIP2" dev lo
offloads_off client dir
modprobe sctp
spawn deep peer sctp-serve 8080 deep "$DEEP"
spawn deep peer sctp-serve 80 deep "$VIP2"
wait_for 20 listening_sctp deep 8080
wait_for 20 listening_sctp deep 80
sniff client eth0
[[ $AF == 4 ]] && kind=3/4 own=1480 way=1380 || kind=2/0 own=1460 way=1360
# ended NAME: one end after the other, for the kernel's own SCTP complains of RCU when it aborts two at once.
ended()
{
	talk_close "$1"
	wait_for 20 ended_sctp client
	wait_for 20 ended_sctp deep
}
line=$(printf '%3000s' '' | tr ' ' x)

lb_service_add sctp "$(hp "$VIP" 80)" rr
lb_dest_add sctp "$(hp "$VIP" 80)" "$(hp "$DEEP" 8080)"
talk_open sctp nat client "$VIP" 80
assert_eq "greeting" "$(talk_hear nat)" deep
# The timer for what is lost begins with 3 s, and doubles.
assert_eq "long line" "$(talk nat "$line" 60)" "$line"
seen client "icmp $kind [^ ]+ > $CLIENT mtu 1400 inner sctp $CLIENT\.[0-9]+ > $VIP\.80 sums good"
assert_match "path MTU at the client" "$(on client ip route get "$VIP")" "mtu 1400"
ended nat
[[ $LB == ipvsx ]] || exit 0

# Replies leave the director aside.
topo_direct 2
if [[ $AF == 4 ]]; then
	ip -n rs1 route add 10.1.0.0/24 via 10.2.0.2
else
	ip -n rs1 route add fd00:1::/64 via fd00:2::2
fi
topo_tunnel deep "$AF" ipip "$DEEP" "$DIR_S"
lb_method ipip
lb_service_add sctp "$(hp "$VIP2" 80)" rr
lb_dest_add sctp "$(hp "$VIP2" 80)" "$(hp "$DEEP" 80)"
talk_open sctp tun client "$VIP2" 80
assert_eq "greeting" "$(talk_hear tun)" deep
# What was cut before "too big" came goes on in fragments; the next line is cut to fit.
assert_eq "long line" "$(talk tun "$line" 60)" "$line"
assert_eq "long line" "$(talk tun "$line" 60)" "$line"
seen client "icmp $kind [^ ]+ > $CLIENT mtu $own inner sctp $CLIENT\.[0-9]+ > $VIP2\.80 sums good"
seen client "icmp $kind [^ ]+ > $CLIENT mtu $way inner sctp $CLIENT\.[0-9]+ > $VIP2\.80 sums good"
ended tun
