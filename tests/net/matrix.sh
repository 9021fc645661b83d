# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the scenarios matrix_*, after lib.sh: runs cells of the table beside
# this file. Those of a method and family share a network, those of a row three
# services of two servers. One that fails does not keep the others from running; all
# are reported, in lines "cell: ok|failed METHOD FAMILY PROTO ASPECT".
#
# While a cell runs: $method $family $proto, and $servers, their addresses.

# matrix METHOD: all cells of a method whose services are of the scenario's family.
# Port 80 of $VIP has a service, other ports that of all ports; what goes to $VIP2 has mark 7.
matrix()
{
	local -a words aspects
	local failed=0
	method=$1
	matrix_network
	read -ra aspects <<<"$(sed -n 's/^# method family proto *//p' "$HERE/matrix")"
	while read -ra words; do
		family=${words[1]} proto=${words[2]}
		matrix_servers
		matrix_row "${words[@]:3}"
	done <<<"$(awk -v m="$method" -v f="^$AF(in|\$)" '$1 == m && $2 ~ f' "$HERE/matrix")"
	((failed == 0)) || fail "$failed cells of the table: see above"
}

# A cell is a process of its own, not a condition, so that its first failure ends it.
matrix_row()
{
	local i verdict
	lb_flush
	by_address
	by_mark
	by_all_ports
	for ((i = 0; i < ${#aspects[@]}; i++)); do
		[[ ${*:i + 1:1} == + ]] || continue
		trace "---- $method $family $proto ${aspects[i]}"
		verdict=ok
		(
			"cell_${aspects[i]//-/_}"
			[[ $method != local ]] || wait_for 5 services_count
		) &
		wait $! || verdict=failed
		if [[ $verdict == failed ]]; then
			failed=$((failed + 1))
			matrix_evidence || true
			matrix_reset
		fi
		echo "cell: $verdict $method $family $proto ${aspects[i]}"
	done
}

# ---- the network ------------------------------------------------------------------------------

# Servers of each protocol at ports 80 to 82; `far`, whose way to the director fragments.
matrix_network()
{
	local ns port addr
	topo
	[[ $AF == 6 ]] || topo_far 1500
	matrix_marks
	case $method in
	nat | local) ;;
	dr) topo_direct ;;
	*) matrix_tunnels ;;
	esac
	modprobe sctp
	for port in 80 81 82; do
		for ns in $(matrix_names); do
			spawn "$ns" peer tcp-serve $port "$ns"
			spawn "$ns" peer udp-serve $port "$ns"
			for addr in $(matrix_sctp "$ns"); do
				spawn "$ns" peer sctp-serve $port "$ns" "$addr"
			done
		done
	done
	for ns in $(matrix_names); do
		wait_for 20 listening "$ns" t 82
		wait_for 20 listening "$ns" u 82
		wait_for 20 listening_sctp "$ns" 82
	done
}

# Of SCTP a server has one address.
matrix_sctp()
{
	local rs=RS${1#rs}
	case $method in
	nat) echo "${!rs}" ;;
	local) echo "$DIR_S" "$VIP" "$VIP2" ;;
	*) echo "$VIP" "$VIP2" ;;
	esac
}

matrix_names()
{
	[[ $method == local ]] && echo dir || echo rs1 rs2
}

matrix_marks()
{
	on dir nft -f - <<-END
		table inet marks {
			chain pre {
				type filter hook prerouting priority mangle;
				$(ip_word) daddr $VIP2 meta mark set 7
			}
		}
	END
}

matrix_tunnels()
{
	local i rs end
	topo_direct
	for i in 1 2; do
		for end in '' OTHER_; do
			rs=${end}RS$i end=${end}DIR_S
			topo_tunnel "rs$i" "$AF" "$method" "${!rs}" "${!end}"
		done
	done
}

# Of the servers on the director one is reached by rewriting, one as with direct routing.
matrix_servers()
{
	case $method:$family in
	local:*) servers=("$DIR_S" "$DIR_C") ;;
	*in*) servers=("$OTHER_RS1" "$OTHER_RS2") ;;
	*) servers=("$RS1" "$RS2") ;;
	esac
}

# matrix_method N: how server N is reached.
matrix_method()
{
	case $method:$1 in
	local:0) lb_method nat ;;
	local:1) lb_method dr ;;
	*) lb_method "$method" ;;
	esac
}

# ---- services ---------------------------------------------------------------------------------

by_address()
{
	local i
	lb_service_add "$proto" "$(hp "$VIP" 80)" rr
	for i in 0 1; do
		matrix_method "$i"
		lb_dest_add "$proto" "$(hp "$VIP" 80)" "$(hp "${servers[i]}" 80)"
	done
}

by_mark()
{
	local i
	lb_mark_add 7 rr
	for i in 0 1; do
		matrix_method "$i"
		lb_mark_dest_add 7 "${servers[i]}"
	done
}

by_all_ports()
{
	local i
	lb_any_add "$proto" "$VIP" 300
	for i in 0 1; do
		matrix_method "$i"
		lb_any_dest_add "$proto" "$VIP" "${servers[i]}"
	done
}

# On the director the servers would answer without a service, too.
services_count()
{
	is -gt 0 conns_counted
}

conns_counted()
{
	quiet_on dir ipvsadm -Ln --stats --exact | awk '$1 != "->" { n += $3 } END { print n + 0 }'
}

# connect ADDR PORT N: who answers, each on a line.
connect()
{
	case $proto in
	tcp) dial client "$@" ;;
	udp) ask client "$@" ;;
	sctp) dial_sctp client "$@" ;;
	esac
}

# shared WHAT ADDR PORT: four connections, and both servers have their share.
shared()
{
	assert_eq "$1" "$(connect "$2" "$3" 4 | tally)" "$(share)"
}

share()
{
	[[ $method == local ]] && echo "4 dir" || echo "2 rs1 2 rs2"
}

# kept WHAT ADDR PORT: three connections, and all get $mine.
kept()
{
	assert_eq "$1" "$(connect "$2" "$3" 3 | tally)" "3 $mine"
}

# ---- cells ------------------------------------------------------------------------------------

cell_plain()
{
	shared "answers" "$VIP" 80
}

cell_fragments()
{
	if [[ $proto == udp ]]; then
		assert_eq "answers" "$(on client peer udp-ask "$VIP" 80 4 4000 | tally)" "$(share)"
	else
		fragments_on_the_way
	fi
}

# A connection whose sender lets routers fragment, over a router that has to. By the router's route, not by its device:
# that would throw away what comes back in packets of 1500.
fragments_on_the_way()
{
	local line
	line=$(printf '%4000s' '' | tr ' ' x)
	on far sh -c 'echo 1 >/proc/sys/net/ipv4/ip_no_pmtu_disc'
	on client ip route add "$VIP" dev eth0 mtu lock 1300
	count_packets dir "frag_$family" "ip saddr $FAR ip frag-off & 0x3fff != 0"
	talk_open tcp "far_$family" far "$VIP" 80
	assert_match "greeting" "$(talk_hear "far_$family")" '^(rs[12]|dir)$'
	assert_eq "echo" "$(talk "far_$family" "$line")" "$line"
	on client ip route del "$VIP" dev eth0
	assert_match "fragments at the director" "$(packets dir "frag_$family")" '^[1-9]'
}

cell_mark()
{
	shared "port 80" "$VIP2" 80
	shared "port 81" "$VIP2" 81
}

cell_all_ports()
{
	local mine
	mine=$(connect "$VIP" 81 1)
	kept "port 81" "$VIP" 81
	kept "port 82" "$VIP" 82
}

cell_one_packet()
{
	lb_one_packet "$(hp "$VIP" 80)" on
	assert_eq "answers to one socket" "$(on client peer udp-flow "$VIP" 80 4 | tally)" "$(share)"
	lb_one_packet "$(hp "$VIP" 80)" off
}

# The client's host refuses what comes from port 80, with an error that nothing else causes.
cell_icmp()
{
	local at=rs1 hook="prerouting priority -450" error="icmp type destination-unreachable icmp code 13"
	[[ $AF == 4 ]] || error="icmpv6 type destination-unreachable icmpv6 code 1"
	if [[ $method == local ]]; then
		at=dir hook="input priority 150" error="$(ip_word) daddr $DIR_S $error"
	fi
	on $at nft -f - <<-END
		table inet errors {
			chain in { type filter hook $hook; $error counter; }
		}
	END
	on client nft -f - <<-END
		table inet refuse {
			chain in {
				type filter hook input priority 0;
				$proto sport 80 reject with icmpx type admin-prohibited
			}
		}
	END
	ask_for_nothing
	wait_for 10 is -ge 1 errors_at $at
	ask_no_more
	on $at nft delete table inet errors
	on client nft delete table inet refuse
}

# Of both servers; nobody waits for the answers.
asking=()
ask_for_nothing()
{
	local i
	if [[ $proto == udp ]]; then
		on client peer udp-flood "$VIP" 80 2 4000 "$CLIENT"
		return
	fi
	for i in 1 2; do
		spawn client timeout $((10 * SLOW)) peer "$proto-dial" "$VIP" 80 1 >/dev/null 2>&1
		asking+=($!)
	done
}

ask_no_more()
{
	[[ ${#asking[@]} -gt 0 ]] || return 0
	kill "${asking[@]}" || true
	wait "${asking[@]}" || true
	asking=()
} 2>/dev/null

errors_at()
{
	nft_counter "$1" packets table inet errors
}

# Replies that pass the director are let through by their state alone. What is not in a tunnel reaches the servers
# under the director's address; with direct routing its replies come back to the director, under an address of its own.
# Not so over IPv6: masquerading would choose the virtual address, the destination itself (RFC 6724, rule 1).
cell_conntrack()
{
	local mine seen='' masquerade=masquerade
	case $method:$AF in
	nat:* | dr:4) seen=masq_${family}_$proto ;;
	dr:6) masquerade=accept ;;
	esac
	on dir sh -c 'echo 1 >/proc/sys/net/ipv4/vs/conntrack
		echo 1 >/proc/sys/net/ipv4/conf/all/accept_local'
	on dir nft -f - <<-END
		table inet masq {
			chain forward {
				type filter hook forward priority 0;
				ct state established accept
				iifname "br0" $proto sport 80 drop
			}
			chain post {
				type nat hook postrouting priority 100;
				oifname "br0" meta l4proto $proto $masquerade
			}
		}
	END
	[[ -z $seen ]] || count_packets rs1 "$seen" "$(ip_word) saddr $DIR_S $proto dport 80"
	shared "answers" "$VIP" 80
	shared "of a mark" "$VIP2" 80
	mine=$(connect "$VIP" 81 1)
	kept "of all ports" "$VIP" 81
	[[ -z $seen ]] || is -ge 1 packets rs1 "$seen" || fail "rs1 has not seen the director's address"
	conntrack_off
}

cell_persistence()
{
	local mine
	lb_persist "$proto" "$(hp "$VIP" 80)" 300
	mine=$(connect "$VIP" 80 1)
	kept "by address" "$VIP" 80
	lb_mark_persist 7 300
	mine=$(connect "$VIP2" 80 1)
	kept "by mark" "$VIP2" 80
	kept "by mark, another port" "$VIP2" 81
}

conntrack_off()
{
	on dir nft delete table inet masq
	on dir sh -c 'echo 0 >/proc/sys/net/ipv4/vs/conntrack'
}

# What a cell that failed leaves to be thought about.
matrix_evidence()
{
	on dir ipvsadm -Lnc
	on dir ipvsadm -Ln --stats --exact
	[[ $LB == ipvs ]] || on dir ipvsctl stats --reasons
} >&2

# What a cell that failed has left.
matrix_reset()
{
	conntrack_off || true
	on client nft delete table inet refuse || true
	on client ip route del "$VIP" dev eth0 || true
	for ns in $(matrix_names) dir; do
		on "$ns" nft delete table inet errors || true
	done
	[[ $proto != udp ]] || lb_one_packet "$(hp "$VIP" 80)" off
} 2>/dev/null
