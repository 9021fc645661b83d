#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# 8 MB each way arrive as they were sent, with the segmentation and checksum offloads that
# virtual links have (packets of 64 KB, checksums not computed yet).
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
webs 80
lb_service tcp "$VIP" 80 rr
transfer_both_ways client "$VIP" 80
