# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the scenarios of tunnels, after lib.sh: what holds for every type.

# tunnel_network TYPE CHECKSUM [PREFIX]: servers that take packets out of tunnels of
# that type, whose ends have the addresses with that prefix, and services to them.
tunnel_network()
{
	local type=$1 sum=$2 prefix=${3-} i end=${3-}DIR_S rs
	local -a how=("$type")

	[[ $type == ipip ]] || how+=("$sum")
	topo
	topo_direct
	for i in 1 2 3; do
		rs=${prefix}RS$i
		if [[ $type/$sum == gre/full ]]; then
			topo_tunnel "rs$i" "$AF" gre "${!rs}" "${!end}" icsum
		else
			topo_tunnel "rs$i" "$AF" "$type" "${!rs}" "${!end}"
		fi
	done
	webs 80
	udp_servers 53
	lb_method "${how[@]}"
	lb_service tcp "$VIP" 80 rr 80 "$prefix"
	lb_service udp "$VIP" 53 rr 53 "$prefix"
}

# Every server gets its share, under the clients' addresses.
tunnel_shares()
{
	local rs
	assert_eq "answers by server" "$(get client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
	for rs in rs1 rs2 rs3; do
		assert_eq "clients in the log of $rs" "$(awk '{ print $1 }' "$TMP/$rs.log" | tally)" "2 $CLIENT"
	done
	count_is 6 tcp "$(hp "$VIP" 80)" conns
}

# So do datagrams, those in fragments too; and a megabyte goes up and down, in segments as large as the client's, which
# the link of the servers cuts.
tunnel_carries()
{
	assert_eq "UDP" "$(ask client "$VIP" 53 6 | tally)" "2 rs1 2 rs2 2 rs3"
	assert_eq "fragments" "$(on client peer udp-ask "$VIP" 53 6 4000 | tally)" "2 rs1 2 rs2 2 rs3"
	# Longer than the link takes: on a slow machine TCP sends but two segments in one.
	on dir nft -f - <<-END
		table inet count_gso {
			chain in { type filter hook postrouting priority 0; oifname "br0" meta length > 1500 counter; }
		}
	END
	transfer_both_ways client "$VIP" 80 1048576
	assert_match "packets of many segments" "$(packets dir gso)" '^[1-9]'
}

# tunnel_of_family TYPE CHECKSUM MATCH: the tunnel has the service's family; nftables
# tells its packets by MATCH. Within them are the client's, one hop further on. Outside are the client's DSCP, ECN and
# DF, and as many hops as the director gives its own packets (ip_vs: as are left to the client's).
tunnel_of_family()
{
	local ip=ip hops="ip ttl" field="ip dscp cs3 ip ecn ect0 ip frag-off & 0x4000 != 0" outer=64
	local set="ip dscp set cs3; ip ecn set ect0"

	if [[ $AF == 6 ]]; then
		ip=ip6 hops="ip6 hoplimit" field="ip6 dscp cs3 ip6 ecn ect0"
		set="@nh,4,8 set 0x62"	# the same: 7.x does not heed "ip6 ecn set"
	fi
	[[ $LB == ipvsx ]] || outer=63
	tunnel_network "$1" "$2"
	on client nft -f - <<-END
		table inet field {
			chain o { type filter hook output priority 0; $set; }
		}
	END
	count_packets rs1 outer "iifname eth0 $ip saddr $DIR_S $ip daddr $RS1 $3 $field $hops $outer"
	count_packets rs1 inner "iifname t0 $ip saddr $CLIENT $ip daddr $VIP tcp dport 80 $hops 63"
	count_packets rs1 any "tcp dport 80"
	tunnel_shares
	assert_eq "packets at rs1 as they should be" "$(packets rs1 inner)" "$(packets rs1 any)"
	assert_eq "packets of the tunnel" "$(packets rs1 outer)" "$(packets rs1 inner)"
	on client nft delete table inet field
	tunnel_carries
}

# tunnel_of_other_family TYPE CHECKSUM: the servers have the other family's addresses.
tunnel_of_other_family()
{
	tunnel_network "$1" "$2" OTHER_
	tunnel_shares
	tunnel_carries
}
