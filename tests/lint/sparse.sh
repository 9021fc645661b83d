#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# sparse with endianness over the whole module: byte order is the class of bug
# a load balancer has.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
"$here/../kernels/build.sh" stock C=2 CF=-D__CHECK_ENDIAN__ >/dev/null
