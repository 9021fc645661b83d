#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A service of one family with servers of the other, which no method but a tunnel reaches.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/tunnel.sh
. "$HERE/tunnel.sh"

tunnel_of_other_family ipip none
