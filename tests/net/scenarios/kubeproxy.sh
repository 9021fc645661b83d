#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A client that speaks the netlink family as kube-proxy's library does: it probes schedulers, adds, changes,
# lists and removes services and destinations, sets timeouts, flushes.
# engine: both
# limit: 120

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
if [[ $LB == ipvs ]]; then
	modprobe -a ip_vs_lc ip_vs_dh ip_vs_sh ip_vs_sed ip_vs_nq ip_vs_mh
fi
steps=$(on dir python3 -E -S "$HERE/kubeproxy.py" "$VIP" "$OTHER_VIP" "$RS1" "$RS2" "$RS3" -- "$OTHER_RS1" fd00:2::12)
assert_eq "steps" "$(wc -l <<<"$steps")" 5
