#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A client goes from one port to two addresses that have the same server, one by a service of its own and one by a
# service of a firewall mark: the server cannot tell the two connections apart, and its replies are the newer one's,
# also after the older one has sent more.
# engine: both
# families: 4 6

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# from_one_port ADDR: who answers there, before the older connection is forgotten.
from_one_port()
{
	on client timeout $((8 * SLOW)) peer tcp-dial-from "$1" 80 1 40000
}

topo
tcp_greeters 80
mark_packets 7 "daddr $VIP2"
lb_service_add tcp "$(hp "$VIP" 80)" rr
lb_dest_add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
lb_mark_add 7 rr
lb_mark_dest_add 7 "$RS1"
for _ in 1 2 3; do
	assert_eq "the address's answer" "$(from_one_port "$VIP")" rs1
	assert_eq "the mark's answer" "$(from_one_port "$VIP2")" rs1
done

[[ $LB == ipvsx ]] || exit 0
udp_servers 53
# While the older one sends, a step is crossed at which it looks at its reply slot: of 8 s each four.
on dir ipvsctl service add udp "$(hp "$VIP" 53)" scheduler rr timeout-udp 8
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$RS1" 53)"
heard=$(on client python3 -E -S - "$VIP" "$VIP2" <<-'END'
	import socket, sys, time

	def ask(vip):
	    s = socket.socket(socket.AF_INET6 if ":" in vip else socket.AF_INET, socket.SOCK_DGRAM)
	    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	    s.bind(("", 40000))
	    s.connect((vip, 53))
	    s.send(b"first")
	    s.settimeout(20)
	    print(s.recv(100).decode())
	    return s

	older, newer = [ask(vip) for vip in sys.argv[1:]]
	for i in range(22):
	    older.send(b"more")
	    time.sleep(0.2)
	newer.send(b"last")
	while not (said := newer.recv(100)).endswith(b"last"):
	    pass
	print(said.decode())
END
)
assert_eq "heard" "$heard" $'rs1 first\nrs1 first\nrs1 last'
