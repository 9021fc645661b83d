# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The distribution's own kernel, Debian 12's newest 6.1: the headers are
# installed, the image package is only unpacked into the cache. To be sourced.

stock_kver() {
	apt-cache depends linux-image-amd64 2>/dev/null |
		sed -n 's/^ *Depends: linux-image-\(6\.1\.0-[0-9]*-amd64\)$/\1/p'
}

stock_update_lists() {
	run apt-update.log apt-get update -qq
}

# stock_fetch PACKAGE VERSION DIR: unpack the image, index its modules
stock_fetch() {
	local package=$1 version=$2 dir=$3

	stock_download "$dir" "$package=$version" || {
		stock_update_lists
		stock_download "$dir" "$package=$version"
	}
	run stock-unpack.log dpkg -x "$dir"/*.deb "$dir"
	rm -f "$dir"/*.deb
	run stock-depmod.log depmod -b "$dir" "${package#linux-image-}"
}

stock_download() {
	run stock-download.log env -C "$1" \
		apt-get download -qq -o APT::Sandbox::User=root "$2"
}

stock_get() {
	local kver version dir

	"$TOP/tests/deps.sh" build
	kver=$(stock_kver)
	if [ -z "$kver" ]; then
		stock_update_lists
		kver=$(stock_kver)
	fi
	[ -n "$kver" ] || die "apt knows no linux-image-amd64 of 6.1"
	if [ ! -d "/lib/modules/$kver/build" ]; then
		run stock-headers.log apt-get install -y -qq \
			--no-install-recommends -o DPkg::Lock::Timeout=600 \
			"linux-headers-$kver"
	fi
	version=$(dpkg-query -W -f '${Version}' "linux-headers-$kver")
	dir=$CACHE/kernels/stock-${kver}_$version
	make_once "$dir" stock_fetch "linux-image-$kver" "$version"
	assign KVER "$kver" IMAGE "$dir/boot/vmlinuz-$kver" MODROOT "$dir" \
		KDIR "/lib/modules/$kver/build" BUILDER host
}
