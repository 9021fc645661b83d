#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# While services and destinations come and go, each list of them, by ipvsadm, by ipvsctl and in /proc/net/ip_vs, has
# each of those that stay, and once.
# engine: ipvsx
# limit: 180
# leaks: yes
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# UDP services among TCP services, and destinations of odd ports among those of even ports.
commands()
{
	awk -v how="$1" 'BEGIN {
		for (i = 0; i < 600; i++) {
			s = sprintf("10.60.%d.%d:80", i / 200, i % 200 + 1)
			if (how == "stay")
				print "service add tcp " s "\ndest add tcp " s " 10.2.0.11:" 2 * i + 2
			else if (i % 3 == 0)
				print "service " how " udp " s
		}
		for (i = 0; i < 600; i++)
			if (how == "stay")
				print "dest add tcp 10.60.0.1:80 10.2.0.12:" 2 * i + 2
			else if (i % 3 == 0)
				print "dest " how " tcp 10.60.0.1:80 10.2.0.12:" 2 * i + 1
	}'
}

churn()
{
	while [[ ! -e $TMP/enough ]]; do
		quiet_on dir ipvsctl batch "$TMP/add" && quiet_on dir ipvsctl batch "$TMP/del" || return
		echo >>"$TMP/rounds"
	done
}

# Each prints "SERVICE DEST" of what stays.
by_ipvsadm()
{
	quiet_on dir ipvsadm -Sn | awk '$1 == "-a" && $2 == "-t" { print $3, $5 }'
}

by_ipvsctl()
{
	quiet_on dir ipvsctl -j -n list | jq -r '.services[] | select(.protocol == "tcp") as $s | .destinations[] |
		"\($s.address):\($s.port) \(.address):\(.port)"'
}

by_proc()
{
	quiet_on dir cat /proc/net/ip_vs | awk '
		$1 == "TCP" || $1 == "UDP" { mine = $1 == "TCP"; service = $2; next }
		$1 == "->" && mine && NR > 3 { print hex(service), hex($2) }
		function hex(s, n) {
			n = strtonum("0x" substr(s, 1, 8))
			return int(n / 16777216) "." int(n / 65536) % 256 "." int(n / 256) % 256 "." n % 256 \
				":" strtonum("0x" substr(s, 10))
		}'
}

topo
for how in stay add del; do
	commands "$how" >"$TMP/$how"
done
on dir ipvsctl batch "$TMP/stay"
awk '$1 == "dest" { print $4, $5 }' "$TMP/stay" | sort >"$TMP/expected"
churn &
churn=$!
wait_for 20 test -s "$TMP/rounds"
for i in 1 2 3; do
	for way in by_ipvsctl by_proc by_ipvsadm; do
		trace "$way"
		$way | awk '{ split($2, d, ":"); if (d[2] % 2 == 0) print }' | sort >"$TMP/got"
		diff "$TMP/expected" "$TMP/got" >&2 || fail "what stays (<) and what $way lists (>) differ"
	done
done
touch "$TMP/enough"
wait "$churn" || fail "a change was refused"
(($(wc -l <"$TMP/rounds") > 2)) || fail "hardly a change while it was listed"
