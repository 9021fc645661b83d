#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# In a network namespace that a user without rights on the machine has made, the files and knobs of IPVS are there and
# act, and ipvsadm and ipvsctl configure it; other namespaces have nothing of it, and the same user has no right there.
# engine: ipvsx

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

nobody()
{
	setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

within_it()
{
	cd /proc/sys/net/ipv4/vs
	echo 1 >expire_nodest_conn
	ipvsadm -A -t 10.0.0.1:80 -s rr
	ipvsadm -a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 7
	ipvsctl dest set tcp 10.0.0.1:80 10.0.0.2:80 weight 8
	ipvsadm -Sn
	wc -l </proc/net/ip_vs
	cat expire_nodest_conn /proc/net/ip_vs_status
	echo 9 >drop_entry || echo refused
}

topo
said=$(nobody unshare --user --map-root-user --net bash -euc "$(declare -f within_it); within_it" 2>&1) || fail "$said"
assert_match "what is said inside" "$said" \
	$'-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 8\n5\n1\n.*Services:\t1\n.*refused'
assert_eq "services outside" "$(ipvsadm -Sn)$(quiet_on dir ipvsadm -Sn)" ""
assert_eq "the knob outside" "$(cat /proc/sys/net/ipv4/vs/expire_nodest_conn)" 0
refused 1 'not permitted|denied' on dir setpriv --reuid 65534 --regid 65534 --clear-groups \
	ipvsctl service add tcp "$VIP:80"
! quiet_on dir setpriv --reuid 65534 --regid 65534 --clear-groups ipvsadm -C 2>/dev/null ||
	fail "ipvsadm without rights succeeds"
