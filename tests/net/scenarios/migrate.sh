#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A director with keepalived and a service made by hand, and then a node whose services are configured as kube-proxy does
# it, go from in-tree ip_vs to ipvsx and back by the lists of commands in Documentation/migrating-from-ipvs.md, as they
# stand there. There is no Kubernetes here: its commands do nothing, but that kubelet's start configures the service.
# engine: ipvsx
# limit: 180
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/net/keepalived.sh
. "$(dirname "$0")/../keepalived.sh"

# What the commands of the lists are here.
make()
{
	local dir
	dir=/lib/modules/$(uname -r)/updates
	case ${1-} in
	install) mkdir -p "$dir" && cp /ipvsx.ko "$dir/" && depmod ;;
	take-names) cp /names/*.ko "$dir/" && depmod ;;
	give-names-back) rm "$dir"/ip_vs*.ko && depmod ;;
	esac
}

# A module is busy for a moment after its last service has gone.
rmmod()
{
	local name
	for name; do
		until command rmmod "$name" 2>/dev/null; do sleep 0.1; done
	done
}

kubectl()
{
	:
}

crictl()
{
	echo kube-proxy
}

systemctl()
{
	if [[ $2 == kubelet ]]; then
		[[ $1 == stop ]] || "$TMP/kube-proxy"
	elif [[ $1 == start ]]; then
		keepalived -C -f "$TMP/keepalived.conf" -p "$TMP/keepalived.pid" -c "$TMP/checkers.pid"
	else
		kill "$(cat "$TMP/keepalived.pid")"
		while [[ -e $TMP/keepalived.pid ]]; do sleep 0.1; done
	fi
}

# follow N: the commands of the N-th list of the document, on the director.
follow()
{
	local commands
	commands=$(awk -v n="$1" '/^```/ { fence++; next } fence == 2 * n - 1' /t/migrating-from-ipvs.md)
	trace "$commands"
	quiet_on dir bash -euo pipefail -c "$(declare -f make rmmod kubectl crictl systemctl); $commands" >&2
}

modules_are()
{
	assert_eq "ip_vs and ipvsx" "$(awk '/^ip_?vsx? / { print $1 }' /proc/modules | sort | xargs)" "$1"
}

node_serves()
{
	modules_are "$1"
	assert_eq "answers of the node's service with $1" "$(get client "$VIP" 80 4 | tally)" "2 rs1 2 rs2"
}

serves()
{
	within 20 keepalived_is_there || fail "keepalived has not configured its service"
	assert_eq "answers of keepalived's service with $1" "$(get client "$VIP" 80 4 | tally)" "2 rs1 2 rs2"
	assert_eq "answers of the other with $1" "$(get client "$VIP" 81 2 | tally)" "2 rs3"
	modules_are "$2"
}

keepalived_is_there()
{
	[[ $(quiet_on dir ipvsadm -Sn | grep -c "^-a -t $VIP:80 ") == 2 ]]
}

give_back()
{
	tail -n 20 "$TMP"/*.log >&2 || true
	rm -rf "/lib/modules/$(uname -r)/updates"
	depmod
}

topo
webs 80
cat >"$TMP/keepalived.conf" <<-END
	global_defs {
	  script_user root
	}
	virtual_server $VIP 80 {
	  delay_loop 1
	  lb_algo rr
	  lb_kind NAT
	  protocol TCP
	  $(real "$RS1" 1 "$(tcp_check)")
	  $(real "$RS2" 1 "$(tcp_check)")
	}
END
trap give_back EXIT
rmmod ipvsx
on dir modprobe ip_vs
on dir ipvsadm -A -t "$VIP:81" -s wlc
on dir ipvsadm -a -t "$VIP:81" -r "$RS3:80" -m
quiet_on dir bash -c "$(declare -f systemctl); systemctl start keepalived"
serves ip_vs ip_vs
follow 1
serves ipvsx "ip_vs ipvsx"
follow 2
serves "ip_vs again" ip_vs
quiet_on dir bash -c "$(declare -f systemctl); systemctl stop keepalived"
on dir ipvsadm -C

cat >"$TMP/kube-proxy" <<-END
	#!/bin/sh
	exec python3 -E -S $HERE/kubeproxy.py serve $VIP $RS1 $RS2
END
chmod +x "$TMP/kube-proxy"
on dir "$TMP/kube-proxy"
node_serves ip_vs
follow 3
node_serves "ip_vs ipvsx"
follow 4
node_serves ip_vs
on dir ipvsadm -C
wait_for 20 modprobe -r ip_vs_rr ip_vs_wrr ip_vs_sh ip_vs_wlc ip_vs
insmod /ipvsx.ko
