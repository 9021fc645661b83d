#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by run.sh: packs the parts of a VM's root into cpio archives.

# shellcheck disable=SC2154  # run.sh has set: top here work userland kernel lb mode slow again
# shellcheck disable=SC2154  # tests/kernels/get.sh has told: KVER MODROOT

pack()
{
	(cd "$1" && find . -print0 | sort -z | cpio --quiet -0 -o -H newc)
}

# The modules named in ./modules and all they need, decompressed, with their
# own modules.dep.  A kernel that has one built in, or lacks it, is fine here:
# the scenario that needs it will say so.
pack_modules()
{
	local archive=$1 tmp name file
	tmp=$work/modules
	rm -rf "$tmp"
	mkdir -p "$tmp/lib/modules/$KVER"
	cp "$MODROOT/lib/modules/$KVER"/modules.{builtin,order}* "$tmp/lib/modules/$KVER/"
	while read -r name; do
		modprobe -d "$MODROOT" -S "$KVER" --show-depends "$name" 2>/dev/null || true
	done <"$here/modules" | awk '$1 == "insmod" { print $2 }' | sort -u |
		while read -r file; do
			install -D -m 644 "$file" "$tmp/${file#"$MODROOT"/}"
		done
	find "$tmp" -name '*.ko.xz' -exec xz -d {} +
	find "$tmp" -name '*.ko.zst' -exec zstd -q -d --rm {} +
	depmod -b "$tmp" "$KVER"
	# The archive is laid over a root whose /lib is a link.
	mkdir "$tmp/usr" && mv "$tmp/lib" "$tmp/usr/lib"
	pack "$tmp" >"$archive"
}

# A program of the host and the libraries that the VM's userland lacks.
install_program()
{
	local program=$1 root=$2 lib
	install -D -m 755 "$program" "$root/usr/bin/$(basename "$program")"
	ldd "$program" | awk '$2 == "=>" { print $3 }' | while read -r lib; do
		cpio --quiet -t <"$userland" | grep -qx ".*/$(basename "$lib")" ||
			install -D -m 755 "$lib" "$root/usr/local/lib/$(basename "$lib")"
	done
}

# Of ipvsctl's own objects.
build_exhaust()
{
	local packages=(libnl-genl-3.0 jansson) objects flags
	mapfile -t objects < <(find "$top/build/ipvsctl.o" -type f -name '*.o' ! -name main.o)
	read -ra flags < <(pkg-config --cflags --libs "${packages[@]}")
	gcc -D_GNU_SOURCE -std=gnu11 -O2 -Wall -Wextra -Werror -I"$top/ipvsctl" -I"$top/kmod" \
		-isystem "$top/kmod/uapi" -o "$1" "$top/tests/net/exhaust.c" "${objects[@]}" "${flags[@]}"
}

pack_subject()
{
	local archive=$1 root=$work/subject module program
	rm -rf "$root"
	mkdir -p "$root/t/net" "$root/usr/bin"
	cp -a "$top/tests/net/." "$root/t/net/"
	install -m 755 "$here/init" "$root/init"
	install -m 755 "$here/guest.sh" "$here/demo.sh" "$root/t/"
	for program in inside peer; do
		gcc -D_GNU_SOURCE -std=gnu11 -O2 -Wall -Wextra -Werror -static \
			-o "$root/usr/bin/$program" "$top/tests/net/$program.c"
	done
	gcc -D_GNU_SOURCE -std=gnu11 -O2 -Wall -Wextra -Werror -static -I"$top/kmod/uapi" \
		-o "$root/usr/bin/mutate" "$top"/tests/net/mutate/*.c
	cp "$top/Documentation/migrating-from-ipvs.md" "$root/t/"
	# The kernel's selftest wants a netcat.
	install -m 755 "$("$top/tests/kernels/selftest.sh")" "$root/t/selftest"
	install -m 755 "$(command -v busybox)" "$root/usr/bin/nc"
	if [[ $lb == ipvsx ]]; then
		module=$("$top/tests/kernels/build.sh" "$kernel")
		strip --strip-debug -o "$root/ipvsx.ko" "$module"
		mkdir "$root/names"
		cp "${module%/*}"/kmod/names/*.ko "$root/names/"
		strip --strip-debug "$root"/names/*.ko
		make -s -C "$top" ctl >&2
		install_program "$top/build/ipvsctl" "$root"
		build_exhaust "$work/exhaust"
		install_program "$work/exhaust" "$root"
	fi
	printf '%s\n' "MODE=$mode" "LB=$lb" "KERNEL=$kernel" "SLOW=$slow" \
		"AGAIN='$again'" "MUTATE=$MUTATE" "SERVICES=${SERVICES:-}" >"$root/t/config"
	pack "$root" >"$archive"
}

# What one VM is to run; the last archive wins over what is in others.
pack_list()
{
	local archive=$1 list=$2 root=$1.root
	rm -rf "$root"
	install -D -m 644 "$list" "$root/t/list"
	pack "$root" >"$archive"
}
