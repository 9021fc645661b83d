#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's keepalived with a group of virtual servers, two addresses and a firewall mark: a check that tells weights
# changes them in all, below the quorum the sorry server takes over and back, and the scripts of the quorum run.
# engine: both
# families: 4 6
# limit: 240
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/keepalived.sh
. "$(dirname "$0")/../keepalived.sh"

conf()
{
	cat <<-END
		global_defs {
		  script_user root
		}
		virtual_server_group web {
		  $VIP 80
		  $VIP2 80
		  fwmark 7
		}
		virtual_server group web {
		  delay_loop 1
		  lb_algo wrr
		  lb_kind NAT
		  protocol TCP
		  quorum 3
		  quorum_up "/usr/bin/touch $TMP/quorum"
		  quorum_down "/usr/bin/rm $TMP/quorum"
		  sorry_server $RS3 8080
		  $(real "$RS1" 2 "$(misc_check "$TMP/weigh" misc_dynamic)")
		  $(real "$RS2" 1 "$(tcp_check)")
		}
	END
}

# A check's exit code 2 to 255 is a weight, and two more.
weigh()
{
	printf '#!/bin/sh\nexit %d\n' $(($1 + 2)) >"$TMP/weigh.new"
	chmod +x "$TMP/weigh.new"
	mv "$TMP/weigh.new" "$TMP/weigh"
}

# Servers with their weights, and of how many services: "3 rs1=2 3 rs2=1".
servers()
{
	quiet_on dir ipvsadm -Sn | awk -v one="$(hp "$RS1" 80)" -v two="$(hp "$RS2" 80)" \
		-v sorry="$(hp "$RS3" 8080)" '
		BEGIN { name[one] = "rs1"; name[two] = "rs2"; name[sorry] = "sorry" }
		$1 == "-a" { for (i = 1; i < NF; i++) f[$i] = $(i + 1); print name[f["-r"]] "=" f["-w"] }' | tally
}

servers_are()
{
	[[ $(servers) == "$1" ]]
}

wait_servers()
{
	within 40 servers_are "$1" || true
	assert_eq "servers of the services" "$(servers)" "$1"
}

topo
for i in 1 2; do
	web "rs$i" "rs$i" 80
done
web rs3 rs3 8080
[[ $AF == 4 ]] && ip=ip || ip=ip6
on dir nft "add table inet m; add chain inet m pre { type filter hook prerouting priority mangle; };
	add rule inet m pre $ip daddr $VIP tcp dport 88 meta mark set 7"
weigh 2
conf >"$TMP/keepalived.conf"
keepalived_start
wait_servers "3 rs1=2 3 rs2=1"
for at in "$VIP 80" "$VIP2 80" "$VIP 88"; do
	# shellcheck disable=SC2086  # address and port
	assert_eq "answers at $at" "$(get client $at 6 | tally)" "4 rs1 2 rs2"
done
wait_for 20 test -e "$TMP/quorum"

weigh 5
wait_servers "3 rs1=5 3 rs2=1"
assert_eq "answers of other weights" "$(get client "$VIP" 88 6 | tally)" "5 rs1 1 rs2"

weigh 1
wait_servers "3 sorry=1"
wait_for 20 test ! -e "$TMP/quorum"
assert_eq "answers below the quorum" "$(get client "$VIP2" 80 2 | tally)" "2 rs3"
weigh 2
wait_servers "3 rs1=2 3 rs2=1"
wait_for 20 test -e "$TMP/quorum"
keepalived_stop
