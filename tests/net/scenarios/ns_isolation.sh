#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What is configured in one namespace is not seen, not served and not touched from another.
# engine: both

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
topo_ns other
ip -n other address add 10.1.0.100/24 dev lo
webs 80
lb_service tcp "$VIP" 80 rr
before=$(lb_list)

LB_NS=other
if lb_list | grep -F "$VIP"; then
	fail "a namespace shows another's service"
fi
assert_match "connecting where no service is" \
	"$(on other peer tcp-dial "$VIP" 80 1 || true)" ECONNREFUSED
lb_service_add tcp "$(hp "$VIP" 80)" wlc
lb_flush
if lb_list | grep -F "$VIP"; then
	fail "the flush left something"
fi

LB_NS=dir
assert_eq "the first namespace's services" "$(lb_list)" "$before"
assert_eq "answers" "$(get client "$VIP" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
