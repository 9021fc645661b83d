#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Once the stubs with the names of ip_vs are installed, who asks for ip_vs, a scheduler of it, or its netlink family
# gets ipvsx and not the kernel's own, and finds the names in /proc/modules; ipvsx stays while a stub is loaded.
# Beside an in-tree ip_vs that was there first stubs refuse to load. Afterwards ip_vs is what it was.
# engine: ipvsx
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

dir=/lib/modules/$(uname -r)/updates

# What `make install take-names` and `make uninstall` do.
install_all()
{
	mkdir -p "$dir"
	cp /ipvsx.ko /names/*.ko "$dir/"
	depmod
}

uninstall_all()
{
	rm -rf "$dir"
	depmod
}

loaded()
{
	awk '$1 ~ /^ip_?vs/ { print $1 }' /proc/modules | sort | xargs
}

topo
trap uninstall_all EXIT
rmmod ipvsx
install_all
names="ip_vs ip_vs_dh ip_vs_fo ip_vs_lblc ip_vs_lblcr ip_vs_lc ip_vs_mh ip_vs_nq ip_vs_ovf ip_vs_rr ip_vs_sed ip_vs_sh ip_vs_twos ip_vs_wlc ip_vs_wrr"
for name in $names; do
	modprobe "$name"
	modprobe "$name"	# again, as scripts do
done
assert_eq "modules after modprobe" "$(loaded)" "$names ipvsx"
! rmmod ipvsx 2>/dev/null || fail "ipvsx goes while stubs are loaded"
for name in ip_vs_ftp xt_ipvs; do
	! modprobe "$name" 2>/dev/null || fail "modprobe $name succeeds"
done
# shellcheck disable=SC2086  # names
rmmod $names
wait_for 20 rmmod ipvsx
modprobe ip_vs
assert_eq "modules after modprobe ip_vs" "$(loaded)" "ip_vs ipvsx"
modprobe -r ip_vs
assert_eq "modules after modprobe -r ip_vs" "$(loaded)" ""

# Nobody has loaded anything: ipvsadm does.
on dir ipvsadm -A -t "$(hp "$VIP" 80)" -s rr
assert_match "modules after ipvsadm" "$(loaded)" "ipvsx"
assert_match "ipvsctl sees its service" "$(quiet_on dir ipvsctl -n list)" "$VIP:80"
on dir ipvsadm -C
wait_for 20 modprobe -r ip_vs ipvsx

# In-tree ip_vs was there first.
insmod "$(find /lib/modules -path '*/kernel/*' -name ip_vs.ko)"
modprobe ipvsx
dmesg >"$TMP/before"
! modprobe ip_vs_rr 2>/dev/null || fail "a stub is loaded although in-tree ip_vs has the names"
assert_match "the kernel's log" "$(dmesg | diff "$TMP/before" - || true)" 'loaded beside in-tree ip_vs'
rmmod ipvsx ip_vs

uninstall_all
modprobe ip_vs
assert_eq "modules after removal" "$(loaded)" ip_vs
assert_match "whose it is" "$(modinfo -F filename ip_vs)" /kernel/
rmmod ip_vs
insmod /ipvsx.ko
