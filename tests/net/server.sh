# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by lib.sh: the servers and clients of scenarios.  Web servers are
# unmodified nginx; `peer` (peer.c) is for what curl and nginx cannot do.

# web NS NAME PORT...: nginx whose every page is "NAME\n"; its log is $TMP/NAME.log.
web()
{
	local ns=$1 port
	web_start "$@"
	for port in "${@:3}"; do
		wait_for 20 listening "$ns" t "$port"
	done
}

web_start()
{
	local ns=$1 name=$2 port
	shift 2
	{
		echo "daemon off; worker_processes 1; pid $TMP/$name.pid; error_log $TMP/$name.err;"
		echo "events { worker_connections 256; }"
		echo "http { access_log $TMP/$name.log; root $TMP/$name.root; client_max_body_size 64m;"
		echo "  client_body_temp_path $TMP/$name.body; sendfile on; server {"
		for port in "$@"; do
			echo "  listen $port; listen [::]:$port;"
		done
		printf '  location = / { return 200 "%s\\n"; }\n' "$name"
		echo "  location /put/ { dav_methods PUT; } } }"
	} >"$TMP/$name.conf"
	mkdir -p "$TMP/$name.root/put" "$TMP/$name.body"
	chmod 777 "$TMP/$name.root/put" "$TMP/$name.body"
	: >"$TMP/$name.log"
	spawn "$ns" nginx -c "$TMP/$name.conf"
}

# On each of the three servers; all start before the first is waited for.
webs()
{
	local i
	for i in 1 2 3; do
		web_start "rs$i" "rs$i" "$@"
	done
	listening_all t "$1"
}

listening_all()
{
	local i
	for i in 1 2 3; do
		wait_for 20 listening "rs$i" "$1" "$2"
	done
}

# listening NS t|u PORT
listening()
{
	local kind=tcp
	[[ $2 == t ]] || kind=udp
	quiet_on "$1" peer listening $kind "$3"
}

# udp_server NS NAME PORT: answers "NAME PAYLOAD" to each datagram.
udp_server()
{
	local ns=$1 name=$2 port=$3
	spawn "$ns" peer udp-serve "$port" "$name"
	wait_for 20 listening "$ns" u "$port"
}

# One on each of the three servers.
udp_servers()
{
	local i
	for i in 1 2 3; do
		spawn "rs$i" peer udp-serve "$1" "rs$i"
	done
	listening_all u "$1"
}

# The same for TCP: they greet with their name, then echo.
tcp_servers()
{
	local i
	for i in 1 2 3; do
		spawn "rs$i" peer tcp-serve "$1" "rs$i"
	done
	listening_all t "$1"
}

# sctp_servers PORT [ADDR]: and for SCTP; at the servers' own addresses, or at that one.
sctp_servers()
{
	local i rs
	modprobe sctp
	for i in 1 2 3; do
		rs=RS$i
		spawn "rs$i" peer sctp-serve "$1" "rs$i" "${2:-${!rs}}"
	done
	for i in 1 2 3; do
		wait_for 20 listening_sctp "rs$i" "$1"
	done
}

listening_sctp()
{
	quiet_on "$1" cat /proc/net/sctp/eps | awk -v p="$2" '$6 == p { found = 1 } END { exit !found }'
}

ended_sctp()
{
	[[ $(quiet_on "$1" grep -c . /proc/net/sctp/assocs) == 1 ]]     # the header
}

# tcp_greeters PORT: the same, but they close first.
tcp_greeters()
{
	local i
	for i in 1 2 3; do
		spawn "rs$i" peer tcp-greet "$1" "rs$i"
	done
	listening_all t "$1"
}

# get NS ADDR PORT COUNT: as many connections by curl, one answer per line.
get()
{
	local ns=$1 url count=$4 i
	url=http://$(hp "$2" "$3")/
	trace "$ns: curl -s $url  ($count times)"
	inside "$ns" bash -c "for ((i = 0; i < $count; i++)); do
		curl -sS --globoff --max-time $((10 * SLOW)) '$url' || exit; done"
}

# dial NS ADDR PORT [N]: opens N connections to tcp_servers and closes them
# again, one greeting per line.  Much cheaper than curl.
dial()
{
	on "$1" peer tcp-dial "$2" "$3" "${4:-1}"
}

# The same by SCTP, to sctp_servers.
dial_sctp()
{
	on "$1" peer sctp-dial "$2" "$3" "${4:-1}"
}

# ask NS ADDR PORT [N]: N datagrams from N ports, the name in each answer.
ask()
{
	on "$1" peer udp-ask "$2" "$3" "${4:-1}"
}

# talk_open KIND NAME NS ADDR PORT: a connection (KIND tcp or sctp, to a server of
# tcp_servers or sctp_servers, whose first line is the greeting) or flow (udp) held open; `talk NAME LINE` says
# something and prints what comes back.
talk_open()
{
	local kind=$1 name=$2 ns=$3 fd
	mkfifo "$TMP/$name.in" "$TMP/$name.out"
	# Both ways, so that opening waits for nobody.
	exec {fd}<>"$TMP/$name.in"
	declare -g "TALKIN_$name=$fd"
	exec {fd}<>"$TMP/$name.out"
	declare -g "TALKOUT_$name=$fd"
	trace "$ns: peer $kind-talk $4 $5 &"
	inside "$ns" peer "$kind-talk" "$4" "$5" <"$TMP/$name.in" >"$TMP/$name.out" 2>&1 &
	declare -g "TALK_$name=$!"
}

talk_hear()
{
	local name=$1 out=TALKOUT_$1 line=
	read -r -t "$((${2:-10} * SLOW))" -u "${!out}" line || line="(silence)"
	echo "$line"
}

talk()
{
	local name=$1 in=TALKIN_$1
	trace "$name says: $2"
	echo "$2" >&"${!in}"
	talk_hear "$name" "${3:-10}"
}

# Ends the connection: with FIN, as its client would.
talk_close()
{
	local pid=TALK_$1
	kill -TERM "${!pid}"
	wait "${!pid}" || true
}

# hold_at_one NAME N: N more connections to $VIP, port 80, that stay open; one server
# gets all, which is then $server, and $held is the client.
# shellcheck disable=SC2034  # what scenarios read
hold_at_one()
{
	spawn client peer tcp-hold "$VIP" 80 "$2" >"$TMP/held.$1"
	held=$!
	wait_for 20 is -eq "$2" lines "$TMP/held.$1"
	server=$(sort -u "$TMP/held.$1")
	[[ $server =~ ^rs[123]$ ]] || fail "$1: more than one server: $(tally <"$TMP/held.$1")"
}

# sniff NS INTERFACE: writes what sniff.py sees there to $TMP/NS.seen.
sniff()
{
	spawn "$1" python3 -E -S "$HERE/sniff.py" "$2" >"$TMP/$1.seen"
	wait_for 20 grep -q ready "$TMP/$1.seen"
}

# seen NS PATTERN: a whole line of what the sniffer saw matches; shows them all.
seen()
{
	within 10 grep -qxE "$2" "$TMP/$1.seen" ||
		fail "nothing seen at $1 matches: $2"$'\n'"$(cat "$TMP/$1.seen")"
}

# Interfaces of the namespaces compute nothing for their neighbours.
offloads_off()
{
	local ns link
	for ns in "$@"; do
		for link in $(quiet_on "$ns" ip -br link show type veth | sed 's/@.*//'); do
			on "$ns" ethtool -K "$link" tx off gso off gro off tso off >/dev/null
		done
	done
}

# make_file PATH BYTES: nothing that compresses or repeats.
make_file()
{
	head -c "$2" /dev/urandom >"$1"
}

sum()
{
	sha256sum <"$1" | cut -d ' ' -f 1
}

# transfer_both_ways NS ADDR PORT [BYTES]: 8 MB up to a server of `webs` and 8 MB down.
transfer_both_ways()
{
	local ns=$1 url bytes=${4:-8388608} stored i
	url=http://$(hp "$2" "$3")
	rm -f "$TMP"/rs?.root/put/up
	make_file "$TMP/sent" "$bytes"
	on "$ns" curl -sS --globoff --fail --max-time $((60 * SLOW)) -T "$TMP/sent" "$url/put/up"
	stored=("$TMP"/rs?.root/put/up)
	assert_eq "number of servers that got the file" "${#stored[@]}" 1
	assert_eq "what the server got" "$(sum "${stored[0]}")" "$(sum "$TMP/sent")"

	make_file "$TMP/stored" "$bytes"
	for i in 1 2 3; do
		ln -f "$TMP/stored" "$TMP/rs$i.root/down"
	done
	on "$ns" curl -sS --globoff --fail --max-time $((60 * SLOW)) -o "$TMP/got" "$url/down"
	assert_eq "what the client got" "$(sum "$TMP/got")" "$(sum "$TMP/stored")"
}

# count_packets NS NAME MATCH...: counts what arrives there and matches; for nft.
count_packets()
{
	local ns=$1 name=$2
	shift 2
	on "$ns" nft -f - <<-END
		table inet count_$name {
			chain in { type filter hook prerouting priority -450; $* counter; }
		}
	END
}

# packets NS NAME: how many there were.
packets()
{
	nft_counter "$1" packets chain inet "count_$2" in
}

# nft_counter NS packets|bytes OBJECT...: what the first counter there says.
nft_counter()
{
	local rules
	rules=$(quiet_on "$1" nft list "${@:3}")
	[[ $rules =~ $2\ ([0-9]+) ]]
	echo "${BASH_REMATCH[1]}"
}
