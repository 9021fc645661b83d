#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Unmodified ipvsadm says the same, word by word, with the same exit status, whether ipvsx answers or
# in-tree ip_vs: every command of tests/net/ipvsadm/ is run through both, and so is a list saved and restored.
# /proc/net/ip_vs is the same then.
# engine: ipvsx
# limit: 300

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# What is no answer to the command: the size of a table.
essence()
{
	sed -E 's/\(size=[0-9]+\)/(size)/'
}

# Runs each command of a list; shows it, what it says, and its exit status.
run_list()
{
	local line code
	local -a words
	while read -r line; do
		[[ -n $line && $line != \#* ]] || continue
		read -ra words <<<"$line"
		code=0
		echo "> ipvsadm $line"
		quiet_on dir ipvsadm "${words[@]}" 2>&1 </dev/null || code=$?
		echo "= $code"
	done <"$1" | essence
}

# What -S writes, -R reads, and -S writes again.
run_restore()
{
	grep -E '^-[AaEe] ' "$1" >"$TMP/list"
	run_list "$TMP/list"
	quiet_on dir ipvsadm -Sn >"$TMP/saved"
	quiet_on dir ipvsadm -C
	quiet_on dir ipvsadm -R <"$TMP/saved"
	quiet_on dir ipvsadm -Sn | diff "$TMP/saved" -
	cat "$TMP/saved"
	quiet_on dir cat /proc/net/ip_vs | essence | sort
	quiet_on dir ipvsadm -C
}

run_all()
{
	local engine=$1 list
	for list in "$HERE"/ipvsadm/*; do
		trace "$engine: ${list##*/}"
		run_list "$list" >"$TMP/$engine.${list##*/}"
		run_restore "$list" >"$TMP/$engine.${list##*/}.restore"
	done
}

unload()
{
	local modules
	modules=$(awk '$1 ~ /^ip_vs_/ { print $1 }' /proc/modules)
	# shellcheck disable=SC2086  # names of modules
	[[ -z $modules ]] || rmmod $modules 2>/dev/null || return 1
	rmmod ip_vs 2>/dev/null
}

topo
run_all ipvsx
rmmod ipvsx
modprobe ip_vs
run_all ip_vs
wait_for 20 unload
for list in "$TMP"/ip_vs.*; do
	trace "comparing ${list##*/}: $(grep -c '^>' "$list") commands"
	(($(grep -c '^>' "$list") > 5)) || fail "hardly a command in ${list##*/}"
	diff "$list" "$TMP/ipvsx.${list##*/ip_vs.}" || fail "ip_vs (<) and ipvsx (>) differ: ${list##*/}"
done
