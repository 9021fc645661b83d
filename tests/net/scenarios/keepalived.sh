#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's keepalived drives the director: servers that fail their HTTP_GET, TCP_CHECK or MISC_CHECK are taken
# out, or get weight 0, and come back; the sorry server serves while no other does; a reload with other
# servers disturbs nobody.
# engine: ipvsx
# families: 4 6
# limit: 240
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/keepalived.sh
. "$(dirname "$0")/../keepalived.sh"

# conf "REAL SERVERS": of the service at port 80; a sorry server stands by.
conf()
{
	cat >"$TMP/keepalived.conf" <<-END
		global_defs {
		  script_user root
		}
		virtual_server $VIP 80 {
		  delay_loop 1
		  lb_algo wrr
		  lb_kind NAT
		  protocol TCP
		  quorum 1
		  sorry_server $RS3 8080
		  $1
		}
	END
}

# Servers with their weights: "rs1=2 rs2=1".
servers()
{
	quiet_on dir ipvsadm -Sn | awk -v one="$(hp "$RS1" 80)" -v two="$(hp "$RS2" 80)" \
		-v three="$(hp "$RS3" 80)" -v sorry="$(hp "$RS3" 8080)" '
		BEGIN { name[one] = "rs1"; name[two] = "rs2"; name[three] = "rs3"; name[sorry] = "sorry" }
		$1 == "-a" { print name[$5] "=" $8 }' | sort | xargs
}

servers_are()
{
	[[ $(servers) == "$1" ]]
}

wait_servers()
{
	within 40 servers_are "$1" || true
	assert_eq "servers of the service" "$(servers)" "$1"
}

web_stop()
{
	kill "$(cat "$TMP/$1.pid")"
}

topo
for i in 1 2; do
	web "rs$i" "rs$i" 80
done
web rs3 rs3 80 8080
touch "$TMP/well"
conf "$(real "$RS1" 2 inhibit_on_failure "$(http_get)"; real "$RS2" 1 "$(tcp_check)")"
keepalived_start
wait_servers "rs1=2 rs2=1"
assert_eq "answers" "$(get client "$VIP" 80 6 | tally)" "4 rs1 2 rs2"

# A server that fails and is not inhibited goes; one that is gets weight 0.
web_stop rs2
wait_servers "rs1=2"
web_stop rs1
wait_servers "rs1=0 sorry=1"
assert_eq "answers of the sorry server" "$(get client "$VIP" 80 2 | tally)" "2 rs3"
web rs1 rs1 80
wait_servers "rs1=2"
web rs2 rs2 80
wait_servers "rs1=2 rs2=1"

# Other servers, other weights, while clients ask.
get client "$VIP" 80 60 >"$TMP/answers" &
asking=$!
conf "$(real "$RS1" 5 inhibit_on_failure "$(http_get)"; real "$RS3" 1 "$(misc_check "/usr/bin/test -e $TMP/well")")"
kill -HUP "$keepalived"
wait_servers "rs1=5 rs3=1"
wait "$asking" || fail "a client was disturbed by the reload"
assert_eq "answers during the reload" "$(wc -l <"$TMP/answers")" 60
rm "$TMP/well"
wait_servers "rs1=5"
touch "$TMP/well"
wait_servers "rs1=5 rs3=1"

keepalived_stop
