#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# node_exporter's ipvs collector tells of every destination of some hundred services, of addresses and of firewall
# marks, what ipvsctl tells, and the namespace's totals.  SERVICES=5000 in the environment of the run makes it so
# many.
# engine: ipvsx
# limit: 180
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
services=${SERVICES:-400}
lb_service tcp "$VIP" 80 rr
for ((i = 0; i < services; i++)); do
	case $((i % 6)) in
	0) vip="tcp 10.1.0.101:$((1000 + i))" rs="10.2.0.11:$((i + 1))" ;;
	1) vip="udp 10.1.0.101:$((1000 + i))" rs="10.2.255.11:$((i + 1))" ;;
	2) vip="tcp [fd00:1::101]:$((1000 + i))" rs="[fd00:2::11]:$((i + 1))" ;;
	3) vip="udp [fd00:1::101]:$((1000 + i))" rs="[fd00:2::ffff:11]:$((i + 1))" ;;
	4) vip="mark $((i + 1))" rs="10.2.0.12:$((i + 1))" ;;
	5) vip="mark6 $((i + 1))" rs="[fd00:2::12]:$((i + 1))" ;;
	esac
	echo "service add $vip scheduler rr"
	echo "dest add $vip $rs weight $((i % 50))"
done >"$TMP/batch"
on dir ipvsctl batch "$TMP/batch"
dial client "$VIP" 80 9 >/dev/null
talk_open tcp held client "$VIP" 80
talk_hear held >/dev/null

spawn dir prometheus-node-exporter --collector.disable-defaults --collector.ipvs \
	--web.listen-address=127.0.0.1:9100 >"$TMP/exporter.log" 2>&1
wait_for 60 listening dir t 9100
began=$(date +%s%N)
on dir curl -sS http://127.0.0.1:9100/metrics >"$TMP/metrics"
trace "scraped in $((($(date +%s%N) - began) / 1000000)) ms"

# The fields of each backend, by what the collector calls them. It has one word for marks of both families.
listed()
{
	local key=$1
	quiet_on dir ipvsctl -j -n list | jq -r --arg key "$key" '.services[] as $s | $s.destinations[] |
		"\($s.protocol | sub("mark6?"; "fwm")) \($s.address // "-") \($s.mark // "-") \($s.port // 0) \(.address) \(.port) \(.[$key])"' |
		sort
}

exported()
{
	awk -F '"' -v name="node_ipvs_backend_$1{local_address=" '$1 == name {
		print tolower($8), ($2 == "" ? "-" : $2), ($4 == "" ? "-" : strtonum("0x" $4)), $6, $10, $12,
		      substr($13, 3) }' "$TMP/metrics" | sort
}

for pair in weight:weight connections_active:active connections_inactive:inactive; do
	listed "${pair#*:}" >"$TMP/listed"
	exported "${pair%:*}" >"$TMP/exported"
	assert_eq "backends with ${pair%:*}" "$(wc -l <"$TMP/exported")" $((services + 3))
	diff "$TMP/listed" "$TMP/exported" || fail "listed (<) and exported (>) differ: $pair"
done
total()
{
	awk -v name="node_ipvs_$1" '$1 == name { printf "%d\n", $2 }' "$TMP/metrics"
}
assert_eq "connections" "$(total connections_total)" 10
assert_eq "incoming packets" "$(total incoming_packets_total)" "$(lb_count tcp "$(hp "$VIP" 80)" inpkts)"
assert_eq "outgoing bytes" "$(total outgoing_bytes_total)" "$(lb_count tcp "$(hp "$VIP" 80)" outbytes)"
