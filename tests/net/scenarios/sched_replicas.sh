#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Locality with replication: the crowded server gets company, and connections go to the least loaded
# of the set, also back to the first one.
# engine: both
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
tcp_servers 80
vip=$(hp "$VIP" 80)
lb_service_add tcp "$vip" lblcr
for rs in "$RS1" "$RS2" "$RS3"; do
	lb_dest_add tcp "$vip" "$(hp "$rs" 80)" 4
done

hold_at_one first 5
home=$server home_held=$held
hold_at_one joined 2
[[ $server != "$home" ]] || fail "still at the crowded $home"
joined=$server
kill "$home_held"
rs=RS${home#rs}
wait_for 20 is -eq 0 lb_active tcp "$vip" "$(hp "${!rs}" 80)"
hold_at_one back 1
assert_eq "the least loaded of the two" "$server" "$home"
rs=RS${joined#rs}
assert_eq "open at $joined" "$(lb_active tcp "$vip" "$(hp "${!rs}" 80)")" 2
