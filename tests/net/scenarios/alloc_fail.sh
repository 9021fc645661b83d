#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every command and the opening of connections survive memory running out at any point: refused or done,
# never half done.
# engine: ipvsx
# kernel: debug
# limit: 240
# leaks: yes

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
udp_servers 53
tcp_servers 80
fault=/sys/kernel/debug/failslab
vip=$(hp "$VIP" 80)

# exhaust [-f] COMMAND [UNDO [AFTER]], see exhaust.c
exhaust()
{
	on dir exhaust "$@" >&2
}

config_is()
{
	assert_eq "configuration" "$(lb_config | jq -c '[.[] |
		[.scheduler, .grace, (.destinations[] | [.address, .weight])]]')" "$1"
}

echo N >$fault/ignore-gfp-wait
echo 0 >$fault/verbose
echo 0 >$fault/probability

# A first service that is refused leaves neither tables nor hooks.
exhaust -f "service add tcp $vip"
exhaust -f "service add mark6 1"
exhaust "service add tcp $vip scheduler wrr grace 5" "service del tcp $vip"
config_is '[["wrr",5]]'
exhaust "dest add tcp $vip $RS1 weight 2" "dest del tcp $vip $RS1"
config_is '[["wrr",5,["10.2.0.11",2]]]'
quiet_on dir ipvsctl dest add tcp "$vip" "$RS2"
exhaust "dest set tcp $vip $RS2 weight 7" "dest set tcp $vip $RS2 weight 1"
config_is '[["wrr",5,["10.2.0.11",2],["10.2.0.12",7]]]'
exhaust "service set tcp $vip scheduler wlc grace 6" "service set tcp $vip scheduler wrr grace 5"
config_is '[["wlc",6,["10.2.0.11",2],["10.2.0.12",7]]]'
dial client "$VIP" 80 3 >/dev/null
for command in list conns stats zero; do
	exhaust "$command"
done
exhaust "dest del tcp $vip $RS1" "dest add tcp $vip $RS1"
config_is '[["wlc",6,["10.2.0.12",7]]]'
exhaust "service del tcp $vip" "service add tcp $vip"
config_is '[]'
exhaust "flush"

# What is refused leaves the snapshot as it was, and in it who is overloaded: rs1 has its two connections and gets
# no third, rs2 gets them all.
udp="udp $(hp "$VIP" 53)"
cat >"$TMP/still" <<END
#!/bin/bash
[[ \$(inside client peer udp-ask $VIP 53 3 | sort | uniq -c | xargs) == "3 rs2" ]]
END
chmod +x "$TMP/still"

# unmoved COMMAND UNDO
unmoved()
{
	exhaust "$1" "$2" "$TMP/still"
	exhaust "$2" "$1"
	"$TMP/still" || fail "not rs2 alone after: $2"
}

quiet_on dir ipvsctl batch - <<-END
	service add $udp scheduler wrr timeout-udp 3600
	dest add $udp $RS1 upper 2 lower 1
	dest add $udp $RS2
END
ask client "$VIP" 53 4 >/dev/null
unmoved "dest set $udp $RS1 weight 9 upper 9" "dest set $udp $RS1 weight 1 upper 2"
unmoved "dest set $udp $RS2 weight 5" "dest set $udp $RS2 weight 1"
unmoved "dest add $udp $RS3" "dest del $udp $RS3"
unmoved "service set $udp scheduler wlc" "service set $udp scheduler wrr"
unmoved "service set $udp scheduler lblcr" "service set $udp scheduler mh table-size 251 sched-flags fallback"
lb_flush

# Connections open in the context of a client on the director: its process
# alone runs out of memory, at random.
out_of_memory()
{
	local proto=$1 service=$2 pid
	shift 2
	spawn dir "$@" >/dev/null
	pid=$!
	wait_for 20 is -gt 5 lb_count "$proto" "$service" conns
	echo 1 >"/proc/$pid/make-it-fail"
	wait "$pid" || true
	trace "$proto connections: $(lb_count "$proto" "$service" conns)"
}

lb_service udp "$VIP" 53 rr
lb_service tcp "$VIP" 80 rr
echo Y >$fault/task-filter
echo -1 >$fault/times
echo 5 >$fault/probability
out_of_memory udp "$(hp "$VIP" 53)" peer udp-flood "$VIP" 53 3000 20000 10.1.0.1 10.2.0.1
echo 0 >$fault/probability
assert_eq "TCP afterwards" "$(dial client "$VIP" 80 3 | tally)" "1 rs1 1 rs2 1 rs3"
assert_eq "UDP afterwards" "$(ask client "$VIP" 53 3 | tally)" "1 rs1 1 rs2 1 rs3"
