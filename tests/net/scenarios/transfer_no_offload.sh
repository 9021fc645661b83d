#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# 8 MB each way arrive as they were sent when every packet is complete, small and with its
# checksum computed by the sender.
# engine: both
# families: 4 6
# limit: 180
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
offloads_off client dir rs1 rs2 rs3
webs 80
lb_service tcp "$VIP" 80 rr
transfer_both_ways client "$VIP" 80
