#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An unmodified ipvsadm makes, shows and deletes services of firewall marks.
# engine: ipvsx
# families: 4 6
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
six=()
[[ $AF == 4 ]] || six=(-6)
on dir ipvsadm -A -f 8 "${six[@]}" -s rr -p 60
on dir ipvsadm -a -f 8 "${six[@]}" -r "$(hp "$RS1" 0)" -m -w 3
assert_match "ipvsadm" "$(on dir ipvsadm -Ln)" "FWM  8 .*rr persistent 60"
assert_eq "ipvsctl" "$(quiet_on dir ipvsctl -j list | jq -c '[.services[] | .protocol, .mark, .persist]')" \
	"[\"$(mark_word)\",8,60]"
assert_match "procfs" "$(on dir cat /proc/net/ip_vs)" 'FWM  00000008 rr'
on dir ipvsadm -D -f 8 "${six[@]}"
assert_eq "services left" "$(quiet_on dir ipvsctl -j list | jq '.services | length')" 0
