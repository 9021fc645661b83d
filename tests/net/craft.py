#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Sends the packets that lines of its input describe, straight to the wire, and
prints "sent" after each.

Usage: craft.py INTERFACE MAC FAMILY

  udp SRC SPORT DST DPORT [BYTES [HOPS]]    not to be fragmented
  tcp SRC SPORT DST DPORT FLAGS
  error TYPE CODE MTU SRC DST QUOTED...     an ICMP error about a packet: a line as above,
  error ... ipip SRC DST QUOTED...          or such a one in a tunnel
"""
import socket
import struct
import sys

from wire import Wire, fold, tcp, udp

DONT_FRAGMENT = 0x4000


class Crafter:
    def __init__(self, interface, mac, family):
        nobody = "::" if family == "6" else "0.0.0.0"
        self.wire = Wire(interface, mac, nobody, nobody)
        self.family = socket.AF_INET6 if family == "6" else socket.AF_INET

    def between(self, src, dst):
        self.wire.src = socket.inet_pton(self.family, src)
        self.wire.dst = socket.inet_pton(self.family, dst)

    def packet(self, kind, *words):
        return getattr(self, kind)(*words)

    def udp(self, src, sport, dst, dport, size="1", hops="64"):
        self.between(src, dst)
        data = udp(self.wire, int(dport), int(sport), data=b"x" * int(size))
        return self.wire.ip(17, data, frag=DONT_FRAGMENT, hops=int(hops))

    def tcp(self, src, sport, dst, dport, flags):
        self.between(src, dst)
        return self.wire.ip(6, tcp(self.wire, int(dport), int(sport), flags=int(flags)))

    def ipip(self, src, dst, *quoted):
        inner = self.packet(*quoted)
        self.between(src, dst)
        return self.wire.ip(41 if self.wire.v6 else 4, inner)

    def error(self, kind, code, mtu, src, dst, *quoted):
        inner = self.packet(*quoted)
        self.between(src, dst)
        body = struct.pack("!BBHI", int(kind), int(code), 0, int(mtu)) + inner
        if self.wire.v6:
            return self.wire.ip(58, self.wire.sum(58, body, 2))
        return self.wire.ip(1, body[:2] + struct.pack("!H", fold(body)) + body[4:])


def main():
    crafter = Crafter(*sys.argv[1:])
    for line in sys.stdin:
        crafter.wire.raw(crafter.packet(*line.split()))
        print("sent", flush=True)


main()
