#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Sends packets that lie to a virtual address, straight to the wire. SCTP has the port of TCP.

Usage: hostile.py INTERFACE MAC SOURCE VIP TCP-PORT UDP-PORT
"""
import random
import struct
import sys

from wire import Wire, fold, tcp, udp

random.seed(4711)


def transport_lies(wire, tport, uport):
    for cut in range(0, 20):
        wire.raw(wire.ip(6, tcp(wire, tport, 1000)[:cut]))
    for cut in range(0, 8):
        wire.raw(wire.ip(17, udp(wire, uport, 1001)[:cut]))
    for doff in range(0, 16):
        wire.raw(wire.ip(6, tcp(wire, tport, 1002, doff=doff)))
        wire.raw(wire.ip(6, tcp(wire, tport, 1003, doff=doff, extra=b"\x02\x04\x05\xb4" * 2)))
    for flags in range(0, 256, 3):
        wire.raw(wire.ip(6, tcp(wire, tport, 1100 + flags, flags=flags)))
    for length in (0, 1, 7, 8, 9, 100, 65535):
        wire.raw(wire.ip(17, udp(wire, uport, 1004, length=length)))
    wire.raw(wire.ip(6, tcp(wire, tport, 1005, good=False)))
    wire.raw(wire.ip(17, udp(wire, uport, 1006, good=False)))


def sctp(port, sport, chunks, tag=0):
    return struct.pack("!HHII", sport, port, tag, 0) + chunks


def chunk(kind, data=b"", length=None):
    return struct.pack("!BBH", kind, 0, 4 + len(data) if length is None else length) + data


def sctp_lies(wire, port):
    init = chunk(1, struct.pack("!IIHHI", 1, 4096, 1, 1, 1))
    whole = sctp(port, 1200, init)
    for cut in range(0, len(whole)):
        wire.raw(wire.ip(132, whole[:cut]))
    for kind in range(0, 256, 3):
        wire.raw(wire.ip(132, sctp(port, 1201, chunk(kind))))
        for length in (0, 1, 3, 5, 65535):
            wire.raw(wire.ip(132, sctp(port, 1202, chunk(kind, b"x", length) + chunk(6))))
    wire.raw(wire.ip(132, sctp(port, 1203, chunk(11) * 300)))
    for kind in (50, 51):
        for cut in (0, 1, 7, 8, 24):
            wire.raw(wire.ip(kind, (bytes([59, 4, 0, 0, 0, 0, 0, 1]) + b"\0" * 16)[:cut]))


def network_lies(wire, tport, uport):
    good = tcp(wire, tport, 1010)
    for length in (0, 1, 19, 20, 24, 39, 41, 1000, 65535):
        wire.raw(wire.ip(6, good, length=length))
    whole = wire.ip(6, good)
    for cut in range(1, len(whole)):
        wire.raw(whole[:cut])
    wire.raw(wire.ip(6, good, src=wire.dst))             # from the VIP itself
    if wire.v6:
        chains(wire, tport)
        return
    for ihl in range(0, 16):
        wire.raw(wire.ip(6, good, ihl=ihl))
    for frag in (1, 2, 0x2000, 0x2001, 0x1FFF, 0x3FFF):
        wire.raw(wire.ip(6, good, frag=frag))
        wire.raw(wire.ip(17, udp(wire, uport, 1011), frag=frag))
    wire.raw(wire.ip(6, good, src=b"\xff\xff\xff\xff"))
    wire.raw(wire.ip(6, good, src=b"\x7f\0\0\1"))


def chains(wire, tport):
    good = tcp(wire, tport, 1012)
    for kind in (0, 43, 44, 60, 59, 51, 50, 135):
        for size in (0, 1, 2, 255):
            wire.raw(wire.ip(kind, bytes([6, size]) + b"\0" * 6 + good))
    wire.raw(wire.ip(0, (bytes([0, 0]) + b"\0" * 6) * 60 + good))
    for offset in (0, 1, 8, 9, 0xFFF8, 0xFFF9):
        wire.raw(wire.ip(44, struct.pack("!BBHI", 6, 0, offset, 7) + good))


def icmp_lies(wire, tport, uport):
    proto = 58 if wire.v6 else 1
    inners = [
        wire.ip(6, tcp(wire, tport, 1020), src=wire.dst, dst=wire.src),
        wire.ip(17, udp(wire, uport, 1021), src=wire.dst, dst=wire.src),
        wire.ip(6, tcp(wire, tport, 1022)),
        wire.ip(proto, b"\3\3" + b"\0" * 6),
        wire.ip(99, b"\0" * 40),
        wire.ip(132, sctp(tport, 1023, chunk(0)), src=wire.dst, dst=wire.src),
        wire.ip(50, b"\0" * 24, src=wire.dst, dst=wire.src),
        b"", b"\0" * 60, b"\xff" * 60, bytes(random.randrange(256) for _ in range(80)),
    ]
    for kind in (1, 2, 3, 4, 5, 8, 11, 12, 128, 137, 255):
        for code in (0, 3, 4, 255):
            for inner in inners:
                for cut in (0, 1, 8, 19, 20, 21, 27, 28, 40, 44, 47, 48, 1000):
                    body = bytes([kind, code, 0, 0, 0, 0, 0, 68]) + inner[:cut]
                    body = (wire.sum(58, body, 2) if wire.v6 else
                            body[:2] + struct.pack("!H", fold(body)) + body[4:])
                    wire.raw(wire.ip(proto, body))
    wire.raw(wire.ip(proto, b"\3"))


def quote_past_64k(wire, tport):
    """An error, in fragments, whose quoted transport header lies past what 16 bits can count; the source
    address has the ports of a connection where a wrapped offset would look for them."""
    port = 1030
    wire.raw(wire.ip(6, tcp(wire, tport, port)))
    sizes = [2048] * 31 + [1976]
    whole = b"".join(bytes([60 if i + 1 < len(sizes) else 58, size // 8 - 1]) + b"\0" * (size - 2)
                     for i, size in enumerate(sizes))
    whole += bytes([1, 4]) + b"\0" * 6 + wire.ip(6, b"", length=20, src=wire.dst, dst=wire.src)
    liar = wire.src[:8] + struct.pack("!HH", tport, port) + b"\0\0\0\1"
    for at in range(0, len(whole), 1440):
        more = at + 1440 < len(whole)
        head = struct.pack("!BBHI", 60, 0, at | more, 77)
        wire.raw(wire.ip(44, head + whole[at:at + 1440], src=liar))


def noise(wire):
    for _ in range(2000):
        size = random.randrange(0, 120)
        wire.raw(wire.ip(random.choice((6, 17, 1, 58, 44, 50, 51, 132)),
                         bytes(random.randrange(256) for _ in range(size))))


def main():
    interface, mac, src, vip, tport, uport = sys.argv[1:]
    wire = Wire(interface, mac, src, vip)
    transport_lies(wire, int(tport), int(uport))
    sctp_lies(wire, int(tport))
    network_lies(wire, int(tport), int(uport))
    icmp_lies(wire, int(tport), int(uport))
    if wire.v6:
        quote_past_64k(wire, int(tport))
    noise(wire)
    print("sent %d packets" % wire.sent)


main()
