#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# net.ipv4.vs has the knobs of ip_vs with their defaults and ranges, a set of its own in each namespace.
# engine: ipvsx

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo

dir=/proc/sys/net/ipv4/vs

# in NS FUNCTION: a function of this file, in one process of that namespace.
in_ns()
{
	quiet_on "$1" bash -c "dir=$dir; $(declare -f turn is_now check_all show_all); $2"
}

turn()
{
	{ echo "$2" >"$dir/$1"; } 2>/dev/null
}

is_now()
{
	local value
	read -r value <"$dir/$1"
	[[ $value == "$2" ]] || { echo "$1 is $value instead of $2"; exit 1; }
}

# Lines of stdin: name, default, values it takes, a colon, values it does not.
check_all()
{
	local name default words value bad
	while read -r name default words; do
		is_now "$name" "$default"
		for value in ${words%:*}; do
			turn "$name" "$value" || { echo "$name does not take $value"; exit 1; }
			is_now "$name" "$value"
		done
		for bad in ${words#*:}; do
			! turn "$name" "$bad" || { echo "$name takes $bad"; exit 1; }
			is_now "$name" "$value"
		done
	done
}

show_all()
{
	local file value
	for file in "$dir"/*; do
		read -r value <"$file"
		echo "${file##*/} $value"
	done
}

# name default good values : bad values
table="amemthresh 1024 2048 : x
am_droprate 10 20 : x
backup_only 0 1 : x
cache_bypass 0 1 : x
conn_lfactor -4 -8 8 : -9 9
conn_max 1073741824 1000 : -1 1073741825
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
sync_version 1 0 : 2 -1"

before=$(in_ns client show_all)
in_ns dir check_all <<<"$table" || fail "a knob does not do as in the table"
assert_eq "another namespace" "$(in_ns client show_all)" "$before"
assert_eq "knobs" "$(wc -l <<<"$before")" $(($(wc -l <<<"$table") + 3))

pairs()
{
	is_now sync_threshold $'3\t50'
	turn sync_threshold "5 10" && is_now sync_threshold $'5\t10' || exit 1
	! turn sync_threshold "10 10" && is_now sync_threshold $'5\t10' || exit 1
	turn est_cpulist 0-1 && is_now est_cpulist 0-1 || exit 1
	! turn est_cpulist x-y && is_now est_cpulist 0-1 || exit 1
}
in_ns dir "$(declare -f pairs); pairs" || fail "sync_threshold or est_cpulist"
