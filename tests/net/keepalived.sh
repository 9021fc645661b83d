# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the scenarios of keepalived, after lib.sh: pieces of its configuration, and its start.

patience()
{
	printf '%s\n' "connect_timeout $((2 * SLOW))" "delay_before_retry 1" "retry 1"
}

# real ADDRESS WEIGHT LINE...
real()
{
	echo "real_server $1 80 {"
	echo "weight $2"
	printf '%s\n' "${@:3}"
	echo "}"
}

http_get()
{
	printf '%s\n' "HTTP_GET {" "url {" "path /" "status_code 200" "}" "$(patience)" "}"
}

tcp_check()
{
	printf '%s\n' "TCP_CHECK {" "$(patience)" "}"
}

# misc_check COMMAND [LINE]...
misc_check()
{
	printf '%s\n' "MISC_CHECK {" "misc_path \"$1\"" "misc_timeout $((5 * SLOW))" "${@:2}" "}"
}

# Runs with $TMP/keepalived.conf until the scenario ends; $keepalived is its process.
keepalived_start()
{
	spawn dir keepalived -n -l -D -C -f "$TMP/keepalived.conf" >"$TMP/keepalived.log" 2>&1
	keepalived=$!
	trap 'tail -n 40 "$TMP/keepalived.log" >&2' EXIT
}

# It leaves nothing behind.
keepalived_stop()
{
	kill "$keepalived"
	wait_for 20 no_service
}

no_service()
{
	[[ -z $(quiet_on dir ipvsadm -Sn) ]]
}
