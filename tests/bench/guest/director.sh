# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the jobs: directors to measure, each a network namespace.
#
#	clients -> c0 [ director ] s0 -> servers
#
# Packets are made at c0 (requests) and s0 (replies), both of the type vsxbench
# (../source), and end at the other one. Clients are behind a router, servers on
# the link; nobody answers for them, since these links need no neighbours.

SERVERS=8
pids=()         # of each director: a process in its namespace
server_ip=()    # addresses of the servers, from 1

# What differs by family. Words for the source; they stay until others are given. A process takes User Mode Linux a
# tenth of a second to start, even one of the shell's own, so lists are made without any.
family()
{
	local i
	if [[ $1 == 4 ]]; then
		CLIENT=10.10.0.0 VIP=10.50.0.1 SERVER=10.99.0.1 SELF=10.1.0.2 AT_PORT=%s:80
	else
		CLIENT=fd00:10::1:0 VIP=fd00:50::1 SERVER=fd00:99::1 SELF=fd00:1::2 AT_PORT="[%s]:80"
	fi
	for ((i = 1; i <= SERVERS; i++)); do
		printf -v server_ip[i] '%s%x' "${SERVER%1}" "$i"
	done
}

# list FIRST EACH: a line for the service, one for each server: formats, of the virtual address, and of both addresses
list()
{
	local i virt at
	# shellcheck disable=SC2059 # these are formats
	{
		printf -v virt "$AT_PORT" "$VIP"
		printf -- "$1\n" "$virt"
		for ((i = 1; i <= SERVERS; i++)); do
			printf -v at "$AT_PORT" "${server_ip[i]}"
			printf -- "$2\n" "$virt" "$at"
		done
	}
}

in_ns()
{
	local ns=$1
	shift
	nsenter --net="/run/netns/$ns" "$@"
}

# Pages of packets that are all free stay with their caches. Otherwise it depends on
# the caches' past whether each batch asks for pages and gives them back, at a
# hundred instructions a packet and more.
keep_pages()
{
	local cache
	for cache in skbuff_head_cache kmalloc-256 kmalloc-512 kmalloc-1k; do
		echo 1000 >"/sys/kernel/slab/$cache/min_partial"
	done
}

# Memory that has never been used costs whoever uses it first: the host has to find it, and that would be part of what
# a connection costs. So all of it is used once.
touch_memory()
{
	local dir=/run/all free
	free=$(awk '/^MemFree/ { print int($2 / 1024) }' /proc/meminfo)
	mkdir $dir
	mount -t tmpfs -o size=100% tmpfs $dir
	dd if=/dev/zero of=$dir/all bs=1M count=$((free - 256)) status=none || exit
	umount $dir
}

load_modules()
{
	keep_pages
	# The source before all others: see directors_down. In-tree ip_vs next: so ipvsadm talks to it.
	insmod /vsxbench.ko
	modprobe ip_vs conn_tab_bits="$TABLE_BITS"
	modinfo -F depends /ipvsx.ko | tr , '\n' | xargs -r modprobe -a
	insmod /ipvsx.ko
	modprobe -a ip_vs_rr nf_tables nft_chain_nat nft_ct nft_nat nft_numgen \
		sch_ingress cls_matchall act_gact nf_conntrack
	echo 1048576 >/sys/module/nf_conntrack/parameters/hashsize
	echo 8000000 >/proc/sys/net/netfilter/nf_conntrack_max
	echo 1 >/proc/sys/net/core/devconf_inherit_init_net
	for conf in all default; do
		echo 0 >/proc/sys/net/ipv4/conf/$conf/rp_filter
		echo 0 >/proc/sys/net/ipv6/conf/$conf/accept_dad
		echo 0 >/proc/sys/net/ipv6/conf/$conf/router_solicitations
	done
}

# ns_up NS N: a director without a configuration
ns_up()
{
	local ns=$1 said
	ip netns add "$ns"
	exec {said}< <(exec nsenter --net="/run/netns/$ns" bash /t/bench/guest/netns.sh)
	read -r "pids[$2]" <&"$said"
	exec {said}<&-
}

# stand N ENGINE METHOD PROTO FAMILY: namespace dN; its words are in words[N], the file
# it is driven through in files[N].
stand()
{
	local n=$1 engine=$2 method=$3 proto=$4 number expect
	family "$5"
	ns_up "d$n" "$n"
	[[ $proto == tcp ]] && number=6 || number=17
	words[n]="dev=c0 proto=$number client=$CLIENT vip=$VIP server=$SERVER servers=$SERVERS"
	expectation "$engine" "$method"
	words[n]+=" flags=0x10 expect=$expect"
	case $engine in
	forward) words[n]+=" vip=$SERVER" ;;
	esac
	case $method in
	drop) words[n]+=" vip=$SELF" ;;
	pass | wall) words[n]+=" vip=$SERVER" ;;
	esac
	files[n]=/proc/${pids[$n]}/net/vsxbench
}

# director N ENGINE METHOD PROTO FAMILY: the same, configured
director()
{
	stand "$@"
	"configure_$2" "d$1" "$3" "$4" "$5"
}

# What is to leave, for the source, in expect: nothing, the packet as it came, rewritten, in a tunnel
expectation()
{
	case $1:$2 in
	floor:* | *:drop) expect=0 ;;
	*:pass | *:wall | *:dr) expect=1 ;;
	*:nat) expect=2 ;;
	*:tun) expect=3 ;;
	esac
}

configure_floor()
{
	in_ns "$1" tc -batch - <<-END
		qdisc add dev c0 ingress
		filter add dev c0 parent ffff: protocol all matchall action drop
	END
}

# drop: the last rule that could see a packet to the director drops it. wall: a firewall without a rule.
configure_forward()
{
	local chain
	case $2 in
	drop) chain="hook input priority 200; policy drop" ;;
	wall) chain="hook forward priority 0; policy accept" ;;
	*) return 0 ;;
	esac
	in_ns "$1" nft -f - <<-END
		table inet t {
			chain i { type filter $chain; }
		}
	END
}

# A thousand services of other addresses, in both families
ipvsx_bystanders()
{
	awk 'BEGIN {
		for (i = 0; i < 500; i++) {
			a = sprintf("10.51.%d.%d:80", i / 250, i % 250 + 1)
			printf "service add udp %s scheduler rr\n", a
			printf "dest add udp %s 10.98.%d.%d:80\n", a, i / 250, i % 250 + 1
			a = sprintf("[fd00:51::%x]:80", i + 1)
			printf "service add udp %s scheduler rr\n", a
			printf "dest add udp %s [fd00:98::%x]:80\n", a, i + 1
		}
	}'
}

configure_ipvsx()
{
	local batch=/tmp/$1.batch
	case $2 in
	drop | pass | wall)
		configure_forward "$@"
		ipvsx_bystanders >"$batch"
		;;
	*)
		list "service add $3 %s scheduler rr" "dest add $3 %s %s method ${2/#tun/tunnel}" >"$batch"
		;;
	esac
	in_ns "$1" ipvsctl batch "$batch"
}

configure_ipvs()
{
	local flag proto
	[[ $3 == tcp ]] && proto=-t || proto=-u
	case $2 in
	nat) flag=-m ;;
	dr) flag=-g ;;
	tun) flag=-i ;;
	esac
	list "-A $proto %s -s rr" "-a $proto %s -r %s $flag" >"/tmp/$1.rules"
	in_ns "$1" ipvsadm -R <"/tmp/$1.rules"
}

configure_nft()
{
	local i map="" ip
	[[ $4 == 4 ]] && ip=ip || ip=ip6
	for ((i = 1; i <= SERVERS; i++)); do
		map+="${map:+, }$((i - 1)) : ${server_ip[i]}"
	done
	in_ns "$1" nft -f - <<-END
		table $ip t {
			chain p {
				type nat hook prerouting priority -100
				$ip daddr $VIP $3 dport 80 dnat to numgen inc mod $SERVERS map { $map }
			}
		}
	END
	# shellcheck disable=SC2016 # expanded by the inner shell
	in_ns "$1" sh -c 'for t in udp_timeout udp_timeout_stream; do
		echo 3600 >/proc/sys/net/netfilter/nf_conntrack_$t; done'
}

namespaces_gone()
{
	cat /sys/module/vsxbench/parameters/gone
}

# directors_down N...: gone with all their connections, which go in the background
directors_down()
{
	local n before
	before=$(namespaces_gone)
	for n in "$@"; do
		kill "${pids[$n]}"
		wait "${pids[$n]}" 2>/dev/null || true
		ip netns del "d$n"
	done
	until (($(namespaces_gone) == before + $#)); do sleep 0.01; done
}

# run N WORD...: one run; its result is in SENT TIMED NS CALIBRATION LONGEST OUT BAD WHY
run()
{
	local n=$1
	shift
	echo "${words[$n]} reply=0 random=0 skip=0 warm=0 check=0 batch=64 ports=1000 vips=1 watch=0 idle=0 $*" \
		>"${files[$n]}"
	read -r SENT TIMED NS CALIBRATION LONGEST OUT BAD WHY <"${files[$n]}"
}

replies()
{
	run "$@" dev=s0 reply=1
}

# report WHAT...: a line of the last run
report()
{
	echo "R $* $SENT $TIMED $NS $CALIBRATION $LONGEST $OUT $BAD $WHY"
}

# establish N PROTO METHOD FLOWS LABEL...: bring connections that the first
# packets have opened to where established ones are, and look at every packet.
establish()
{
	local n=$1 proto=$2 method=$3 flows=$4
	shift 4
	if [[ $proto == udp ]]; then
		run "$n" "flows=$flows" "n=$flows" check=1
		report "$@" request-check
		[[ $method != nat ]] || replies "$n" "flows=$flows" "n=$((flows < 5000 ? flows : 5000))" check=1
	else
		run "$n" "flows=$flows" "n=$flows" check=1 flags=0x02
		report "$@" syn-check
		[[ $method != nat ]] || replies "$n" "flows=$flows" "n=$flows" check=1 flags=0x12
		[[ $method != nat ]] || report "$@" synack-check
		run "$n" "flows=$flows" "n=$flows" check=1
		report "$@" request-check
		[[ $method != nat ]] || replies "$n" "flows=$flows" "n=$((flows < 5000 ? flows : 5000))" check=1
	fi
	[[ $method != nat ]] || report "$@" reply-check
}
