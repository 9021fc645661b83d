#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What becomes of cost and memory when there are many connections, servers, services.
#
# Lines: "T ..." as slices.sh, and
#	M WHAT WHO KIND COUNT KB KB_SLAB KB_VMALLOC	memory taken by so many of them
#	S WHAT WHO KIND COUNT NUMBER			another figure
#
# Config: ROUNDS, SLICES, PACKETS; MANY, connections whose memory is measured; TABLES,
# SERVERS and SERVICES, numbers to be visited, ascending; GROWTH, connections a table
# grows to; IDLE, milliseconds; CHOICES, connections of each scheduler

set -uo pipefail

# shellcheck source=tests/bench/guest/director.sh
. /t/bench/guest/director.sh
# shellcheck source=tests/bench/guest/slices.sh
. /t/bench/guest/slices.sh

SCHEDULERS="rr wrr lc wlc lblc lblcr sed nq fo ovf dh sh mh twos"

# Kilobytes in use, in slabs and in vmalloc areas, when what waits for RCU has gone. Free
# pages that a processor keeps at hand are not in MemFree.
memory()
{
	sleep 0.5
	awk '$1 == "MemFree:" { free += $2 }
		$1 == "count:" { free += 4 * $2 }
		$1 == "Slab:" { slab = $2 }
		$1 == "VmallocUsed:" { vmalloc = $2 }
		END { print -free, slab, vmalloc }' /proc/meminfo /proc/zoneinfo
}

# more_memory BEFORE: what has come to it since
more_memory()
{
	local before now
	read -ra before <<<"$1"
	read -ra now < <(memory)
	echo "$((now[0] - before[0])) $((now[1] - before[1])) $((now[2] - before[2]))"
}

microseconds()
{
	echo "${EPOCHREALTIME/[.,]/}"
}

# side_by_side NAME:ENGINE:METHOD:PROTO:FAMILY...: directors, not configured
side_by_side()
{
	local n=0 name engine method proto family
	names=() methods=() words=() files=() pids=()
	for name; do
		IFS=: read -r name engine method proto family <<<"$name"
		n=$((n + 1))
		names[n]=$name
		methods[n]=$method
		stand "$n" "$engine" "$method" "$proto" "$family"
	done
	configure_floor d1
}

# ---- memory of connections, and the end of a namespace that has them ----

conn_memory()
{
	local engine=$1 method=$2 family=$3 before began kind=udp$3
	director 0 "$engine" "$method" udp "$family"
	# What the measurement itself needs it has from here on.
	run 0 "flows=$MANY" n=1000
	before=$(memory)
	run 0 "flows=$MANY" skip=1000 "n=$((MANY - 1000))"
	echo "M connection $engine-$method $kind $((MANY - 1000)) $(more_memory "$before")"
	echo "S open $engine-$method $kind $TIMED $NS"
	run 0 "flows=$MANY" n=2000 random=1 check=1
	report 0 "$kind" "$MANY" "$engine-$method" check
	began=$(microseconds)
	directors_down 0
	echo "S namespace-us $engine-$method $kind $MANY $(($(cat /sys/module/vsxbench/parameters/gone_us) - began))"
}

part_memory()
{
	local engine method family
	for engine in ipvsx ipvs; do
		for family in 4 6; do
			for method in nat dr; do conn_memory "$engine" "$method" "$family"; done
		done
	done
}

# ---- lookups, by size of the table ----

part_lookup()
{
	local n last=0 round
	kind=lookup
	side_by_side floor:floor:-:udp:4 ipvsx-nat:ipvsx:nat:udp:4 again:ipvsx:nat:udp:4 \
		ipvsx-dr:ipvsx:dr:udp:4 ipvs-nat:ipvs:nat:udp:4
	for n in 2 3 4; do configure_ipvsx "d$n" "${methods[$n]}" udp 4; done
	configure_ipvs d5 nat udp 4
	for flows in $TABLES; do
		for n in 2 3 4 5; do
			run "$n" "flows=$flows" "skip=$last" "n=$((flows - last))"
		done
		last=$flows
		for ((round = 1; round <= ROUNDS; round++)); do
			slices "$round" request-random random=1
		done
	done
	directors_down "${!names[@]}"
}

# ---- growth from nothing ----

part_growth()
{
	local who
	for who in ipvsx ipvs; do
		director 0 "$who" nat udp 4
		run 0 flows="$GROWTH" n=64
		run 0 "flows=$GROWTH" skip=64 "n=$((GROWTH - 64))"
		echo "S grow $who-nat udp4 $TIMED $NS"
		directors_down 0
	done
}

# ---- choosing among many servers ----

# server_commands N FORM: the lines FORM, where %A is the address of a server and %W its weight
server_commands()
{
	awk -v n="$1" -v form="$2" 'BEGIN {
		for (i = 1; i <= n; i++) {
			line = form
			sub(/%A/, "10.99." int(i / 256) "." i % 256, line)
			sub(/%W/, i % 3 + 1, line)
			print line
		}
	}'
}

# choose N: every scheduler over N servers; each has sent a packet to all of them before. Then the next packet of the
# same connections: it meets all that many servers make cold but what a choice does.
choose()
{
	local servers=$1 scheduler next round n
	flows=$servers
	side_by_side floor:floor:-:udp:4 ipvsx-dr:ipvsx:dr:udp:4 ipvs-dr:ipvs:dr:udp:4
	{
		echo "service add udp $VIP:80 scheduler rr"
		server_commands "$servers" "dest add udp $VIP:80 %A:80 method dr weight %W"
	} >/tmp/batch
	in_ns d2 ipvsctl batch /tmp/batch
	{
		echo "-A -u $VIP:80 -s rr"
		server_commands "$servers" "-a -u $VIP:80 -r %A:80 -g -w %W"
	} | in_ns d3 ipvsadm -R
	next=$((servers * 2))
	for n in 2 3; do run "$n" "servers=$servers" "flows=$next" "n=$next"; done
	for scheduler in $SCHEDULERS; do
		kind=$scheduler
		in_ns d2 ipvsctl service set udp "$VIP:80" scheduler "$scheduler"
		in_ns d3 ipvsadm -E -u "$VIP:80" -s "$scheduler" 2>/dev/null || echo "S absent ipvs $scheduler 0 0"
		for ((round = 1; round <= ROUNDS; round++)); do
			openings "$round" "$next" "$CHOICES" "servers=$servers" ports=1
			in_turn "$round" opened "$next" "$CHOICES" "servers=$servers" ports=1
			next=$((next + CHOICES + 256))
		done
	done
	directors_down "${!names[@]}"
}

part_choice()
{
	local servers which
	family 4
	# Of 1024 neighbours, which is the default, each packet to one more would throw others out.
	for which in 3 2 1; do echo 65536 >/proc/sys/net/ipv4/neigh/default/gc_thresh$which; done
	modprobe -a ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_lblc ip_vs_lblcr ip_vs_sed ip_vs_nq ip_vs_fo ip_vs_ovf ip_vs_dh ip_vs_sh ip_vs_mh
	for servers in $SERVERS_LIST; do choose "$servers"; done
}

# ---- many services ----

# service_commands N FORM...: the lines, for addresses that follow each other
service_commands()
{
	local n=$1
	shift
	printf '%s\n' "$@" >/tmp/forms
	awk -v n="$n" '{ form[NR] = $0 } END {
		for (i = 1; i <= n; i++)
			for (f = 1; f <= NR; f++) {
				line = form[f]
				gsub(/%V/, "10." 50 + int(i / 65536) "." int(i / 256) % 256 "." i % 256, line)
				print line
			}
	}' /tmp/forms
}

# idle WHO N: what the processor does in a time without packets, with the most services
idle()
{
	[[ $2 == "${SERVICES_LIST##* }" ]] || return 0
	run 1 n=0 "idle=$IDLE"
	echo "S idle $1 udp4 $2 $NS"
}

# added WHO N BEFORE BEGAN
added()
{
	echo "S add-us $1 udp4 $2 $(($(microseconds) - $4))"
	echo "M service $1 udp4 $2 $(more_memory "$3")"
}

many_services()
{
	local n=$1 d before began round first=100000
	kind=services-$n flows=$first
	side_by_side floor:floor:-:udp:4 ipvsx-nat:ipvsx:nat:udp:4 ipvs-nat:ipvs:nat:udp:4
	for d in d2 d3; do in_ns "$d" ip route add local 10.50.0.0/15 dev lo; done
	idle none "$n"
	service_commands "$n" "service add udp %V:80 scheduler rr" "dest add udp %V:80 10.99.0.1:80 method nat" >/tmp/batch
	before=$(memory)
	began=$(microseconds)
	in_ns d2 ipvsctl batch /tmp/batch
	added ipvsx "$n" "$before" "$began"
	idle ipvsx "$n"
	service_commands "$n" "-A -u %V:80 -s rr" "-a -u %V:80 -r 10.99.0.1:80 -m" >/tmp/batch
	before=$(memory)
	began=$(microseconds)
	in_ns d3 ipvsadm -R </tmp/batch
	added ipvs "$n" "$before" "$began"
	idle ipvsx+ipvs "$n"
	for d in 2 3; do
		run "$d" "vips=$n" servers=1 "flows=$first" "n=$first" check=1
		report 0 "$kind" "$flows" "${names[$d]}" check
	done
	for ((round = 1; round <= ROUNDS; round++)); do
		slices "$round" request-random "vips=$n" random=1
		openings "$round" "$((first + (round - 1) * (PACKETS + 256)))" "$PACKETS" "vips=$n"
	done
	directors_down "${!names[@]}"
}

part_services()
{
	local n
	family 4
	for n in $SERVICES_LIST; do many_services "$n"; done
}

[[ $PARTS == choice ]] || touch_memory    # counts of instructions know no such thing
load_modules
family 4
echo "S idle-ms - - 0 $IDLE"
for part in $PARTS; do
	began=$(microseconds)
	"part_$part"
	echo "S part $part - 0 $(($(microseconds) - began))"
done
