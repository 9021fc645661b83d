#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Servers on the director: every cell of the table tests/net/matrix.
# engine: both
# families: 4 6
# once: no
# limit: 120

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/matrix.sh
. "$HERE/matrix.sh"

matrix local
