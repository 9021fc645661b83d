#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each way a packet can leave has a counter, and the packet that leaves by it moves that one alone, by one; the
# tracepoint tells the same with the addresses. (What only a lack of memory does is in table_full and
# no_memory.)
# engine: ipvsx
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

trace_dir=/sys/kernel/tracing

knob()
{
	on dir sh -c "echo $2 >/proc/sys/net/ipv4/vs/$1"
}

# crafter NS INTERFACE MAC: a process there that sends what `send NS LINE` says.
crafter()
{
	local fd
	mkfifo "$TMP/$1.craft" "$TMP/$1.sent"
	# Both ways, so that opening waits for nobody.
	exec {fd}<>"$TMP/$1.craft"
	declare -g "CRAFT_$1=$fd"
	exec {fd}<>"$TMP/$1.sent"
	declare -g "SENT_$1=$fd"
	inside "$1" python3 -E -S "$HERE/craft.py" "$2" "$3" "$AF" \
		<"$TMP/$1.craft" >"$TMP/$1.sent" &
}

send()
{
	local ns=$1 in=CRAFT_$1 out=SENT_$1 line
	trace "$ns sends: $2"
	echo "$2" >&"${!in}"
	read -r -t $((10 * SLOW)) -u "${!out}" line
	assert_eq "crafter" "$line" sent
}

counters()
{
	quiet_on dir ipvsctl stats --reasons | awk 'NR > 1 { print $2, $1 }'
}

# The names whose counter differs from $TMP/before, with the difference.
moved()
{
	counters | paste -d ' ' "$TMP/before" - |
		awk '$2 != $4 { printf "%s%s %d", (n++ ? ", " : ""), $1, $4 - $2 } END { print "" }'
}

has_moved()
{
	[[ -n $(moved) ]]
}

seen_reasons=
# case_of REASON NS LINE: that packet, sent there, moves that counter alone, and is traced.
case_of()
{
	local reason=$1 ns=$2
	seen_reasons+=$reason$'\n'
	counters >"$TMP/before"
	: >"$trace_dir/trace"
	send "$ns" "$3"
	within 10 has_moved || true
	assert_eq "counters moved by: $3" "$(moved)" "$reason 1"
	assert_eq "traced of: $3" "$(grep -o 'ipvsx_packet: reason=[^ ]*' "$trace_dir/trace")" \
		"ipvsx_packet: reason=$reason"
}

# service PROTO PORT [DEST [WORD...]]
service()
{
	on dir ipvsctl service add "$1" "$(hp "$VIP" "$2")" scheduler rr
	[[ -z ${3-} ]] || on dir ipvsctl dest add "$1" "$(hp "$VIP" "$2")" "$(hp "$3" "$2")" "${@:4}"
}

topo
topo_direct
mount -t tracefs none $trace_dir 2>/dev/null || mountpoint -q $trace_dir
echo 1 >$trace_dir/events/ipvsx/ipvsx_packet/enable
# The servers' stacks say nothing by themselves.
for ns in client rs1 rs2; do
	# No sets: lockdep has something to say about how nftables of 6.1 looks them up.
	quiet_on $ns nft -f - <<-END
		table inet t {
			chain i { type filter hook input priority 0; meta l4proto tcp drop; meta l4proto udp drop; }
		}
	END
done
crafter client eth0 "$(ip -n dir -j link show c0 | jq -r '.[0].address')"
crafter rs1 eth0 "$(ip -n dir -j link show br0 | jq -r '.[0].address')"
if ((AF == 4)); then
	unreachable="3 3 0" toobig="3 4 1300" host=32 gone=10.66.0.1
else
	unreachable="1 4 0" toobig="2 0 1300" host=128 gone=fd00:66::1
fi
ip -n dir route add unreachable "$gone"
ip -n dir route add "$RS2/$host" dev br0 mtu 1300

service udp 53 "$RS1"
case_of forwarded client "udp $CLIENT 1000 $VIP 53"
case_of replied rs1 "udp $RS1 53 $CLIENT 1000"
case_of icmp-to-server client "error $unreachable $CLIENT $VIP udp $VIP 53 $CLIENT 1000"
case_of icmp-to-client rs1 "error $unreachable $RS1 $CLIENT udp $CLIENT 1000 $RS1 53"
case_of ttl-exceeded client "udp $CLIENT 1000 $VIP 53 1 1"
on dir ip -"$AF" rule add from "$VIP" prohibit
case_of no-route-to-client rs1 "udp $RS1 53 $CLIENT 1000"
on dir ip -"$AF" rule del from "$VIP" prohibit

service udp 54 "$RS1" method tunnel
case_of forwarded client "udp $CLIENT 1000 $VIP 54"
case_of tunnel-too-big rs1 "error $toobig $RS1 $DIR_S ipip $DIR_S $RS1 udp $CLIENT 1000 $VIP 54 100"

# The same of a connection of all ports, after one of them got a service of its own.
on dir ipvsctl service add udp "$(hp "$VIP" 0)" scheduler rr persist 60
on dir ipvsctl dest add udp "$(hp "$VIP" 0)" "$RS1" method tunnel
case_of forwarded client "udp $CLIENT 1000 $VIP 59"
service udp 59 "$RS2"
case_of tunnel-too-big rs1 "error $toobig $RS1 $DIR_S ipip $DIR_S $RS1 udp $CLIENT 1000 $VIP 59 100"
on dir ipvsctl service del udp "$(hp "$VIP" 0)"

service udp 55 "$gone"
case_of no-route-to-server client "udp $CLIENT 1000 $VIP 55"
service udp 56 "$RS2"
case_of packet-too-big client "udp $CLIENT 1000 $VIP 56 1400"

service tcp 80 "$RS1"
case_of not-a-syn client "tcp $CLIENT 1000 $VIP 80 16"
case_of forwarded client "tcp $CLIENT 1000 $VIP 80 2"
on dir ipvsctl dest del tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
case_of server-removed-held client "tcp $CLIENT 1000 $VIP 80 16"

# Without a grace the collector ends such a connection with its next pass: to be there before it may take some tries.
knob expire_nodest_conn 1
seen_reasons+=server-removed-reset$'\n'
for ((port = 2000; port < 2020; port++)); do
	on dir ipvsctl dest add tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
	case_of forwarded client "tcp $CLIENT $port $VIP 80 2"
	counters >"$TMP/before"
	on dir ipvsctl dest del tcp "$(hp "$VIP" 80)" "$(hp "$RS1" 80)"
	send client "tcp $CLIENT $port $VIP 80 16"
	within 10 has_moved || true
	[[ $(moved) == "not-a-syn 1" ]] || break
done
assert_eq "counters moved by a segment to a removed server" "$(moved)" "server-removed-reset 1"
case_of no-destination-rejected client "tcp $CLIENT 1001 $VIP 80 2"
on dir ipvsctl service set tcp "$(hp "$VIP" 80)" no-dest drop
case_of no-destination-dropped client "tcp $CLIENT 1001 $VIP 80 2"
on dir ipvsctl service set tcp "$(hp "$VIP" 80)" no-dest bypass
case_of bypassed client "tcp $CLIENT 1001 $VIP 80 2"

# Conntrack is there once a rule asks for it.
on dir nft -f - <<-END
	table inet t {
		chain f { type filter hook input priority 0; ct state new accept; }
	}
END
knob conntrack 1
service udp 57 "$RS1"
case_of forwarded client "udp $CLIENT 1000 $VIP 57"
on dir ipvsctl dest add udp "$(hp "$VIP" 57)" "$(hp "$RS2" 57)"
on dir ipvsctl dest del udp "$(hp "$VIP" 57)" "$(hp "$RS1" 57)"
case_of conntrack-stale client "udp $CLIENT 1000 $VIP 57"
case_of forwarded client "udp $CLIENT 1000 $VIP 57"
knob conntrack 0
on dir nft delete table inet t

knob am_droprate 1
knob drop_packet 3
case_of overload-dropped client "udp $CLIENT 1001 $VIP 53"
knob drop_packet 0
knob conn_max 1
case_of connection-limit client "udp $CLIENT 1001 $VIP 53"

assert_eq "reasons without a case" \
	"$(counters | awk '{ print $1 }' | grep -vxF "${seen_reasons%$'\n'}" | tally)" \
	"1 connection-table-full 1 no-memory"

# What a line of the trace says.
: >$trace_dir/trace
send client "udp $CLIENT 1002 $VIP 53"
wait_for 10 grep -q ipvsx_packet $trace_dir/trace
assert_match "line of the trace" "$(<$trace_dir/trace)" \
	"reason=connection-limit protocol=17 src=[^ ]*${CLIENT}[^ ]*:1002 dst=[^ ]*${VIP}[^ ]*:53 len="
echo 0 >$trace_dir/events/ipvsx/ipvsx_packet/enable
