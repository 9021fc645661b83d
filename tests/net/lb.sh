# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by lib.sh: one vocabulary for two load balancers.  LB=ipvsx drives
# ipvsctl, LB=ipvs drives in-tree ip_vs by ipvsadm, as the oracle that says how
# the same scenario behaves there.  All act in the namespace $LB_NS.

LB_NS=dir
LB_METHOD=(method nat) LB_METHOD_IPVS=(-m)

lb_setup()
{
	if [[ $LB == ipvs ]]; then
		modprobe -a ip_vs ip_vs_{rr,wrr,lc,wlc,lblc,lblcr,dh,sh,sed,nq,fo,ovf,mh}
	fi
}

adm_proto()
{
	case $1 in
	tcp) echo -t ;;
	udp) echo -u ;;
	sctp) echo --sctp-service ;;
	esac
}

# lb_service_add PROTO ADDR:PORT SCHEDULER
lb_service_add()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -A "$(adm_proto "$1")" "$2" -s "$3"
	else
		on $LB_NS ipvsctl service add "$1" "$2" scheduler "$3"
	fi
}

lb_service_del()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -D "$(adm_proto "$1")" "$2"
	else
		on $LB_NS ipvsctl service del "$1" "$2"
	fi
}

# lb_scheduler PROTO ADDR:PORT SCHEDULER: the service has this one from now on.
lb_scheduler()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -E "$(adm_proto "$1")" "$2" -s "$3"
	else
		on $LB_NS ipvsctl service set "$1" "$2" scheduler "$3"
	fi
}

# lb_method nat|dr|ipip|gre|gue [none|full|remote]: how destinations that are added
# from here on are forwarded to; of tunnels with the checksum of their header.
lb_method()
{
	local sum=${2:-none} csum
	case $sum in
	none) csum=--tun-nocsum ;;
	full) csum=--tun-csum ;;
	remote) csum=--tun-remcsum ;;
	esac
	case $1 in
	nat) LB_METHOD=(method nat) LB_METHOD_IPVS=(-m) ;;
	dr) LB_METHOD=(method dr) LB_METHOD_IPVS=(-g) ;;
	ipip) LB_METHOD=(method tunnel) LB_METHOD_IPVS=(-i) ;;
	gre)
		LB_METHOD=(method tunnel type gre checksum "$sum")
		LB_METHOD_IPVS=(-i --tun-type gre "$csum")
		;;
	gue)
		LB_METHOD=(method tunnel type gue port 6080 checksum "$sum")
		LB_METHOD_IPVS=(-i --tun-type gue --tun-port 6080 "$csum")
		;;
	esac
}

# lb_dest_add PROTO ADDR:PORT DEST:PORT [WEIGHT]
lb_dest_add()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -a "$(adm_proto "$1")" "$2" -r "$3" "${LB_METHOD_IPVS[@]}" -w "${4:-1}"
	else
		on $LB_NS ipvsctl dest add "$1" "$2" "$3" "${LB_METHOD[@]}" weight "${4:-1}"
	fi
}

lb_dest_weight()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -e "$(adm_proto "$1")" "$2" -r "$3" "${LB_METHOD_IPVS[@]}" -w "$4"
	else
		on $LB_NS ipvsctl dest set "$1" "$2" "$3" weight "$4"
	fi
}

# The option for a prefix of clients: 24 of IPv4, any of IPv6, or none.
adm_mask()
{
	case $1 in
	'') ;;
	24) echo -M 255.255.255.0 ;;
	*) echo -M "$1" ;;
	esac
}

# lb_persist PROTO ADDR:PORT SECONDS [PREFIX]: persistence of a service of rr.
lb_persist()
{
	local prefix=${4-}
	if [[ $LB == ipvs ]]; then
		# shellcheck disable=SC2046  # two words, or none
		on $LB_NS ipvsadm -E "$(adm_proto "$1")" "$2" -s rr -p "$3" $(adm_mask "$prefix")
	else
		on $LB_NS ipvsctl service set "$1" "$2" persist "$3" ${prefix:+persist-prefix "$prefix"}
	fi
}

# lb_any_add PROTO ADDR SECONDS: a service of all ports, with its persistence.
lb_any_add()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -A "$(adm_proto "$1")" "$(hp "$2" 0)" -s rr -p "$3"
	else
		on $LB_NS ipvsctl service add "$1" "$(hp "$2" 0)" scheduler rr persist "$3"
	fi
}

# lb_any_dest_add PROTO ADDR DEST, by the method of lb_method
lb_any_dest_add()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -a "$(adm_proto "$1")" "$(hp "$2" 0)" -r "$(hp "$3" 0)" "${LB_METHOD_IPVS[@]}"
	else
		on $LB_NS ipvsctl dest add "$1" "$(hp "$2" 0)" "$3" "${LB_METHOD[@]}"
	fi
}

lb_any_dest_del()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -d "$(adm_proto "$1")" "$(hp "$2" 0)" -r "$(hp "$3" 0)"
	else
		on $LB_NS ipvsctl dest del "$1" "$(hp "$2" 0)" "$3"
	fi
}

# lb_one_packet ADDR:PORT on|off: one-packet scheduling of a service of UDP and rr.
lb_one_packet()
{
	local flag=()
	if [[ $LB == ipvs ]]; then
		[[ $2 == off ]] || flag=(-o)
		on $LB_NS ipvsadm -E -u "$1" -s rr "${flag[@]}"
	else
		on $LB_NS ipvsctl service set udp "$1" one-packet "$2"
	fi
}

# The name of a mark's service of the scenario's family.
mark_word()
{
	[[ $AF == 4 ]] && echo mark || echo mark6
}

# nftables' word for the scenario's family.
ip_word()
{
	[[ $AF == 4 ]] && echo ip || echo ip6
}

# mark_packets MARK MATCH: what matches that (words after ip or ip6) has the mark when it arrives at the director.
mark_packets()
{
	on $LB_NS nft -f - <<-END
		table inet marks {
			chain pre {
				type filter hook prerouting priority mangle;
				$(ip_word) $2 meta mark set $1
			}
		}
	END
}

# lb_mark_add MARK SCHEDULER: the service of a firewall mark.
lb_mark_add()
{
	local six=()
	[[ $AF == 4 ]] || six=(-6)
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -A -f "$1" "${six[@]}" -s "$2"
	else
		on $LB_NS ipvsctl service add "$(mark_word)" "$1" scheduler "$2"
	fi
}

# lb_mark_dest_add MARK ADDR, by the method of lb_method
lb_mark_dest_add()
{
	local six=()
	[[ $AF == 4 ]] || six=(-6)
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -a -f "$1" "${six[@]}" -r "$(hp "$2" 0)" "${LB_METHOD_IPVS[@]}"
	else
		on $LB_NS ipvsctl dest add "$(mark_word)" "$1" "$2" "${LB_METHOD[@]}"
	fi
}

lb_mark_dest_del()
{
	local six=()
	[[ $AF == 4 ]] || six=(-6)
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -d -f "$1" "${six[@]}" -r "$(hp "$2" 0)"
	else
		on $LB_NS ipvsctl dest del "$(mark_word)" "$1" "$2"
	fi
}

# lb_mark_dest_weight MARK ADDR WEIGHT, of the method of lb_method
lb_mark_dest_weight()
{
	local six=()
	[[ $AF == 4 ]] || six=(-6)
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -e -f "$1" "${six[@]}" -r "$(hp "$2" 0)" "${LB_METHOD_IPVS[@]}" -w "$3"
	else
		on $LB_NS ipvsctl dest set "$(mark_word)" "$1" "$2" weight "$3"
	fi
}

# lb_mark_persist MARK SECONDS [PREFIX]: of a service of rr.
lb_mark_persist()
{
	local prefix=${3-} words=()
	if [[ $LB == ipvs ]]; then
		[[ $AF == 4 ]] || words=(-6)
		# shellcheck disable=SC2046  # two words, or none
		on $LB_NS ipvsadm -E -f "$1" "${words[@]}" -s rr -p "$2" $(adm_mask "$prefix")
	else
		on $LB_NS ipvsctl service set "$(mark_word)" "$1" persist "$2" ${prefix:+persist-prefix "$prefix"}
	fi
}

# lb_dest_limits PROTO ADDR:PORT DEST:PORT UPPER LOWER: its thresholds.
lb_dest_limits()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -e "$(adm_proto "$1")" "$2" -r "$3" -m -w 1 -x "$4" -y "$5"
	else
		on $LB_NS ipvsctl dest set "$1" "$2" "$3" upper "$4" lower "$5"
	fi
}

lb_dest_del()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -d "$(adm_proto "$1")" "$2" -r "$3"
	else
		on $LB_NS ipvsctl dest del "$1" "$2" "$3"
	fi
}

# lb_service PROTO ADDR PORT SCHEDULER [RSPORT [PREFIX]]: a service with all three
# servers; with the prefix OTHER_, under their addresses of the other family.
lb_service()
{
	local i rs
	lb_service_add "$1" "$(hp "$2" "$3")" "$4"
	for i in 1 2 3; do
		rs=${6-}RS$i
		lb_dest_add "$1" "$(hp "$2" "$3")" "$(hp "${!rs}" "${5:-$3}")"
	done
}

lb_list()
{
	if [[ $LB == ipvs ]]; then
		quiet_on $LB_NS ipvsadm -Ln
	else
		quiet_on $LB_NS ipvsctl -n list
	fi
}

lb_flush()
{
	if [[ $LB == ipvs ]]; then
		on $LB_NS ipvsadm -C
	else
		on $LB_NS ipvsctl flush
	fi
}

lb_conns()
{
	if [[ $LB == ipvs ]]; then
		quiet_on $LB_NS ipvsadm -Lnc
	else
		quiet_on $LB_NS ipvsctl -n conns
	fi
}

# lb_count PROTO ADDR:PORT WHAT [DEST:PORT]: a number of a service or of one of
# its destinations: conns inpkts outpkts inbytes outbytes.
lb_count()
{
	if [[ $LB == ipvs ]]; then
		ipvs_count "$@"
	else
		ipvsx_count "$@"
	fi
}

# count_is EXPECTED PROTO ADDR:PORT WHAT [DEST:PORT]: lb_count says so.  ip_vs
# brings its counters up to date every two seconds only.
count_is()
{
	local expected=$1
	shift
	[[ $LB == ipvsx ]] || within 10 counted "$expected" "$@" || true
	assert_eq "lb_count $*" "$(lb_count "$@")" "$expected"
}

counted()
{
	local expected=$1
	shift
	[[ $(lb_count "$@") == "$expected" ]]
}

ipvs_count()
{
	local proto=$1 service=$2 what=$3 dest=${4-} column
	declare -A columns=([conns]=3 [inpkts]=4 [outpkts]=5 [inbytes]=6 [outbytes]=7)
	column=${columns[$what]}
	quiet_on $LB_NS ipvsadm -Ln --stats --exact |
		awk -v p="${proto^^}" -v s="$service" -v d="$dest" -v c="$column" '
			$1 ~ /^(TCP|UDP|SCTP)$/ { mine = $1 == p && $2 == s; if (mine && d == "") print $c }
			mine && $1 == "->" && $2 == d { print $c }'
}

# lb_active PROTO ADDR:PORT DEST:PORT: its open connections.
lb_active()
{
	if [[ $LB == ipvs ]]; then
		quiet_on $LB_NS ipvsadm -Ln |
			awk -v p="${1^^}" -v s="$2" -v d="$3" '
				$1 ~ /^(TCP|UDP|SCTP)$/ { mine = $1 == p && $2 == s }
				mine && $1 == "->" && $2 == d { print $5 }'
	else
		ipvsx_active "$@"
	fi
}

# ipvsx_number PROTO ADDR:PORT COLUMN [DEST:PORT]: a column of ipvsctl's list.
ipvsx_number()
{
	local mine='' dest=${4-} field
	while read -ra field; do
		if [[ ${field[0]} != '->' ]]; then
			mine=''
			[[ ${field[0]} != "$1" || ${field[1]} != "$2" ]] || mine=1
			[[ ! $mine || $dest ]] || echo "${field[$3]}"
		elif [[ $mine && ${field[1]} == "$dest" ]]; then
			echo "${field[$3]}"
		fi
	done < <(quiet_on $LB_NS ipvsctl -n list)
}

ipvsx_count()
{
	declare -A columns=([conns]=6 [inpkts]=7 [inbytes]=8 [outpkts]=9 [outbytes]=10)
	ipvsx_number "$1" "$2" "${columns[$3]}" "${4-}"
}

ipvsx_active()
{
	ipvsx_number "$1" "$2" 4 "$3"
}

# The states of all connections, counted: "2 established 1 time-wait".
lb_states()
{
	if [[ $LB == ipvs ]]; then
		lb_conns | awk 'NR > 2 { print tolower($3) }' |
			sed 's/^c-/cookie-/; s/^s-/shutdown-/' | tr _ - | tally
	else
		lb_conns | awk 'NR > 1 { print $2 }' | tally
	fi
}

lb_states_are()
{
	within 5 states_are "$1" || true
	assert_eq "states of the connections" "$(lb_states)" "$1"
}

states_are()
{
	[[ $(lb_states) == "$1" ]]
}

# What the director is configured to do, without what traffic changes.
lb_config()
{
	quiet_on $LB_NS ipvsctl -j -n list | jq -S '[.services[] |
		{protocol, address, port, scheduler, timeout_tcp, timeout_fin, timeout_udp,
		 grace, no_dest, persist, persist_prefix, expire_quiescent, one_packet, mss, destinations: [.destinations[] | {address, port, method, weight,
		 tunnel_type, tunnel_port, tunnel_checksum}]}]'
}

# reason NAME: how many packets left by it.
reason()
{
	local count name
	while read -r count name; do
		[[ $name != "$1" ]] || echo "$count"
	done < <(quiet_on $LB_NS ipvsctl stats --reasons)
}
