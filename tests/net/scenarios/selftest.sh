#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel's own selftest of IPVS, unchanged, passes: direct routing, NAT and tunnel, configured by ipvsadm.
# engine: both
# limit: 120
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

lb_setup
said=$(/t/selftest 2>&1) || fail "$said"
trace "$said"
assert_match "what it says" "$said" 'Testing DR mode.*Testing NAT mode.*Testing Tunnel mode.*PASS'
