# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A Debian 13 chroot in the cache: newer kernels' headers need its compiler and
# C library. Mirrors are those apt is configured with; only the suite changes.
# To be sourced.

TRIXIE=$CACHE/trixie
TRIXIE_PACKAGES="gcc make perl kmod dkms"

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
		cd /
		exec chroot "$root" "$@"' bash "$TRIXIE" "$dir" "$@"
}

trixie_apt() {
	trixie_run "$CACHE/log" env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq -y --no-install-recommends \
		-o DPkg::Lock::Timeout=600 "$@"
}

# The lines of sources.list, made from the host's own: the suites of this
# machine's release with the name of the next, and backports beside the first.
trixie_sources() {
	local uri suite

	# shellcheck disable=SC2016 # the fields are apt's
	apt-get indextargets --format '$(REPO_URI) $(RELEASE)' \
		'Created-By: Packages' | grep -E ' bookworm(-security|-updates)?$' |
		sort -u | while read -r uri suite; do
		suite=${suite/bookworm/trixie}
		echo "deb $uri $suite main"
		[ "$suite" != trixie ] || echo "deb $uri trixie-backports main"
	done
}

trixie_mirror() {
	trixie_sources | sed -n 's/^deb \([^ ]*\) trixie main$/\1/p' | head -n 1
}

# trixie_create DIR
trixie_create() {
	local TRIXIE=$1 mirror # seen by what is called from here

	mirror=$(trixie_mirror)
	[ -n "$mirror" ] || die "apt names no mirror of bookworm"
	[ -e /usr/share/keyrings/debian-archive-trixie-stable.gpg ] ||
		run trixie-keyring.log apt-get install -y -qq \
			-o DPkg::Lock::Timeout=600 debian-archive-keyring
	note "making the trixie chroot"
	run trixie-debootstrap.log \
		debootstrap --variant=minbase trixie "$1" "$mirror"
	trixie_sources >"$1/etc/apt/sources.list"
	cp /etc/resolv.conf "$1/etc/resolv.conf"
	run trixie-update.log trixie_apt update
	# shellcheck disable=SC2086 # a list of words
	run trixie-install.log trixie_apt install $TRIXIE_PACKAGES
}

# The chroot, its package lists not older than a week. Without a network the
# old lists do.
trixie_ready() {
	"$TOP/tests/deps.sh" kernels
	mkdir -p "$CACHE/log"
	make_once "$TRIXIE" trixie_create
	if [ -n "$(find "$TRIXIE/var/lib/apt/lists" -maxdepth 0 -mtime +6)" ]; then
		run trixie-update.log trixie_apt update ||
			note "trixie's package lists are old and cannot be renewed"
		touch "$TRIXIE/var/lib/apt/lists"
	fi
}

# trixie_newest PACKAGE PATTERN: its newest version that begins with PATTERN
trixie_newest() {
	trixie_run "$CACHE/log" apt-cache madison "$1" |
		awk -F' *[|] *' -v p="^$2[.]" '$2 ~ p { print $2 }' | sort -V | tail -n 1
}

# trixie_release VERSION: what the kernel of that version calls itself
trixie_release() {
	trixie_run "$CACHE/log" apt-cache show "linux-headers-amd64=$1" |
		grep -oE 'linux-headers-[0-9][^ ]*-amd64' | head -n 1 |
		sed 's/^linux-headers-//'
}

# trixie_unpack DIR PACKAGE...: packages as files, into DIR, not installed
trixie_unpack() {
	local dir=$1 deb

	shift
	trixie_run "$dir" sh -c 'cd /mnt && exec apt-get download -qq "$@"' sh \
		-o APT::Sandbox::User=root "$@"
	for deb in "$dir"/*.deb; do
		dpkg -x "$deb" "$dir"
		rm -f "$deb"
	done
}

# trixie_fetch KVER VERSION DIR: the boot image and the modules
trixie_fetch() {
	local kver=$1 version=$2 dir=$3 packages

	case $version in
	6.*) packages="linux-image-$kver=$version" ;;
	*) packages=$(printf "linux-%s-$kver=$version " base binary modules) ;;
	esac
	# shellcheck disable=SC2086 # a list of words
	run trixie-fetch.log trixie_unpack "$dir" $packages
	[ -e "$dir/lib" ] || ln -s usr/lib "$dir/lib"
	run trixie-depmod.log depmod -b "$dir" "$kver"
}

# trixie_get 6.12|7
trixie_get() {
	local version kver dir image

	trixie_ready
	version=$(trixie_newest linux-headers-amd64 "$1")
	[ -n "$version" ] || die "trixie has no kernel $1"
	kver=$(trixie_release "$version")
	[ -d "$TRIXIE/lib/modules/$kver/build" ] ||
		run trixie-headers.log \
			trixie_apt install "linux-headers-$kver=$version"
	dir=$CACHE/kernels/$kver
	make_once "$dir" trixie_fetch "$kver" "$version"
	image=$(newest "$dir"/boot/vmlinuz-* "$dir/lib/modules/$kver/vmlinuz")
	[ -n "$image" ] || die "no boot image in $dir"
	assign KVER "$kver" IMAGE "$image" MODROOT "$dir" \
		KDIR "/lib/modules/$kver/build" BUILDER trixie
}
