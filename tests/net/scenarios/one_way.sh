#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A flow of which for longer than its timeout only one end sends: either end keeps it, with its server and its virtual
# address, for the other, and it is listed with the time that is left. When both are silent it ends.
# engine: both
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# A power of two: half of it is the step at which ipvsx looks at both ends' slots
TIMEOUT=8

# A server that answers to "who", sends as many datagrams as it is asked for, two a second, and says nothing to others
cat >"$TMP/server.py" <<-'END'
	import socket, sys, threading, time

	s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
	s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
	s.bind(("::", 53))
	name = sys.argv[1].encode()

	def stream(to, n):
	    for _ in range(n):
	        s.sendto(name, to)
	        time.sleep(0.5)

	while True:
	    asked, client = s.recvfrom(100)
	    if asked == b"who":
	        s.sendto(name, client)
	    elif asked.startswith(b"send "):
	        threading.Thread(target=stream, args=(client, int(asked[5:])), daemon=True).start()
END

topo
for i in 1 2; do
	spawn rs$i python3 -E -S "$TMP/server.py" rs$i
	wait_for 20 listening rs$i u 53
done
if [[ $LB == ipvs ]]; then
	on dir ipvsadm --set 0 0 $TIMEOUT
	lb_service_add udp "$(hp "$VIP" 53)" rr
else
	on dir ipvsctl service add udp "$(hp "$VIP" 53)" scheduler rr timeout-udp $TIMEOUT
fi
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$RS1" 53)"
lb_dest_add udp "$(hp "$VIP" 53)" "$(hp "$RS2" 53)"

# The time that is left of each connection, as it is listed
left()
{
	quiet_on dir cat /proc/net/ip_vs_conn | awk 'NR > 1 { print $9 }'
}

# Each flow asks who is there, then one end of it sends for two and a half timeouts, then it asks again. Sockets are
# connected: they hear the virtual address alone.
on client python3 -E -S - "$VIP" $((TIMEOUT * 5)) "$TMP/begun" >"$TMP/heard" <<-'END' &
	import socket, sys, time

	n = int(sys.argv[2])

	def ask(s):
	    s.send(b"who")
	    return s.recv(100).decode()

	flows = []
	for _ in range(2):
	    s = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET, socket.SOCK_DGRAM)
	    s.settimeout(20)
	    s.connect((sys.argv[1], 53))
	    flows.append(s)
	asks, hears = flows
	first = [ask(s) for s in flows]
	hears.send(b"send %d" % n)
	open(sys.argv[3], "w").close()
	for _ in range(n):
	    asks.send(b"more")
	    time.sleep(0.5)
	streamed = [hears.recv(100).decode() for _ in range(n)]
	print("as before" if [ask(s) for s in flows] == first else "another")
	print("apart" if first[0] != first[1] else "together")
	print("its own" if set(streamed) == {first[1]} else streamed)
END
asking=$!
wait_for 20 test -e "$TMP/begun"
# Two packets a second come of each. A machine that stands still for a while may show a time before; but less than half is
# left where the end that sends has not been heard.
least=$TIMEOUT
while kill -0 $asking 2>/dev/null; do
	sleep 0.5
	for seconds in $(left); do
		((seconds <= TIMEOUT)) || fail "$seconds of $TIMEOUT s are left"
		((seconds >= least)) || least=$seconds
	done
done
trace "at least $least s were left"
((least > TIMEOUT / 2)) || fail "of a flow that goes on $least of $TIMEOUT s are left"
wait $asking
assert_eq "servers" "$(cat "$TMP/heard")" $'as before\napart\nits own'
count_is 2 udp "$(hp "$VIP" 53)" conns
within $((TIMEOUT * 4)) states_are '' || fail "connections that do not end: $(lb_conns)"
