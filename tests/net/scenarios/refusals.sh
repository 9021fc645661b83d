#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What cannot be done is refused with a sentence that says why, exit code 1 from the kernel or 2 from
# the tool, and nothing has changed.
# engine: ipvsx
# families: 4 6
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
vip=$(hp "$VIP" 80)
rs=$(hp "$RS1" 80)
missing=$(hp "$VIP" 81)
on dir ipvsctl service add tcp "$vip" scheduler rr grace 7
on dir ipvsctl dest add tcp "$vip" "$rs" weight 5
before=$(lb_config)

no()
{
	local code=$1 pattern=$2
	shift 2
	refused "$code" "$pattern" quiet_on dir ipvsctl "$@"
	assert_eq "configuration after the refusal" "$(lb_config)" "$before"
}

no 1 'the service exists' service add tcp "$vip" scheduler rr
no 1 'the service exists' service add tcp "$vip" scheduler wlc grace 9
no 1 'the service has this destination already' dest add tcp "$vip" "$rs" weight 7
no 1 'no such service' service del tcp "$missing"
no 1 'no such service' service set tcp "$missing" scheduler wlc
no 1 'no such service' service show tcp "$missing"
no 1 'no such service' service del udp "$vip"
no 1 'no such service' dest add tcp "$missing" "$rs"
no 1 'no such destination' dest del tcp "$vip" "$(hp "$RS2" 80)"
no 1 'no such destination' dest set tcp "$vip" "$(hp "$RS2" 80)" weight 3
no 1 'scheduler' service add tcp "$missing" scheduler nonsense
no 1 'scheduler' service set tcp "$vip" scheduler nonsense
no 1 'famil|IPv[46]' dest add tcp "$vip" "$(hp "$OTHER_RS1" 80)"
no 1 'only a tunnel leads' dest add tcp "$vip" "$(hp "$OTHER_RS1" 80)" method dr
no 1 'it must be the service' dest add tcp "$vip" "$(hp "$RS2" 8080)" method dr
no 1 'it must be the service' dest add tcp "$vip" "$(hp "$RS2" 8080)" method tunnel
no 1 'only the method tunnel' dest add tcp "$vip" "$(hp "$RS2" 80)" type gre
no 1 'only the method tunnel' dest set tcp "$vip" "$rs" method dr type gre
no 1 'a GUE tunnel needs a port' dest add tcp "$vip" "$(hp "$RS2" 80)" method tunnel type gue
no 1 'only a GUE tunnel has a port' dest set tcp "$vip" "$rs" method tunnel type gre port 6080
no 1 'no checksum' dest set tcp "$vip" "$rs" method tunnel checksum full
no 1 'only a GUE tunnel has remote' dest set tcp "$vip" "$rs" method tunnel type gre checksum remote
no 2 'weight out of range' dest add tcp "$vip" "$(hp "$RS2" 80)" weight 2147483648
no 2 'weight' dest set tcp "$vip" "$rs" weight -1
no 1 'lower threshold' dest set tcp "$vip" "$rs" lower 4
no 1 'lower threshold' dest set tcp "$vip" "$rs" upper 3 lower 4
no 1 'lower threshold' dest add tcp "$vip" "$(hp "$RS2" 80)" upper 3 lower 4
no 1 'only UDP' service set tcp "$vip" one-packet on
no 1 'only UDP' service add tcp "$missing" one-packet on
[[ $AF == 6 ]] || no 1 'longer than an address' service set tcp "$vip" persist-prefix 33
no 1 '.' service set tcp "$vip" persist-prefix 0
no 2 'port' service add tcp "$(hp "$VIP" 65536)"
no 2 'address' service add tcp "300.1.2.3:80"
no 2 'unknown option' service add tcp "$missing" colour blue
no 2 'not tcp, udp' service add icmp "$missing"

# Without the right to it, nothing is told or changed either.
refused 1 'permi|privilege|allowed' quiet_on dir setpriv --bounding-set=-net_admin \
	--inh-caps=-net_admin ipvsctl flush
assert_eq "configuration after all" "$(lb_config)" "$before"
