#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# net.ipv4.vs has the knobs of ip_vs with their defaults and ranges, a set of its own in each namespace.
# engine: ipvsx

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo

knob()
{
	quiet_on "$1" cat "/proc/sys/net/ipv4/vs/$2"
}

turn()
{
	quiet_on dir sh -c "echo '$2' >/proc/sys/net/ipv4/vs/$1" 2>/dev/null
}

# name default good values : bad values
table="
amemthresh 1024 2048 : x
am_droprate 10 20 : x
backup_only 0 1 : x
cache_bypass 0 1 : x
conn_lfactor -4 -8 8 : -9 9
conn_max 2147483647 1000 : -1
conn_reuse_mode 1 0 2 : x
conntrack 0 1 : x
drop_entry 0 3 : 4 -1
drop_packet 0 3 : 4 -1
est_nice 0 -20 19 : -21 20
expire_nodest_conn 0 1 : x
expire_quiescent_template 0 1 : x
ignore_tunneled 0 1 : x
lblc_expiration 86400 60 : -1
lblcr_expiration 86400 60 : -1
nat_icmp_send 0 1 : x
pmtu_disc 1 0 : x
run_estimation 1 0 : x
schedule_icmp 0 1 : x
secure_tcp 0 3 : 4 -1
sloppy_sctp 0 1 : x
sloppy_tcp 0 1 : x
snat_reroute 1 0 : x
svc_lfactor -3 -8 8 : -9 9
sync_persist_mode 0 1 : x
sync_ports 1 8 : 0 3
sync_refresh_period 0 10 : -1
sync_retries 0 3 : 4 -1
sync_sock_size 0 65536 : x
sync_version 1 0 : 2 -1
"
count=0
while read -r name default words; do
	[[ -n $name ]] || continue
	assert_eq "default of $name" "$(knob dir "$name")" "$default"
	assert_eq "$name in the first namespace" "$(cat "/proc/sys/net/ipv4/vs/$name")" "$default"
	for value in ${words%:*}; do
		turn "$name" "$value" || fail "$name does not take $value"
		assert_eq "$name" "$(knob dir "$name")" "$value"
	done
	for bad in ${words#*:}; do
		! turn "$name" "$bad" || fail "$name takes $bad"
		assert_eq "$name after a refusal" "$(knob dir "$name")" "$value"
	done
	assert_eq "$name in another namespace" "$(knob client "$name")" "$default"
	count=$((count + 1))
done <<<"$table"
assert_eq "sync_threshold" "$(knob dir sync_threshold)" $'3\t50'
turn sync_threshold "5 10"
assert_eq "sync_threshold" "$(knob dir sync_threshold)" $'5\t10'
! turn sync_threshold "10 10" || fail "sync_threshold takes 10 10"
assert_eq "sync_threshold" "$(knob dir sync_threshold)" $'5\t10'
turn est_cpulist 0-1
assert_eq "est_cpulist" "$(knob dir est_cpulist)" 0-1
! turn est_cpulist x-y || fail "est_cpulist takes x-y"
assert_eq "knobs" "$(quiet_on dir ls /proc/sys/net/ipv4/vs | wc -l)" $((count + 3))
