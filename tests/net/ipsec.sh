# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the scenarios of ESP and AH, after lib.sh: packets as they look from outside.
# The key exchange is one datagram from port 500 to port 500.

# What both headers can be taken for: AH with nothing behind it, 24 bytes long.
ESP=3b0400000000beef00000001000102030405060708090a0b
[[ $AF == 4 ]] && ip=ip || ip=ip6
kinds=(50 51)
# ip_vs takes AH in IPv6 for one more extension header.
[[ $LB$AF != ipvs6 ]] || kinds=(50)

# Counts at each server what the client sends; tunnels are counted within.
ipsec_counters()
{
	local rs
	for rs in rs1 rs2 rs3; do
		count_packets $rs ike "$ip saddr $CLIENT udp dport 500"
		count_packets $rs ipsec "$ip saddr $CLIENT meta l4proto 50-51"
	done
}

# ipsec_mark: what goes to $VIP2 has mark 7; the service of that mark is for all of it.
ipsec_mark()
{
	on dir nft -f - <<-END
		table inet marks {
			chain pre { type filter hook prerouting priority mangle; $ip daddr $VIP2 meta mark set 7; }
		}
	END
	lb_mark_add 7 rr
}

ipsec_seen()
{
	echo "$(packets rs1 "${1:-ipsec}") $(packets rs2 "${1:-ipsec}") $(packets rs3 "${1:-ipsec}")"
}

# ipsec_send N: so many packets of each.
ipsec_send()
{
	local i kind
	for ((i = 0; i < $1; i++)); do
		for kind in "${kinds[@]}"; do
			on client peer raw "$kind" "$VIP" "$ESP"
		done
	done
}

# The client's datagram; its server is $ipsec_server from here on.
ipsec_exchange()
{
	local before rs
	before=$(ipsec_seen ike)
	ipsec_before=$(ipsec_seen)
	on client peer udp-flood "$VIP" 500 1 500 "$CLIENT"
	within 10 ipsec_changed "$before" || fail "the key exchange reached no server"
	read -ra before <<<"$before"
	for rs in 1 2 3; do
		(($(packets rs$rs ike) == before[rs - 1])) || ipsec_server=rs$rs
	done
}

ipsec_changed()
{
	[[ $(ipsec_seen ike) != "$1" ]]
}

# ipsec_arrives N: so many of each arrived at the server of the key exchange, and none elsewhere.
ipsec_arrives()
{
	local expected i=${ipsec_server#rs}
	read -ra expected <<<"$ipsec_before"
	((expected[i - 1] += ${#kinds[@]} * $1))
	within 10 ipsec_counts_are "${expected[*]}" || true
	assert_eq "ESP and AH by server" "$(ipsec_seen)" "${expected[*]}"
}

ipsec_counts_are()
{
	[[ $(ipsec_seen) == "$1" ]]
}
