#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A packet that finds no memory for its new headers is dropped, and counted as that and as nothing else. The sender is
# on the director, so that of all packets just its own can be made to find none, at each allocation in turn.
# engine: ipvsx
# kernel: debug

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../lib.sh"

topo
echo N >/sys/kernel/debug/failslab/ignore-gfp-wait
echo 0 >/sys/kernel/debug/failslab/verbose
vip=$(hp "$VIP" 53)
on dir ipvsctl service add udp "$vip"
on dir ipvsctl dest add udp "$vip" "$RS1:53" method tunnel type gue port 6080
# A line for each allocation: which, what the sender hears, and the counters that have moved.
on dir python3 -E -S - "$VIP" >"$TMP/said" <<-'END'
	import errno, os, socket, subprocess, sys

	def counters():
	    lines = subprocess.run(["ipvsctl", "stats", "--reasons"], capture_output=True, text=True, check=True).stdout
	    return {name: int(n) for n, name in (line.split() for line in lines.splitlines()[1:])}

	# A route kept is one of a processor: on another, one allocation more is the route's.
	os.sched_setaffinity(0, {0})
	s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
	s.connect((sys.argv[1], 53))
	for i in range(3):
	    s.send(b"warm")
	nth_file = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
	for nth in range(1, 50):
	    before, heard = counters(), "sent"
	    os.pwrite(nth_file, b"%d" % nth, 0)
	    try:
	        s.send(b"word")
	    except OSError as e:
	        heard = errno.errorcode[e.errno]
	    left = int(os.pread(nth_file, 16, 0).rstrip(b"\0\n") or b"0")
	    os.pwrite(nth_file, b"0", 0)
	    after = counters()
	    print(nth, heard, *["%s %d" % (k, after[k] - before[k]) for k in after if after[k] != before[k]])
	    if left:
	        break
END
trace "$(<"$TMP/said")"
assert_eq "with no allocation left to fail" "$(tail -n 1 "$TMP/said" | cut -d ' ' -f 2-)" "sent forwarded 1"
assert_match "an allocation of ours" "$(sed '$d' "$TMP/said")" '[0-9]+ [A-Za-z]+ no-memory 1($|'$'\n'')'
assert_eq "what failures have moved" \
	"$(sed '$d' "$TMP/said" | cut -d ' ' -f 3- | grep -v '^$' | sort -u | grep -v '^forwarded 1$')" "no-memory 1"
