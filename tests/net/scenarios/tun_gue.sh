#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The same by GUE, without a checksum.
# engine: both
# families: 4 6
# limit: 120

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/tunnel.sh
. "$HERE/tunnel.sh"

tunnel_of_family gue none "udp dport 6080"
