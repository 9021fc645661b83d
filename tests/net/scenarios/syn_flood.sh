#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A flood of SYNs from forged addresses: there are as many connections as conn_max says and not one more, the
# memory is what these take, an open connection goes on, and with the defences of net.ipv4.vs new clients
# get through again. Datagrams from many ports are given up early, too; a flow that lasts is not.
# engine: ipvsx
# families: 4 6
# limit: 120

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

vs=/proc/sys/net/ipv4/vs

knob()
{
	on dir sh -c "echo $2 >$vs/$1"
}

knob_of()
{
	quiet_on dir cat "$vs/$1"
}

info()
{
	quiet_on dir ipvsctl -j stats | jq ".namespace.$1"
}

# flood FIRST COUNT [FLAGS...]
flood()
{
	on client python3 -E -S "$HERE/flood.py" eth0 "$mac" "$VIP" 80 "$@"
}

# in_state STATE: how many connections are.
in_state()
{
	lb_conns | awk -v state="$1" '$2 == state { n++ } END { print n + 0 }'
}

# seconds_left STATE: of the one connection in it.
seconds_left()
{
	lb_conns | awk -v state="$1" '$2 == state { print $3 }'
}

# all_arrived REASON COUNT: the last packet of a flood has been counted.
all_arrived()
{
	wait_for 20 is -eq "$2" reason "$1"
}

topo
tcp_servers 80
udp_servers 53
mac=$(ip -n dir -j link show c0 | jq -r '.[0].address')
for rs in rs1 rs2 rs3; do
	quiet_on $rs nft -f - <<-END
		table inet t {
			chain i {
				type filter hook input priority 0
				ip saddr 198.18.0.0/15 drop
				ip6 saddr 2001:db8::/32 drop
			}
		}
	END
done
lb_service tcp "$VIP" 80 rr
small=$(info table_bytes)
knob conn_max 800
talk_open tcp held client "$VIP" 80
hears=$(talk_hear held)
assert_match "greeting" "$hears" "rs[123]"

# The limit.
flood 0 3000
all_arrived connection-limit 2201
assert_eq "connections" "$(info connections)" 800
assert_eq "states" "$(lb_states)" "1 established 799 syn-recv"
# Twice what 800 connections take by the table of design.md: pages half full.
((AF == 4)) && each=136 || each=276
(($(info table_bytes) <= small + 800 * each)) || fail "memory: $small, then $(info table_bytes)"
assert_eq "the open connection" "$(talk held one)" one

# drop_entry, automatic: acts while less than an eighth is left.
knob drop_entry 1
assert_eq "drop_entry while it acts" "$(knob_of drop_entry)" 2
wait_for 20 is -eq 1 knob_of drop_entry
(($(info connections) <= 700)) || fail "$(info connections) connections left"
assert_match "a new client" "$(dial client "$VIP" 80)" "rs[123]"
assert_eq "the open connection" "$(talk held two)" two

# Always: half of those left are gone after six seconds, all of them long before the minute they would last. Flows of
# one datagram go from a fifth of their timeout on.
lb_service udp "$VIP" 53 rr
on dir ipvsctl service set udp "$(hp "$VIP" 53)" timeout-udp 30
talk_open udp lasting client "$VIP" 53
flow=$(talk lasting one)
wait_for 10 is -lt 30 seconds_left udp
assert_eq "the flow" "$(talk lasting two)" "$flow"
on client peer udp-flood "$VIP" 53 40 4000 "$CLIENT"
wait_for 20 is -eq 41 in_state udp
knob drop_entry 3
wait_for 15 is -lt 300 in_state syn-recv
wait_for 20 is -lt 15 in_state udp
assert_eq "the flow" "$(talk lasting three)" "$flow"
assert_eq "flows that got their server" "$(lb_count udp "$(hp "$VIP" 53)" conns)" 41
assert_eq "the open connection" "$(talk held three)" three
knob drop_entry 0

# secure_tcp: they last ten seconds, and nobody gets further without the server.
knob secure_tcp 3
wait_for 20 is -eq 0 in_state syn-recv
flood 10000 5 2 16 17
wait_for 20 is -eq 5 in_state syn-recv
assert_match "states" "$(lb_states)" "5 syn-recv"
assert_match "a new client" "$(dial client "$VIP" 80)" "rs[123]"
assert_eq "the open connection" "$(talk held four)" four
knob secure_tcp 0

# drop_packet: one of two new ones, then all of them while memory is short. The open one loses nothing.
knob conn_max 1073741824
knob am_droprate 2
knob drop_packet 3
before=$(info connections)
flood 20000 20
all_arrived overload-dropped 10
knob amemthresh 2147483647
knob drop_packet 1
assert_eq "drop_packet while it acts" "$(knob_of drop_packet)" 2
flood 30000 30
all_arrived overload-dropped 40
assert_eq "the open connection" "$(talk held five)" five
knob amemthresh 0
assert_eq "drop_packet afterwards" "$(knob_of drop_packet)" 1
assert_match "a new client" "$(dial client "$VIP" 80)" "rs[123]"
trace "connections: $before before, $(info connections) after"
