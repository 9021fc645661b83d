# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The debug kernel: Debian's 6.1 sources, a small configuration with every
# checker on (debug.config), built once per source version and configuration
# and kept in the cache. To be sourced.

debug_source_version() {
	dpkg-query -W -f '${Version}' linux-source-6.1
}

# debug_missing CONFIG: the lines of the fragment that did not survive, for
# want of a dependency
debug_missing() {
	grep '^CONFIG_' "$TOP/tests/kernels/debug.config" | grep -vxFf "$1" || true
}

debug_configure() {
	local tree=$1 missing

	run debug-config.log make -C "$tree" allnoconfig \
		KCONFIG_ALLCONFIG="$TOP/tests/kernels/debug.config"
	missing=$(debug_missing "$tree/.config")
	[ -z "$missing" ] ||
		die "debug.config: unmet dependencies leave these out:"$'\n'"$missing"
}

# debug_build DIR: boot image and modules of the kernel, and the tree that
# external modules are built against
debug_build() {
	local dir=$1 tree=$1/linux

	run debug-unpack.log tar -C "$dir" -xf /usr/src/linux-source-6.1.tar.xz
	mv "$dir"/linux-source-6.1 "$tree"
	debug_configure "$tree"
	note "building the debug kernel, some ten minutes"
	run debug-build.log make -C "$tree" -j"$(nproc)" bzImage modules
	run debug-install.log make -C "$tree" modules_install INSTALL_MOD_PATH="$dir"
	cp "$tree/arch/x86/boot/bzImage" "$dir/bzImage"
	rm -f "$dir"/lib/modules/*/build "$dir"/lib/modules/*/source
	debug_prune "$tree"
}

# debug_prune TREE: of the built tree only what external modules need is kept
debug_prune() {
	find "$1" \( -path '*/scripts/*' -o -path '*/tools/objtool/*' \) -prune \
		-o -type f \( -name '*.o' -o -name '*.c' -o -name '*.a' -o -name '*.ko' \
		-o -name '.*.cmd' -o -name 'vmlinux*' \) -exec rm -f {} +
	rm -rf "$1/Documentation" "$1/drivers"/*/
}

debug_get() {
	local key dir kver

	"$TOP/tests/deps.sh" debug
	key=$(debug_source_version)-$(sha256sum <"$TOP/tests/kernels/debug.config" | cut -c1-12)
	dir=$CACHE/kernels/debug-$key
	make_once "$dir" debug_build
	kver=$(basename "$dir"/lib/modules/*)
	assign KVER "$kver" IMAGE "$dir/bzImage" MODROOT "$dir" \
		KDIR "$dir/linux" BUILDER host
}
