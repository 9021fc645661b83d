#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs a scenario with directories of its own, so that the names of its network
# namespaces and its files vanish with it.

set -euo pipefail

mount --make-rprivate /
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mkdir -p /run/netns

# New network namespaces take these from the first one: addresses are usable at
# once, nobody asks for routers.
echo 1 >/proc/sys/net/core/devconf_inherit_init_net
for conf in all default; do
	echo 0 >/proc/sys/net/ipv6/conf/$conf/accept_dad
	echo 0 >/proc/sys/net/ipv6/conf/$conf/router_solicitations
	echo 0 >/proc/sys/net/ipv6/conf/$conf/accept_ra
done
exec "$@"
