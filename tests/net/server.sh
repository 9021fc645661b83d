# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by lib.sh: the servers and clients of scenarios.  Web servers are
# unmodified nginx; `peer` (peer.c) is for what curl and nginx cannot do.

# web NS NAME PORT...: nginx whose every page is "NAME\n"; its log is $TMP/NAME.log.
web()
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
	for port in "$@"; do
		wait_for 20 listening "$ns" t "$port"
	done
}

webs()
{
	local i
	for i in 1 2 3; do
		web "rs$i" "rs$i" "$@"
	done
}

listening()
{
	[[ -n $(quiet_on "$1" ss -Hln"$2" "sport = :$3") ]]
}

# How many requests that server's own log shows.
served()
{
	wc -l <"$TMP/$1.log"
}

# udp_server NS NAME PORT: answers "NAME PAYLOAD" to each datagram.
udp_server()
{
	local ns=$1 name=$2 port=$3
	spawn "$ns" peer udp-serve "$port" "$name" >"$TMP/$name.udp"
	wait_for 20 listening "$ns" u "$port"
}

udp_servers()
{
	local i
	for i in 1 2 3; do
		udp_server "rs$i" "rs$i" "$1"
	done
}

# tcp_server NS NAME PORT: greets with "NAME", then echoes.
tcp_server()
{
	local ns=$1 name=$2 port=$3
	spawn "$ns" peer tcp-serve "$port" "$name"
	wait_for 20 listening "$ns" t "$port"
}

tcp_servers()
{
	local i
	for i in 1 2 3; do
		tcp_server "rs$i" "rs$i" "$1"
	done
}

# get NS ADDR PORT COUNT: as many connections by curl, one answer per line.
get()
{
	local ns=$1 url count=$4 i
	url=http://$(hp "$2" "$3")/
	trace "$ns: curl -s $url  ($count times)"
	nsenter --net="/run/netns/$ns" bash -c "for ((i = 0; i < $count; i++)); do
		curl -sS --globoff --max-time $((10 * SLOW)) '$url' || exit; done"
}

# dial NS ADDR PORT [N]: opens N connections to tcp_servers and closes them
# again, one greeting per line.  Much cheaper than curl.
dial()
{
	on "$1" peer tcp-dial "$2" "$3" "${4:-1}"
}

# ask NS ADDR PORT [N]: N datagrams from N ports, the name in each answer.
ask()
{
	on "$1" peer udp-ask "$2" "$3" "${4:-1}"
}

# talk_open NAME NS ADDR PORT: a connection held open, to a tcp_server.  Its
# first line is the greeting; talk sends a line and prints what comes back.
talk_open()
{
	local name=$1 ns=$2
	mkfifo "$TMP/$name.in" "$TMP/$name.out"
	spawn "$ns" peer tcp-talk "$3" "$4" <>"$TMP/$name.in" >"$TMP/$name.out" 2>&1
	declare -g "TALK_$name=$!"
	exec {talk_fd}<>"$TMP/$name.in"
	declare -g "TALKIN_$name=$talk_fd"
	exec {talk_fd}<"$TMP/$name.out"
	declare -g "TALKOUT_$name=$talk_fd"
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
