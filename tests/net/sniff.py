#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Prints one line for each ICMP error, TCP reset and SCTP packet seen on an interface.

Usage: sniff.py INTERFACE

Every checksum is computed here, from the bytes on the wire: the stack of the
receiver trusts the marks of a virtual link and would not notice a wrong one.
The line of an ICMP error reads

  icmp TYPE/CODE OUTER-SRC > OUTER-DST mtu N inner PROTO SRC.PORT > DST.PORT sums WORDS

where WORDS are good, or the list of those that are wrong.  The inner transport
checksum is judged when the whole packet was quoted.  SCTP packets are named by
the type of their first chunk.
"""
import socket
import struct
import sys

PROTO = {6: "tcp", 17: "udp", 132: "sctp"}


def fold(data, start=0):
    """The Internet checksum of data; 0 if data contains its right checksum."""
    if len(data) % 2:
        data += b"\0"
    total = start + sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def pseudo(src, dst, proto, length):
    return src + dst + struct.pack("!II", length, proto)


def split(packet):
    """An IP packet as version, source, destination, protocol, payload, its whole
    payload length, and whether its own checksum is right."""
    if packet[0] >> 4 == 4:
        size = (packet[0] & 15) * 4
        total = struct.unpack("!H", packet[2:4])[0]
        return (4, packet[12:16], packet[16:20], packet[9], packet[size:total],
                total - size, fold(packet[:size]) == 0)
    length = struct.unpack("!H", packet[4:6])[0]
    return 6, packet[8:24], packet[24:40], packet[6], packet[40:40 + length], length, True


def text(version, address):
    return socket.inet_ntop(socket.AF_INET if version == 4 else socket.AF_INET6, address)


def ends(version, src, dst, payload):
    sport, dport = struct.unpack("!HH", payload[:4])
    return "%s.%d > %s.%d" % (text(version, src), sport, text(version, dst), dport)


def icmp(version, src, dst, proto, payload):
    kind, code = payload[0], payload[1]
    if version == 4:
        errors, mtu = (3, 11, 12), struct.unpack("!H", payload[6:8])[0]
        bad = ["icmp"] if fold(payload) else []
    else:
        errors, mtu = (1, 2, 3, 4), struct.unpack("!I", payload[4:8])[0]
        bad = ["icmp"] if fold(pseudo(src, dst, proto, len(payload)) + payload) else []
    if kind not in errors:
        return
    iversion, isrc, idst, iproto, inner, ilength, good = split(payload[8:])
    if not good:
        bad.append("inner-ip")
    if iproto in (6, 17) and len(inner) == ilength:
        if fold(pseudo(isrc, idst, iproto, ilength) + inner):
            bad.append("inner-" + PROTO[iproto])
    print("icmp %d/%d %s > %s mtu %d inner %s %s sums %s" % (
        kind, code, text(version, src), text(version, dst), mtu,
        PROTO.get(iproto, iproto), ends(iversion, isrc, idst, inner),
        ",".join(bad) or "good"), flush=True)


def tcp(version, src, dst, proto, payload):
    if not payload[13] & 4:
        return
    good = fold(pseudo(src, dst, proto, len(payload)) + payload) == 0
    print("reset %s sums %s" % (ends(version, src, dst, payload),
                                "good" if good else "tcp"), flush=True)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def sctp(version, src, dst, payload):
    good = struct.unpack("<I", payload[8:12])[0] == crc32c(payload[:8] + bytes(4) + payload[12:])
    print("sctp %d %s sums %s" % (payload[12], ends(version, src, dst, payload),
                                  "good" if good else "sctp"), flush=True)


def main():
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
    sock.bind((sys.argv[1], 3))
    print("ready", flush=True)
    while True:
        packet, where = sock.recvfrom(65536)
        if where[2] == socket.PACKET_OUTGOING or packet[0] >> 4 not in (4, 6):
            continue
        version, src, dst, proto, payload, length, good = split(packet)
        if not good:
            print("bad IP header checksum", flush=True)
        if len(payload) < min(length, 8):
            continue
        if proto in (1, 58) and len(payload) >= 8 + 28:
            icmp(version, src, dst, proto, payload)
        elif proto == 6 and len(payload) >= 20:
            tcp(version, src, dst, proto, payload)
        elif proto == 132 and len(payload) >= 16:
            sctp(version, src, dst, payload)


main()
