# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel that time is measured on: Debian's 6.1 sources built for User Mode
# Linux with uml.config, once per source version and configuration, and kept in
# the cache. Its code runs as an ordinary process of the host, so nanoseconds
# and cache misses are real, where QEMU's are not. To be sourced.

uml_source_version() {
	dpkg-query -W -f '${Version}' linux-source-6.1
}

# uml_missing CONFIG: the lines of the fragment that did not survive
uml_missing() {
	grep '^CONFIG_' "$TOP/tests/kernels/uml.config" | grep -vxFf "$1" || true
}

# uml_build DIR: the kernel, its modules, and the tree that external modules
# are built against
uml_build() {
	local dir=$1 tree=$1/linux missing

	run uml-unpack.log tar -C "$dir" -xf /usr/src/linux-source-6.1.tar.xz
	mv "$dir"/linux-source-6.1 "$tree"
	run uml-config.log make -C "$tree" ARCH=um allnoconfig \
		KCONFIG_ALLCONFIG="$TOP/tests/kernels/uml.config"
	missing=$(uml_missing "$tree/.config")
	[ -z "$missing" ] ||
		die "uml.config: unmet dependencies leave these out:"$'\n'"$missing"
	note "building the User Mode Linux kernel, some ten minutes of one processor"
	run uml-build.log make -C "$tree" ARCH=um -j"$(nproc)" linux modules
	run uml-install.log make -C "$tree" ARCH=um modules_install INSTALL_MOD_PATH="$dir"
	cp "$tree/linux" "$dir/linux.um"
	rm -f "$dir"/lib/modules/*/build "$dir"/lib/modules/*/source
	uml_prune "$tree"
}

# uml_prune TREE: of the built tree only what external modules need is kept
uml_prune() {
	find "$1" -path '*/scripts/*' -prune -o -type f \
		\( -name '*.o' -o -name '*.c' -o -name '*.a' -o -name '*.ko' \
		-o -name '.*.cmd' -o -name vmlinux -o -name linux \) -exec rm -f {} +
	rm -rf "$1/Documentation" "$1/drivers"/*/
}

uml_get() {
	local key dir kver

	"$TOP/tests/deps.sh" uml
	key=$(uml_source_version)-$(sha256sum <"$TOP/tests/kernels/uml.config" | cut -c1-12)
	dir=$CACHE/kernels/uml-$key
	make_once "$dir" uml_build
	kver=$(basename "$dir"/lib/modules/*)
	assign KVER "$kver" IMAGE "$dir/linux.um" MODROOT "$dir" \
		KDIR "$dir/linux" BUILDER uml
}
