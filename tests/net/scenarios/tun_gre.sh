#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The same by GRE, with its checksum.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/tunnel.sh
. "$HERE/tunnel.sh"

tunnel_of_family gre full "meta l4proto gre"
