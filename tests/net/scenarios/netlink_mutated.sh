#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Malformed messages at both netlink families: what is refused has changed nothing, what is accepted nothing but
# its object, and the kernel stays well.  MUTATE=100000 in the environment of the run sends so many.
# engine: ipvsx
# limit: 60 + MUTATE / 25
# leaks: yes

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

count=$MUTATE
seed=$((RANDOM << 15 | RANDOM))
topo
for family in IPVS ipvsx; do
	# The figures stay in the console's log.
	on dir mutate $family "$((count / 2))" "$seed" | tee "$TMP/said" /dev/kmsg >&2
	accepted=$(awk 'NR == 1 { print $4 }' "$TMP/said")
	((accepted > count / 20 && accepted < count / 2)) || fail "$accepted of $((count / 2)) accepted: a bad mixture"
	# After all that, the families work, and both see the same.
	lb_service tcp "$VIP" 81 rr
	assert_eq "services ipvsadm sees" "$(quiet_on dir ipvsadm -Sn | grep -c '^-A')" \
		"$(quiet_on dir ipvsctl -j -n list | jq '.services | length')"
	lb_flush
done
# A firewall mark has no protocol, but what has none is not a mark.
assert_eq "protocol 0" "$(on dir python3 -E -S "$HERE/kubeproxy.py" protocol)" "command 1 of protocol 0: EPROTONOSUPPORT"
assert_eq "services" "$(quiet_on dir ipvsadm -Sn)" ""
