#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Eight megabytes up and down by direct routing, with the offloads of the links and without.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_direct
webs 80
lb_method dr
lb_service tcp "$VIP" 80 rr
transfer_both_ways client "$VIP" 80
offloads_off client dir rs1 rs2 rs3
transfer_both_ways client "$VIP" 80 1048576
