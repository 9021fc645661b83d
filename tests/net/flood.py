#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""SYNs from addresses nobody has, to a virtual address, straight to the wire.

Usage: flood.py INTERFACE MAC VIP PORT FIRST COUNT [FLAGS...]

Each sender, from the address number FIRST on of 198.18.0.0/15 or 2001:db8::/32 (RFC 2544, RFC 3849), sends a segment
with the flags 2 (SYN), or one after the other those that are given.
"""
import socket
import sys

from wire import Wire, tcp


def main():
    interface, mac, vip, port, first, count, *flags = sys.argv[1:]
    wire = Wire(interface, mac, vip, vip)
    for i in range(int(first), int(first) + int(count)):
        wire.src = (socket.inet_pton(socket.AF_INET6, "2001:db8::%x" % (i + 1)) if wire.v6 else
                    socket.inet_aton("198.18.%d.%d" % (i >> 8 & 255, i & 255)))
        for flag in flags or ["2"]:
            wire.raw(wire.ip(6, tcp(wire, int(port), 1024 + (i >> 16), flags=int(flag))))


main()
