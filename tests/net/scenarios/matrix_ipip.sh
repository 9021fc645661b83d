#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tunnels of IP in IP, of one family and between two: every cell of the table tests/net/matrix.
# engine: both
# families: 4 6
# limit: 240
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/matrix.sh
. "$HERE/matrix.sh"

matrix ipip
