# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A Debian 13 chroot in the cache: newer kernels' headers need its compiler and
# C library. To be sourced.

TRIXIE=$CACHE/trixie

# trixie_run DIR COMMAND...: run it in the chroot, DIR seen as /mnt. The mounts
# live in a namespace of the command's own and go away with it.
trixie_run() {
	local dir=$1

	shift
	# shellcheck disable=SC2016 # expanded by the inner shell
	unshare --mount --propagation private bash -euc '
		root=$1 dir=$2
		shift 2
		mount -t proc proc "$root/proc"
		mount --bind "$dir" "$root/mnt"
		exec chroot "$root" "$@"' bash "$TRIXIE" "$dir" "$@"
}
