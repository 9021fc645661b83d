#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Keep the kernel's own selftest of IPVS in the cache, out of Debian's linux-source
# package, and print its path. It is run as it is and not part of this tree.
#
# Usage: tests/kernels/selftest.sh
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh"

# Newer kernels have it in net/netfilter.
# fetch DIR
fetch() {
	run selftest.log tar -C "$1" --strip-components=1 --wildcards --no-anchored \
		-xf /usr/src/linux-source-6.1.tar.xz 'selftests/*netfilter/ipvs.sh'
}

"$TOP/tests/deps.sh" vm
make_once "$CACHE/selftest-6.1" fetch
newest "$CACHE"/selftest-6.1/tools/testing/selftests/*netfilter/ipvs.sh
