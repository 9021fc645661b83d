#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Where instructions go: each one that the guest executes while packets pass,
# counted by function. Exact, not sampled.
#
# Usage: tests/bench/profile.sh [ENGINE METHOD PROTO FAMILY [run|replies|open]]
set -euo pipefail

# shellcheck source=tests/bench/machine.sh
. "$(dirname "$(readlink -f "$0")")/machine.sh"

log=$out/profile.log
trace=$out/profile.trace

monitor()
{
	/usr/bin/python3 -c '
import socket, sys, time
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
for command in sys.argv[2:]:
    s.send(command.encode() + b"\n")
    time.sleep(0.2)
' "$work/monitor" "$@"
}

prepare stock
pack_job "${1-ipvsx} ${2-nat} ${3-udp} ${4-4} 10000" JOB=profile TABLE_BITS=20 "WAY=${5-run}"
rm -f "$trace" "$work/monitor"
in_qemu "$log" -monitor "unix:$work/monitor,server,nowait" -D "$trace" &
until grep -aq '^@profile' "$log" 2>/dev/null; do
	sleep 0.2
	[[ -n $(jobs -r) ]] || die "the machine has ended: $log"
done
monitor "singlestep on" "log exec,nochain"
until [[ -s $trace && $(stat -c %s "$trace") -gt 150000000 ]]; do sleep 0.2; done
monitor "log none" quit || true
wait || true
/usr/bin/python3 "$bench/profile.py" "$log" "$trace"
rm -f "$trace"
