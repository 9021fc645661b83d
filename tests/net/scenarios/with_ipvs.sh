#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# If in-tree ip_vs is loaded, ipvsx says so and leaves ipvsadm and /proc to it; each serves its own services.
# When ip_vs has gone, ipvsx takes the names with its next load.
# engine: ipvsx
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
webs 80
tcp_servers 81
rmmod ipvsx
on dir modprobe -a ip_vs ip_vs_rr
dmesg >"$TMP/before"
insmod /ipvsx.ko
assert_match "the kernel's log" "$(dmesg | diff "$TMP/before" - || true)" 'in-tree ip_vs is loaded'
lb_service tcp "$VIP" 80 rr
trap 'on dir ipvsadm -C' EXIT
on dir ipvsadm -A -t "$(hp "$VIP2" 81)" -s rr
for rs in "$RS1" "$RS2" "$RS3"; do
	on dir ipvsadm -a -t "$(hp "$VIP2" 81)" -r "$(hp "$rs" 81)" -m
done
assert_eq "services ipvsadm sees" "$(quiet_on dir ipvsadm -Sn | grep -c '^-A')" 1
assert_eq "answers of ipvsx" "$(get client "$VIP" 80 6 | tally)" "2 rs1 2 rs2 2 rs3"
assert_eq "answers of ip_vs" "$(dial client "$VIP2" 81 6 | tally)" "2 rs1 2 rs2 2 rs3"
on dir ipvsadm -C
trap - EXIT
wait_for 20 modprobe -r ip_vs_rr ip_vs
assert_eq "answers after ip_vs has gone" "$(get client "$VIP" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
lb_flush
wait_for 20 rmmod ipvsx
insmod /ipvsx.ko
on dir ipvsadm -A -t "$(hp "$VIP2" 81)" -s rr
assert_match "ipvsctl sees it" "$(quiet_on dir ipvsctl -n list)" "$VIP2:81"
