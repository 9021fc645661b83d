#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Session sync is not there: daemons are refused, for ipvsadm with the error's text and for clients that listen with a
# sentence; none is listed.
# engine: ipvsx
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
refused 255 'Operation not supported' on dir ipvsadm --start-daemon master --mcast-interface c0 --syncid 3
refused 255 'Operation not supported' on dir ipvsadm --start-daemon backup --mcast-interface c0 --mcast-group 224.0.0.99 \
	--mcast-port 9999 --mcast-ttl 2 --sync-maxlen 1000
refused 255 'Operation not supported' on dir ipvsadm --stop-daemon master
assert_eq "daemons" "$(quiet_on dir ipvsadm -L --daemon)" ""
assert_eq "the sentence" "$(on dir python3 -E -S "$HERE/kubeproxy.py" daemon)" \
	"Operation not supported: connection synchronisation is not available"
