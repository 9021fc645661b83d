#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tunnels of one family: servers see the client's packets within the director's, whole and one hop
# further on. TCP, UDP, fragments; a megabyte up and down over links of 1500 bytes.
# engine: both
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/tunnel.sh
. "$HERE/tunnel.sh"

[[ $AF == 4 ]] && proto=4 || proto=41
tunnel_of_family ipip none "meta l4proto $proto"
