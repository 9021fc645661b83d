# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by every scenario: runs commands in namespaces and shows them, waits
# for states, checks, starts servers.  The load balancer is driven through lb.sh.
# A scenario fails by the first command that fails (set -e) or check that does
# not hold; whatever it started or created is gone with its namespaces.

set -euo pipefail
trap 'echo "FAILED at ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND" >&2' ERR
set -E

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export TMP=/tmp
SLOW=${SLOW:-1} AF=${AF:-4} LB=${LB:-ipvsx}
exec {SILENT}<>/t/silent        # a FIFO that nobody writes to

# shellcheck source=tests/net/topo.sh
. "$HERE/topo.sh"
# shellcheck source=tests/net/lb.sh
. "$HERE/lb.sh"
# shellcheck source=tests/net/server.sh
. "$HERE/server.sh"

trace()
{
	echo "+ $*" >&2
}

# on NS COMMAND...: runs it there, showing it.
on()
{
	local ns=$1
	shift
	trace "$ns: $*"
	inside "$ns" "$@"
}

# The same, silent: for what is polled or of no interest.
quiet_on()
{
	local ns=$1
	shift
	inside "$ns" "$@"
}

# spawn NS COMMAND...: in the background; $! is its process.
spawn()
{
	local ns=$1
	shift
	trace "$ns: $* &"
	inside "$ns" "$@" &
}

fail()
{
	echo "FAILED: $*" >&2
	exit 1
}

# A tenth of a second, without a process.
pause()
{
	read -r -t 0.1 -u "$SILENT" || true
}

# within SECONDS COMMAND...: polls until it succeeds; fails if it never does.
within()
{
	local end=$((SECONDS + $1 * SLOW))
	shift
	until "$@"; do
		((SECONDS < end)) || return 1
		pause
	done
}

# wait_for SECONDS COMMAND...: the same, and the scenario ends if it never does.
wait_for()
{
	within "$@" || fail "not within $(($1 * SLOW)) s: ${*:2}"
}

assert_eq()
{
	local what=$1 got=$2 expected=$3
	[[ $got == "$expected" ]] && return
	fail "$what"$'\n'"  expected: ${expected//$'\n'/$'\n'            }"$'\n'"  but got:  ${got//$'\n'/$'\n'            }"
}

assert_match()
{
	local what=$1 got=$2 pattern=$3
	[[ $got =~ $pattern ]] || fail "$what"$'\n'"  expected a match of: $pattern"$'\n'"  but got: $got"
}

# refused CODE PATTERN COMMAND...: it fails with that exit code and sentence.
refused()
{
	local expected=$1 pattern=$2 code=0 text
	shift 2
	text=$("$@" 2>&1) || code=$?
	trace "$* -> $code: $text"
	assert_eq "exit code of: $*" "$code" "$expected"
	assert_match "message of: $*" "$text" "$pattern"
}

# ADDR:PORT, with brackets for IPv6.
hp()
{
	[[ $1 == *:* ]] && echo "[$1]:$2" || echo "$1:$2"
}

# Lines of stdin counted by value, in order: "10 rs1 20 rs2".
tally()
{
	local line i text=
	local -a sorted=()
	local -A times=()
	while read -r line; do
		[[ $line ]] || line='(nothing)'
		if [[ ! ${times[$line]-} ]]; then
			for ((i = ${#sorted[@]}; i > 0; i--)); do
				[[ ${sorted[i - 1]} > $line ]] || break
				sorted[i]=${sorted[i - 1]}
			done
			sorted[i]=$line
		fi
		times[$line]=$((${times[$line]-0} + 1))
	done
	for line in "${sorted[@]}"; do
		text+=" ${times[$line]} ${line%% *}"
	done
	echo "${text# }"
}

topo()
{
	topo_setup
	lb_setup
}

module_users()
{
	awk '$1 == "ipvsx" { print $3 }' /proc/modules
}

# is -eq 5 COMMAND...: the number it prints compares so, as `test` does it.
is()
{
	local operator=$1 number=$2
	shift 2
	test "$("$@")" "$operator" "$number"
}

lines()
{
	wc -l <"$1"
}
