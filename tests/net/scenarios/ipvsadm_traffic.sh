#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service configured with ipvsadm serves; ipvsadm lists its connections with their states, its counters and
# rates as they are, and so do the files in /proc/net. What ipvsctl has set survives ipvsadm's edits.
# engine: ipvsx
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_no_resets
tcp_servers 80
vip=$(hp "$VIP" 80)
on dir ipvsadm -A -t "$vip" -s rr
for rs in "$RS1" "$RS2" "$RS3"; do
	on dir ipvsadm -a -t "$vip" -r "$(hp "$rs" 80)" -m
done

# Attributes an old client cannot see.
on dir ipvsctl service set tcp "$vip" timeout-tcp 77 grace 9 no-dest drop
on dir ipvsadm -E -t "$vip" -s wrr
on dir ipvsadm -e -t "$vip" -r "$(hp "$RS1" 80)" -m -w 2
on dir ipvsadm --set 600 0 0
shown=$(quiet_on dir ipvsctl -j -n list | jq -c '.services[0] | [.scheduler, .timeout_tcp, .grace, .no_dest]')
assert_eq "the service after the edits" "$shown" '["wrr",77,9,"drop"]'
on dir ipvsadm -E -t "$vip" -s rr
on dir ipvsadm -e -t "$vip" -r "$(hp "$RS1" 80)" -m -w 1

# Connections and their states.
conns()
{
	quiet_on dir ipvsadm -Lnc | awk 'NR > 2 { print $1 "/" $3 }' | tally
}
conns_are()
{
	[[ $(conns) == "$1" ]]
}
for i in 1 2 3; do
	talk_open tcp "t$i" client "$VIP" 80
	talk_hear "t$i" >/dev/null
done
on dir ipvsctl service set tcp "$vip" timeout-tcp 0
on dir ipvsadm -Lnc
assert_eq "connections" "$(conns)" "3 TCP/ESTABLISHED"
expires=$(quiet_on dir cat /proc/net/ip_vs_conn | awk 'NR == 2 { print $9 }')
((expires > 500 && expires <= 600)) || fail "an established connection expires in $expires s, not in 600"
assert_eq "active connections" "$(quiet_on dir ipvsadm -Ln | awk '$1 == "->" && NR > 3 { print $5 }' | xargs)" "1 1 1"
for i in 1 2 3; do
	talk_close "t$i"
done
within 20 conns_are "3 TCP/TIME_WAIT" || true
assert_eq "connections after the end" "$(conns)" "3 TCP/TIME_WAIT"
stats=$(quiet_on dir ipvsadm -Ln --stats --exact | awk '$1 == "TCP" { print $3 }')
assert_eq "connections counted" "$stats" 3
total=$(quiet_on dir cat /proc/net/ip_vs_stats | awk 'NR == 3 { print $1 }')
assert_eq "connections in ip_vs_stats" "$total" 3
percpu=$(quiet_on dir cat /proc/net/ip_vs_stats_percpu |
	awk '/^ *[0-9]/ && NR > 2 && NF == 6 { sum += $2 } $1 == "~" { print $2, sum }')
assert_eq "connections in ip_vs_stats_percpu" "$percpu" "3 3"
[[ $AF == 6 ]] && listed="\[fd00:0001:0000:0000:0000:0000:0000:0100\]:0050" || listed="0A010064:0050"
assert_match "/proc/net/ip_vs" "$(quiet_on dir cat /proc/net/ip_vs)" \
	"TCP  $listed rr +"$'\n'"  -> [^ ]+      Masq    1      0          1 "
assert_match "/proc/net/ip_vs_status" "$(quiet_on dir cat /proc/net/ip_vs_status)" $'Conns:\t3'

# Zero: the service's counters, then all.
on dir ipvsadm -Z -t "$vip"
assert_eq "after -Z of the service" "$(quiet_on dir ipvsadm -Ln --stats | awk '$1 == "TCP" { print $3 }')" 0
assert_eq "ip_vs_stats after it" "$(quiet_on dir cat /proc/net/ip_vs_stats | awk 'NR == 3 { print $1 }')" 3
on dir ipvsadm -Z
assert_eq "ip_vs_stats after -Z" "$(quiet_on dir cat /proc/net/ip_vs_stats | awk 'NR == 3 { print $1 }')" 0

# Rates appear while there is traffic and go when there is none.
cps()
{
	quiet_on dir ipvsadm -Ln --rate | awk '$1 == "TCP" { print $3 }'
}
busy()
{
	dial client "$VIP" 80 20 >/dev/null
	(($(cps) > 0))
}
idle()
{
	(($(cps) == 0))
}
wait_for 40 busy
(($(quiet_on dir cat /proc/net/ip_vs_stats | awk 'NR == 6 { print $1 }' | sed 's/^/16#/') > 0)) ||
	fail "no rate in ip_vs_stats"
wait_for 40 idle
on dir sh -c 'echo 0 >/proc/sys/net/ipv4/vs/run_estimation'
for i in 1 2 3; do
	dial client "$VIP" 80 20 >/dev/null
	idle || fail "rates although run_estimation is 0"
done
