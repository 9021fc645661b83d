#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Unmodified ipvsadm says the same, word by word, with the same exit status, whether ipvsx answers or
# in-tree ip_vs: every command of tests/net/ipvsadm/ is run through both, and so are lists saved and restored,
# and lists of connections. The files of /proc/net have the same form, and each knob of ip_vs has the same
# default and takes the same values. On the debug kernel only ipvsx is asked.
# engine: ipvsx
# limit: 300
# once: no

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

# What is no answer to the command: the size of a table.
essence()
{
	sed -E 's/\(size=[0-9]+\)/(size)/'
}

# Runs the commands of stdin; shows each, what it says, and its exit status.
commands()
{
	local line code
	local -a words
	while read -r line; do
		[[ -n $line && $line != \#* ]] || continue
		echo "> ipvsadm $line"
		code=0
		case $line in
		-R\ *) ipvsadm -R <<<"${line#-R }" 2>&1 || code=$? ;;
		restore) restore ;;
		*)
			read -ra words <<<"$line"
			ipvsadm "${words[@]}" 2>&1 </dev/null || code=$?
			;;
		esac
		echo "= $code"
	done
}

# What -S writes, -R reads, and -S writes again.
restore()
{
	ipvsadm -Sn | tee /tmp/saved
	sort /proc/net/ip_vs
	ipvsadm -C
	ipvsadm -R </tmp/saved 2>&1
	ipvsadm -Sn | diff /tmp/saved -
	sort /proc/net/ip_vs
}

# The files as they are without a service and a connection.
files()
{
	local file
	cd /proc/net || exit
	for file in ip_vs ip_vs_app ip_vs_conn ip_vs_conn_sync ip_vs_stats ip_vs_stats_percpu; do
		echo "> $file"
		cat "$file"
	done
}

# What ip_vs_status of newer kernels tells of the same things, and how many lines are not a name, a tab and a number.
status()
{
	grep -E '^(Conns|Services):' /proc/net/ip_vs_status
	grep -cvP '^[A-Z][A-Za-z0-9 -]*:\t[0-9]+( |$)' /proc/net/ip_vs_status || true
}

# Each knob: its name, its value, and what it is after each of some values was written, with the error if it was refused.
# Of times what is negative is left out, which ip_vs takes.
knobs()
{
	local name first now try said
	cd /proc/sys/net/ipv4/vs || exit
	for name in *; do
		read -r first <"$name"
		echo -n "$name $first:"
		for try in -21 -9 -1 0 1 2 3 4 8 9 20 100 2147483647 2147483648 0x10 x "" "5 10" "10 10" "0 0" "$first"; do
			case $name/$try in
			*_expiration/-* | *_period/-*) continue ;;
			esac
			echo "$try" 2>/tmp/said >"$name"
			read -r said </tmp/said
			read -r now <"$name"
			echo -n " $now${said##*:}"
		done
		echo
	done
}

# in_dir FUNCTION: of this file, all of it in one process of the director's namespace.
in_dir()
{
	quiet_on dir bash -c "$(declare -f commands restore files status knobs); $1" | essence
}

# Lists of connections, without the seconds until they expire and the clients' ports.
connections()
{
	local i
	for i in 80 81; do
		talk_open tcp "t$i$1" client "$VIP" "$i" >/dev/null
		talk_hear "t$i$1" >/dev/null
	done
	within 10 counted_by_adm || true
	quiet_on dir ipvsadm -Ln
	quiet_on dir ipvsadm -Ln --stats
	quiet_on dir ipvsadm -Ln --stats --exact -t "$(hp "$VIP" 81)"
	quiet_on dir ipvsadm -Ln --persistent-conn
	quiet_on dir ipvsadm -Ln --thresholds
	for i in -Lnc "-Lnc --persistent-conn" "-Lnc --nosort" "-Lc -n --exact"; do
		# shellcheck disable=SC2086  # options
		quiet_on dir ipvsadm $i | sed -E "s/[0-9]+:[0-9]{2} /M:SS /; s/$CLIENT:[0-9]{4,5} /$CLIENT:PORT /" | sort
	done
	# shellcheck disable=SC2016  # fields of awk
	quiet_on dir awk '{ $3 = $9 = ""; print }' /proc/net/ip_vs_conn | sort
	for i in 80 81; do
		talk_close "t$i$1"
	done
}

counted_by_adm()
{
	[[ $(quiet_on dir ipvsadm -Ln --stats | awk '$1 == "TCP" { sum += $5 } END { print sum }') == 4 ]]
}

run_all()
{
	local engine=$1 list
	in_dir files >"$TMP/$engine.files"
	for list in "$HERE"/ipvsadm/*; do
		trace "$engine: ${list##*/}"
		in_dir commands <"$list" >"$TMP/$engine.${list##*/}"
		quiet_on dir ipvsadm -C
	done
	quiet_on dir ipvsadm -R <<-END
		-A -t $VIP:80 -s rr -p 300
		-A -t $VIP:81 -s wlc
		-a -t $VIP:80 -r $RS1:80 -m
		-a -t $VIP:81 -r $RS2:80 -m -w 3
	END
	connections "$engine" | essence >"$TMP/$engine.connections"
	[[ ! -e /proc/net/ip_vs_status ]] || in_dir status >"$TMP/$engine.status"
	quiet_on dir ipvsadm -C
	in_dir knobs >"$TMP/$engine.knobs"
	# The daemon commands are refused here: there is no synchronisation.
	quiet_on dir python3 -E -S "$HERE/kubeproxy.py" errors | grep -v '^command \(9\|10\|11\) ' >"$TMP/$engine.errors"
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
tcp_servers 80
run_all ipvsx
[[ $KERNEL != debug ]] || exit 0
wait_for 20 rmmod ipvsx
modprobe ip_vs
run_all ip_vs
wait_for 20 unload
# Knobs of newer kernels are here on all. Three have nothing to tune here, and defaults that ip_vs has changed.
sed -i -E '/^(conn_lfactor|svc_lfactor|est_cpulist) /d' "$TMP/ip_vs.knobs"
awk 'NR == FNR { has[$1]; next } $1 in has' "$TMP"/{ip_vs,ipvsx}.knobs >"$TMP/knobs"
mv "$TMP/knobs" "$TMP/ipvsx.knobs"
differs=
for list in "$TMP"/ip_vs.*; do
	trace "comparing ${list##*/}: $(wc -l <"$list") lines"
	[[ $list == *.status ]] || (($(wc -l <"$list") > 10)) || fail "hardly a line in ${list##*/}"
	diff "$list" "$TMP/ipvsx.${list##*/ip_vs.}" || differs+=" ${list##*/ip_vs.}"
done
[[ -z $differs ]] || fail "ip_vs (<) and ipvsx (>) differ:$differs"
