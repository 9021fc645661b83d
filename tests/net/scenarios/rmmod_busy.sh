#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The module cannot be removed while a service exists, in whichever namespace.
# engine: ipvsx

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
lb_service_add tcp "$(hp "$VIP" 80)" rr
refused 1 "in use" rmmod ipvsx
assert_match "the service" "$(lb_list)" "$VIP"
lb_service_del tcp "$(hp "$VIP" 80)"
on dir rmmod ipvsx
on dir insmod /ipvsx.ko
