#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Once ipvsx has been given the names, who asks for ip_vs, a scheduler of it, or its netlink family gets ipvsx
# and not the kernel's own; afterwards ip_vs is what it was.
# engine: ipvsx

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

dir=/lib/modules/$(uname -r)/updates
conf=/etc/modprobe.d/ipvsx.conf

# What `make install take-names` and `make uninstall` do.
install_all()
{
	install -D -m 644 /ipvsx.ko "$dir/ipvsx.ko"
	install -D -m 644 /t/modprobe.conf "$conf"
	depmod
}

uninstall_all()
{
	rm -rf "$dir" "$conf"
	depmod
}

loaded()
{
	awk '$1 ~ /^ip_?vs/ { print $1 }' /proc/modules | sort | xargs
}

topo
trap uninstall_all EXIT
install_all
wait_for 20 rmmod ipvsx
for name in ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_lblc ip_vs_lblcr ip_vs_sed ip_vs_nq \
	ip_vs_fo ip_vs_ovf ip_vs_dh ip_vs_sh ip_vs_mh ip_vs_twos net-pf-16-proto-16-family-IPVS ipvsx; do
	modprobe "$name"
	assert_eq "modules after modprobe $name" "$(loaded)" ipvsx
	modprobe "$name"	# again, as scripts do
	wait_for 20 rmmod ipvsx
done
for name in ip_vs_ftp xt_ipvs; do
	! modprobe "$name" 2>/dev/null || fail "modprobe $name succeeds"
	assert_eq "modules after modprobe $name" "$(loaded)" ""
done

# Nobody has loaded anything: ipvsadm does.
on dir ipvsadm -A -t "$(hp "$VIP" 80)" -s rr
assert_eq "modules after ipvsadm" "$(loaded)" ipvsx
assert_match "ipvsctl sees its service" "$(quiet_on dir ipvsctl -n list)" "$VIP:80"
on dir ipvsadm -C
wait_for 20 rmmod ipvsx

uninstall_all
modprobe ip_vs
assert_eq "modules after removal" "$(loaded)" ip_vs
rmmod ip_vs
insmod /ipvsx.ko
