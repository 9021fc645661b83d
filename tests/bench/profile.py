#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# From QEMU's trace of single instructions, and the symbols the guest has told, to
# instructions per packet by function. A packet is an entry into the function that
# makes packets.
#
# Usage: profile.py LOG TRACE
import bisect
import collections
import re
import sys

SOURCE = ("bench_packet", "ends_of", "put_ipv4", "put_ipv6", "put_l4", "sum", "walk_next", "batches", "batch",
          "bench_addr_add", "bench_run")


def symbols(log):
    found = []
    with open(log, errors="replace") as lines:
        for line in lines:
            words = line.split()
            if len(words) == 3 and words[0] == "K":
                found.append((int(words[1], 16), words[2]))
    found.sort()
    return [a for a, _ in found], [n for _, n in found]


def main():
    addresses, names = symbols(sys.argv[1])
    counts = collections.Counter()
    with open(sys.argv[2], errors="replace") as lines:
        for line in lines:
            match = re.match(r"Trace 0: 0x[0-9a-f]+ \[[0-9a-f]+/([0-9a-f]+)/", line)
            if match:
                counts[int(match[1], 16)] += 1
    functions, entries = collections.Counter(), collections.Counter()
    for address, count in counts.items():
        i = bisect.bisect_right(addresses, address) - 1
        if i < 0 or address < 0xffff000000000000:
            continue
        functions[names[i]] += count
        if address == addresses[i]:
            entries[names[i]] += count
    packets = entries["bench_packet"]
    print(f"{packets} packets; instructions a packet and calls a packet by function, the source's own left out")
    for name, count in functions.most_common(90):
        if name not in SOURCE and count / packets >= 1:
            print(f"{count / packets:8.1f} {entries[name] / packets:6.2f}  {name}")


main()
