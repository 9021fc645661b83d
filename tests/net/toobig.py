#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Sends one ICMP "too big" about a TCP segment, as a router of the client's would.

Usage: toobig.py SRC SPORT DST DPORT MTU

SRC, the sender of the segment that it quotes, gets it.
"""
import socket
import struct
import sys


def fold(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def main():
    src, sport, dst, dport, mtu = sys.argv[1:]
    segment = struct.pack("!HHI", int(sport), int(dport), 1)
    if ":" in src:
        pack = lambda a: socket.inet_pton(socket.AF_INET6, a)
        quoted = struct.pack("!IHBB", 6 << 28, 1480, 6, 60) + pack(src) + pack(dst) + segment
        sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
        message = struct.pack("!BBHI", 2, 0, 0, int(mtu)) + quoted    # summed by the kernel
    else:
        pack = socket.inet_aton
        quoted = struct.pack("!BBHHHBBH", 0x45, 0, 1500, 1, 0x4000, 60, 6, 0) + pack(src) + pack(dst)
        quoted = quoted[:10] + struct.pack("!H", fold(quoted)) + quoted[12:] + segment
        sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        message = struct.pack("!BBHHH", 3, 4, 0, 0, int(mtu)) + quoted
        message = message[:2] + struct.pack("!H", fold(message)) + message[4:]
    sock.sendto(message, (src, 0))


main()
