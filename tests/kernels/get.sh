#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Make a kernel to test on available in the cache, and say where it is.
#
# Usage: tests/kernels/get.sh stock|6.12|7|debug|uml
#   stock  Debian 12's newest 6.1
#   6.12   Debian 13's kernel
#   7      the newest 7.x of Debian 13's backports
#   debug  our own build of Debian's 6.1 sources, with every checker on
#   uml    our own build of the same for User Mode Linux, to measure time on
#
# Prints shell assignments:
#   KVER     the release, as uname -r says it
#   IMAGE    the bootable image
#   MODROOT  holds lib/modules/$KVER, indexed by depmod; modules may be .ko.xz
#   KDIR     where to build modules, as BUILDER sees it
#   BUILDER  host; uml: the same, ARCH=um; trixie: inside the Debian 13 chroot of
#            the cache
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh"

case ${1-} in
stock)
	# shellcheck source-path=SCRIPTDIR source=stock.sh
	. "$here/stock.sh"
	stock_get
	;;
debug)
	# shellcheck source-path=SCRIPTDIR source=debug.sh
	. "$here/debug.sh"
	debug_get
	;;
uml)
	# shellcheck source-path=SCRIPTDIR source=uml.sh
	. "$here/uml.sh"
	uml_get
	;;
6.12 | 7)
	# shellcheck source-path=SCRIPTDIR source=trixie.sh
	. "$here/trixie.sh"
	trixie_get "$1"
	;;
*)
	echo "usage: tests/kernels/get.sh stock|6.12|7|debug|uml" >&2
	exit 2
	;;
esac
