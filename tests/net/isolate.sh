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
exec "$@"
