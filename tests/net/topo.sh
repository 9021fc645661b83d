# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The network of a scenario, sourced by lib.sh.  Every box is a namespace.
#
#   +-----------------+       +--------------------------+
#   | client          |       | dir                      |
#   |                 |       |                          |
#   |   eth0 .2 ::2   |-------| c0 .1 ::1                |
#   |       (.3 .4)   |       |    VIP .100 ::100        |
#   +-----------------+       |                          |       +-----------------+
#     10.1.0.0/24             | br0 .1 ::1   (bridge)    |-------| rs1 eth0 .11 ::11 |
#     fd00:1::/64             |    10.2.0.0/24           |       +-----------------+
#                             |    fd00:2::/64           |-------| rs2 eth0 .12 ::12 |
#                             |                          |       +-----------------+
#                             |                          |-------| rs3 eth0 .13 ::13 |
#                             +--------------------------+       +-----------------+
#
# The director routes; it is everybody's default gateway, so that replies of
# the servers pass through it.  Scenarios about path MTU put one more router in:
#
#   far --(narrow)-- client -- dir            10.9.0.0/24 fd00:9::/64  (topo_far)
#   dir -- rs1 --(narrow)-- deep              10.3.0.0/24 fd00:3::/64  (topo_deep)
#
# With direct routing and tunnels the servers answer the client without the
# director, over one more link of the client's to their segment; VIP is on their
# lo (topo_direct):
#
#   client eth1 .2 ::2 -- br0                 10.2.0.0/24 fd00:2::/64
#
# Addresses of the scenario's family: $VIP $CLIENT $CLIENT2 $DIR_C $DIR_S $RS1
# $RS2 $RS3 $FAR $DEEP, and of the other one: $OTHER_VIP $OTHER_DIR_S $OTHER_RS1
# $OTHER_RS2 $OTHER_RS3.

# shellcheck disable=SC2034  # what scenarios read
topo_addresses()
{
	if [[ $1 == 4 ]]; then
		VIP=10.1.0.100 VIP2=10.1.0.101 CLIENT=10.1.0.2 CLIENT2=10.1.0.3
		DIR_C=10.1.0.1 DIR_S=10.2.0.1 RS1=10.2.0.11 RS2=10.2.0.12 RS3=10.2.0.13
		FAR=10.9.0.2 DEEP=10.3.0.2 OTHER_VIP=fd00:1::100
		OTHER_DIR_S=fd00:2::1 OTHER_RS1=fd00:2::11 OTHER_RS2=fd00:2::12 OTHER_RS3=fd00:2::13
	else
		VIP=fd00:1::100 VIP2=fd00:1::101 CLIENT=fd00:1::2 CLIENT2=fd00:1::3
		DIR_C=fd00:1::1 DIR_S=fd00:2::1 RS1=fd00:2::11 RS2=fd00:2::12 RS3=fd00:2::13
		FAR=fd00:9::2 DEEP=fd00:3::2 OTHER_VIP=10.1.0.100
		OTHER_DIR_S=10.2.0.1 OTHER_RS1=10.2.0.11 OTHER_RS2=10.2.0.12 OTHER_RS3=10.2.0.13
	fi
}

# The bridge keeps one address.  Left alone it has the lowest of its ports', which a
# port more may change; for IPv6 the servers would go on sending to the old one, which
# is another port's and so nobody's.
BR0_MAC=02:00:00:00:02:01

# New namespaces with loopback up; what they inherit, isolate.sh has set.
topo_ns()
{
	local ns
	printf 'netns add %s\n' "$@" | ip -batch -
	for ns in "$@"; do
		ip -n "$ns" link set lo up
	done
}

topo_router()
{
	inside "$1" sh -c '
		echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
		echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects'
}

topo_server()
{
	local i=$1
	ip -n "rs$i" -batch - <<-END
		link set lo up
		link set eth0 up
		address add 10.2.0.1$i/24 dev eth0
		address add fd00:2::1$i/64 dev eth0 nodad
		route add default via 10.2.0.1
		route add default via fd00:2::1
	END
}

topo_setup()
{
	local i
	topo_addresses "$AF"
	printf 'netns add %s\n' client dir rs1 rs2 rs3 | ip -batch -
	topo_router dir
	ip -n dir -batch - <<-END
		link set lo up
		link add c0 type veth peer name eth0 netns client
		link add br0 address $BR0_MAC type bridge forward_delay 0 mcast_snooping 0
		link add s1 type veth peer name eth0 netns rs1
		link add s2 type veth peer name eth0 netns rs2
		link add s3 type veth peer name eth0 netns rs3
		link set s1 master br0 up
		link set s2 master br0 up
		link set s3 master br0 up
		link set c0 up
		link set br0 up
		address add 10.1.0.1/24 dev c0
		address add 10.1.0.100/32 dev c0
		address add 10.1.0.101/32 dev c0
		address add fd00:1::1/64 dev c0 nodad
		address add fd00:1::100/128 dev c0 nodad
		address add fd00:1::101/128 dev c0 nodad
		address add 10.2.0.1/24 dev br0
		address add fd00:2::1/64 dev br0 nodad
	END
	ip -n client -batch - <<-END
		link set lo up
		link set eth0 up
		address add 10.1.0.2/24 dev eth0
		address add 10.1.0.3/24 dev eth0
		address add 10.1.0.4/24 dev eth0
		address add fd00:1::2/64 dev eth0 nodad
		address add fd00:1::3/64 dev eth0 nodad preferred_lft 0
		address add fd00:1::4/64 dev eth0 nodad preferred_lft 0
		route add default via 10.1.0.1
		route add default via fd00:1::1
	END
	for i in 1 2 3; do
		topo_server "$i"
	done
	wait_for 10 topo_ready
}

# The last server set up is reached from the client.
topo_ready()
{
	inside client ping -n -c 1 -W 1 "$RS3" >/dev/null 2>&1
}

# The servers send no resets.  On a slow machine a segment can come late, or twice,
# when its connection is over; the reset that answers it would end TIME_WAIT, here and
# at the client (RFC 1337).
topo_no_resets()
{
	local ns
	for ns in rs1 rs2 rs3; do
		quiet_on "$ns" nft -f - <<-END
			table inet resets {
				chain output { type filter hook output priority 0; tcp flags & rst == rst drop; }
			}
		END
	done
}

# far: a host behind the client, over a link of MTU $1 on far's side of it.
topo_far()
{
	local mtu=$1
	topo_ns far
	topo_router client
	ip -n client link add f0 type veth peer name eth0 netns far
	ip -n client -batch - <<-END
		link set f0 mtu $mtu up
		address add 10.9.0.1/24 dev f0
		address add fd00:9::1/64 dev f0 nodad
	END
	ip -n far -batch - <<-END
		link set eth0 up
		address add 10.9.0.2/24 dev eth0
		address add fd00:9::2/64 dev eth0 nodad
		route add default via 10.9.0.1
		route add default via fd00:9::1
	END
	ip -n dir -batch - <<-END
		route add 10.9.0.0/24 via 10.1.0.2
		route add fd00:9::/64 via fd00:1::2
	END
}

# deep: a server behind rs1, over a link of MTU $1.
topo_deep()
{
	local mtu=$1
	topo_ns deep
	topo_router rs1
	ip -n rs1 link add d0 type veth peer name eth0 netns deep
	ip -n rs1 -batch - <<-END
		link set d0 mtu $mtu up
		address add 10.3.0.1/24 dev d0
		address add fd00:3::1/64 dev d0 nodad
	END
	ip -n deep -batch - <<-END
		link set eth0 up
		address add 10.3.0.2/24 dev eth0
		address add fd00:3::2/64 dev eth0 nodad
		route add default via 10.3.0.1
		route add default via fd00:3::1
	END
	ip -n dir -batch - <<-END
		route add 10.3.0.0/24 via 10.2.0.11
		route add fd00:3::/64 via fd00:2::11
	END
}

# topo_direct [N...]: servers, all or those, that answer the client themselves.
topo_direct()
{
	local i
	(($# > 0)) || set -- 1 2 3
	ip -n dir link add s4 type veth peer name eth1 netns client
	ip -n dir link set s4 master br0 up
	ip -n client -batch - <<-END
		link set eth1 up
		address add 10.2.0.2/24 dev eth1
		address add fd00:2::2/64 dev eth1 nodad
	END
	for i in "$@"; do
		topo_direct_server "rs$i"
	done
}

topo_direct_server()
{
	inside "$1" sh -c '
		echo 1 >/proc/sys/net/ipv4/conf/all/arp_ignore
		echo 2 >/proc/sys/net/ipv4/conf/all/arp_announce'
	ip -n "$1" -batch - <<-END
		address add 10.1.0.100/32 dev lo
		address add 10.1.0.101/32 dev lo
		address add fd00:1::100/128 dev lo nodad
		address add fd00:1::101/128 dev lo nodad
		route add 10.1.0.0/24 via 10.2.0.2
		route add 10.9.0.0/24 via 10.2.0.2
		route add fd00:1::/64 via fd00:2::2
		route add fd00:9::/64 via fd00:2::2
	END
}

# topo_tunnel NS INNER-FAMILY KIND LOCAL REMOTE [OPTION]: the end of a tunnel (ipip,
# gre, gue at port 6080), interface t0, or t1 between families.  GRE with a checksum needs the option icsum.
topo_tunnel()
{
	local ns=$1 inner=$2 kind=$3 outer=4 type name=t0
	[[ $4 != *:* ]] || outer=6
	[[ $outer == "$inner" ]] || name=t1
	case $kind:$outer:$inner in
	gre:4:*) type=gre ;;
	gre:6:*) type=ip6gre ;;
	*:4:4) type=ipip ;;
	*:4:6) type=sit ;;
	*:6:*) type="ip6tnl mode any" ;;
	esac
	if [[ $kind == gue ]]; then
		modprobe -a fou fou6
		ip -n "$ns" -"$outer" fou add port 6080 gue
	fi
	# shellcheck disable=SC2086  # two words
	ip -n "$ns" link add $name type ${type%% *} local "$4" remote "$5" ${type#"${type%% *}"} ${6-}
	ip -n "$ns" link set $name up
	inside "$ns" sh -c "echo 0 >/proc/sys/net/ipv4/conf/$name/rp_filter"
}
