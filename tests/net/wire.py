# SPDX-License-Identifier: GPL-2.0-only
"""Packets of either family, built byte by byte and put on a link."""
import socket
import struct


def fold(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


class Wire:
    """Builds IP packets of one family and sends them."""

    def __init__(self, interface, mac, src, dst):
        self.v6 = ":" in dst
        family = socket.AF_INET6 if self.v6 else socket.AF_INET
        self.src, self.dst = socket.inet_pton(family, src), socket.inet_pton(family, dst)
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM)
        self.where = (interface, 0x86DD if self.v6 else 0x0800, 0, 0,
                      bytes.fromhex(mac.replace(":", "")))
        self.sent = 0

    def raw(self, packet):
        self.sock.sendto(packet[:1500], self.where)
        self.sent += 1

    def ip(self, proto, payload, length=None, ihl=5, frag=0, src=None, dst=None, hops=64):
        src, dst = src or self.src, dst or self.dst
        if self.v6:
            length = len(payload) if length is None else length
            return struct.pack("!IHBB", 6 << 28, length, proto, hops) + src + dst + payload
        length = 20 + len(payload) if length is None else length
        head = struct.pack("!BBHHHBBH", 0x40 | ihl, 0, length, 1, frag, hops, proto, 0) + src + dst
        return head[:10] + struct.pack("!H", fold(head)) + head[12:] + payload

    def sum(self, proto, payload, at, src=None):
        pseudo = (src or self.src) + self.dst + struct.pack("!II", len(payload), proto)
        value = fold(pseudo + payload)
        return payload[:at] + struct.pack("!H", value) + payload[at + 2:]


def tcp(wire, port, sport, doff=5, flags=2, extra=b"", good=True):
    head = struct.pack("!HHIIBBHHH", sport, port, 1, 0, doff << 4, flags, 1000, 0, 0) + extra
    return wire.sum(6, head, 16) if good else head[:16] + b"\xde\xad" + head[18:]


def udp(wire, port, sport, data=b"x", length=None, good=True):
    length = 8 + len(data) if length is None else length
    head = struct.pack("!HHHH", sport, port, length, 0) + data
    return wire.sum(17, head, 6) if good else head[:6] + b"\xde\xad" + head[8:]
