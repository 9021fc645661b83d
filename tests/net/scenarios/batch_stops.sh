#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A batch stops at the first command that is refused and says in which line; what came before stays.
# engine: ipvsx
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
printf '%s\n' 'service add tcp 10.1.0.100:80' '# a comment' 'service add tcp 10.1.0.100:80' \
	'service add tcp 10.1.0.100:81' >"$TMP/batch"
refused 1 '3.*exist' quiet_on dir ipvsctl batch "$TMP/batch"
assert_eq "services" "$(quiet_on dir ipvsctl -j -n list | jq -c '[.services[].port]')" '[80]'
