#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the userland of the test VM, an uncompressed cpio archive, from
# Debian's own packages and prints its path.  The packages in ./packages and
# all they depend on are fetched by apt and unpacked, not installed: nothing on
# the host changes and no service is started.  The archive stays in the cache
# and is rebuilt when this script or the list of packages changes.
#
# Usage: image.sh            print the path of the archive, build it if absent

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${IPVSX_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ipvsx}/vm

fetch()
{
	local dir=$1
	local -a packages
	mapfile -t packages <"$here/packages"
	mkdir -p "$dir/state" "$dir/archives/partial"
	: >"$dir/state/status"
	apt-get -qq -o DPkg::Lock::Timeout=300 -o Debug::NoLocking=1 \
		-o APT::Sandbox::User=root \
		-o Dir::State::status="$dir/state/status" \
		-o Dir::Cache::archives="$dir/archives" \
		-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
		--no-install-recommends --yes --download-only \
		install "${packages[@]}" >"$dir/apt.log" 2>&1
}

fetch_or_update()
{
	local dir=$1
	fetch "$dir" && return
	apt-get -qq -o DPkg::Lock::Timeout=300 update
	fetch "$dir" || { cat "$dir/apt.log" >&2; return 1; }
}

unpack()
{
	local dir=$1 root=$2 deb name
	mkdir -p "$root"/usr/{bin,sbin,lib,lib64} \
		"$root"/{dev,proc,sys,run,tmp,root,etc,var/log/nginx,var/lib/nginx}
	for name in bin sbin lib lib64; do
		ln -s "usr/$name" "$root/$name"
	done
	for deb in "$dir"/archives/*.deb; do
		dpkg-deb --fsys-tarfile "$deb" |
			tar -C "$root" -x --keep-directory-symlink
	done
}

# What the packages' own installation scripts would have left behind.
configure()
{
	local root=$1
	printf '%s\n' 'root:x:0:0:root:/root:/bin/bash' \
		'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin' \
		'nobody:x:65534:65534:nobody:/:/usr/sbin/nologin' >"$root/etc/passwd"
	printf '%s\n' 'root:x:0:' 'www-data:x:33:' 'nogroup:x:65534:' >"$root/etc/group"
	ln -sf gawk "$root/usr/bin/awk"
	ln -sf bash "$root/usr/bin/sh"
	chroot "$root" /sbin/ldconfig
}

# Never read inside the VM, and together most of what is unpacked.
prune()
{
	cd "$1"
	rm -rf usr/share/{bash-completion,bug,debconf,doc,i18n,ieee-data,info} \
		usr/share/{lintian,locale,man,perl,perl5,zoneinfo,common-licenses} \
		usr/lib/{apt,dpkg,init,locale,systemd,udev} usr/bin/{perl,apt,dpkg}* \
		usr/lib/*/{gconv,perl,perl-base,security,systemd} \
		usr/lib/*/libapt*.so* var/{cache,lib/dpkg}
}

build()
{
	local archive=$1 tmp
	tmp=$(mktemp -d "$cache/build.XXXXXX")
	# shellcheck disable=SC2064  # the directory of now
	trap "rm -rf '$tmp'" EXIT
	fetch_or_update "$tmp"
	unpack "$tmp" "$tmp/root"
	(prune "$tmp/root")
	configure "$tmp/root"
	(cd "$tmp/root" && find . -print0 | sort -z |
		cpio --quiet -0 -o -H newc >"$archive.new")
	mv "$archive.new" "$archive"
}

main()
{
	local key archive
	key=$(cat "$here/image.sh" "$here/packages" /etc/os-release | sha256sum | cut -c1-16)
	archive=$cache/root-$key.cpio
	mkdir -p "$cache"
	if [[ ! -s $archive ]]; then
		find "$cache" -maxdepth 1 -name 'root-*.cpio' -delete
		build "$archive" >&2
	fi
	echo "$archive"
}

main "$@"
