#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Accepts every packet of netfilter queue 0 as it is, and thereby sends it on from
a system call of this process.  Prints "ready" once it is bound, and the number of
packets when it is told to end.

Usage: requeue.py

The messages are those of linux/netfilter/nfnetlink_queue.h; numbers in an
attribute are big-endian, the headers of netlink are the machine's own.
"""
import signal
import socket
import struct
import sys

NETLINK_NETFILTER = 12
REQUEST = 1
SUBSYSTEM_QUEUE = 3 << 8
MSG_PACKET, MSG_VERDICT, MSG_CONFIG = 0, 1, 2
CFG_CMD, CFG_PARAMS = 1, 2
CMD_BIND = 1
COPY_PACKET = 2
PACKET_HDR, VERDICT_HDR = 1, 2
NF_ACCEPT = 1


def message(kind, attributes):
    body = struct.pack("=BB", 0, 0) + struct.pack("!H", 0)
    for number, value in attributes:
        body += struct.pack("=HH", 4 + len(value), number) + value
        body += b"\0" * (-len(value) % 4)
    return struct.pack("=IHHII", 16 + len(body), SUBSYSTEM_QUEUE | kind, REQUEST, 0, 0) + body


def packet_ids(data):
    """The ids of the packets that a read from the queue holds."""
    while len(data) >= 20:
        size, kind = struct.unpack("=IH", data[:6])
        at = 20
        while kind == SUBSYSTEM_QUEUE | MSG_PACKET and at + 4 <= size:
            length, number = struct.unpack("=HH", data[at:at + 4])
            if number & 0x3FFF == PACKET_HDR:
                yield data[at + 4:at + 8]
            at += (length + 3) & ~3
        data = data[(size + 3) & ~3:]


def end(*_):
    print(count, flush=True)
    sys.exit(0)


count = 0
signal.signal(signal.SIGTERM, end)
queue = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
queue.bind((0, 0))
queue.send(message(MSG_CONFIG, [(CFG_CMD, struct.pack("!BBH", CMD_BIND, 0, 0))]))
queue.send(message(MSG_CONFIG, [(CFG_PARAMS, struct.pack("!IB", 0xFFFF, COPY_PACKET))]))
print("ready", flush=True)
while True:
    for packet_id in packet_ids(queue.recv(1 << 17)):
        count += 1
        queue.send(message(MSG_VERDICT, [(VERDICT_HDR, struct.pack("!I", NF_ACCEPT) + packet_id)]))
