#!/usr/bin/python3 -ES
# SPDX-License-Identifier: GPL-2.0-only
#
# Speaks the netlink family IPVS as kube-proxy's library does: addresses as long as their family, no flag on
# nests, all of a service in each message, and answers taken apart strictly.
#
# Usage: kubeproxy.py VIP4 VIP6 RS4... -- RS6...     runs through what kube-proxy does; prints a line per step
#        kubeproxy.py serve VIP RS... configures a service of port 80
#        kubeproxy.py edit VIP RS     edits a service of port 80 and its tunnel
#        kubeproxy.py errors          sends what is wrong in one way; prints how each is refused
#        kubeproxy.py protocol        adds a service of protocol 0; prints how it is refused
#        kubeproxy.py daemon          starts a sync daemon; prints how it is refused

import errno
import os
import socket
import struct
import sys

NEW_SERVICE, SET_SERVICE, DEL_SERVICE, GET_SERVICE = 1, 2, 3, 4
NEW_DEST, SET_DEST, DEL_DEST, GET_DEST, NEW_DAEMON = 5, 6, 7, 8, 9
SET_CONFIG, GET_CONFIG, GET_INFO, ZERO, FLUSH = 12, 13, 15, 16, 17
REQUEST, ACK, DUMP = 1, 4, 0x300
ERROR, DONE = 2, 3


def attr(kind, data):
    pad = -len(data) % 4
    return struct.pack("HH", len(data) + 4, kind) + data + bytes(pad)


def u16(kind, value):
    return attr(kind, struct.pack("H", value))


def u32(kind, value):
    return attr(kind, struct.pack("I", value))


def attrs(data, flags=0):
    found = {}
    while data:
        length, kind = struct.unpack_from("HH", data)
        assert 4 <= length <= len(data), "an attribute of %d bytes" % length
        kind &= ~flags
        assert kind & 0xc000 == 0, "flags on attribute %#x" % kind
        assert kind not in found, "attribute %d twice" % kind
        found[kind] = data[4:length]
        data = data[length + 3 & ~3:]
    return found


def sentence(error, flags):
    """What an error message says beside its number: 0x200 tells of attributes, 0x100 that the request is not in it."""
    if not flags & 0x200:
        return ""
    at = 20 if flags & 0x100 else 4 + struct.unpack_from("I", error, 4)[0]
    # The policy that was not kept is a nest, and says so.
    return attrs(error[at:], 0x8000).get(1, b"").rstrip(b"\0").decode()


class Family:
    def __init__(self, name):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
        self.sock.setsockopt(270, 11, 1)    # SOL_NETLINK, NETLINK_EXT_ACK
        self.seq = 0
        answer = self.talk(16, 3, attr(2, name.encode() + b"\0"), 0)
        self.id = struct.unpack("H", attrs(answer[0][1])[1])[0]

    def talk(self, family, cmd, body, flags):
        self.seq += 1
        message = struct.pack("BBH", cmd, 1, 0) + body
        self.sock.send(struct.pack("IHHII", len(message) + 16, family, REQUEST | ACK | flags, self.seq, 0) + message)
        answers = []
        while True:
            data = self.sock.recv(65536)
            while data:
                length, kind, flags, seq, _ = struct.unpack_from("IHHII", data)
                body, data = data[16:length], data[length + 3 & ~3:]
                assert seq == self.seq
                if kind == ERROR:
                    code = -struct.unpack_from("i", body)[0]
                    if code:
                        raise OSError(code, errno.errorcode[code], sentence(body, flags))
                    return answers
                if kind == DONE:
                    return answers
                answers.append((body[0], body[4:]))

    def do(self, cmd, body=b"", flags=0):
        return self.talk(self.id, cmd, body, flags)


def family_of(ip):
    return socket.AF_INET6 if ":" in ip else socket.AF_INET


def service(vip, port, proto=6, sched="rr"):
    af = family_of(vip)
    return attr(1, u16(1, af) + u16(2, proto) + attr(3, socket.inet_pton(af, vip)) + attr(4, struct.pack(">H", port)) +
                attr(6, sched.encode() + b"\0") + attr(7, struct.pack("II", 0, 0xffffffff)) + u32(8, 0) +
                u32(9, 128 if af == socket.AF_INET6 else 0xffffffff))


def dest(ip, port, weight, method=0, upper=0, lower=0, more=b""):
    af = family_of(ip)
    return attr(2, u16(11, af) + attr(1, socket.inet_pton(af, ip)) + attr(2, struct.pack(">H", port)) + u32(3, method) +
                u32(4, weight) + u32(5, upper) + u32(6, lower) + more)


def services(ipvs):
    found = []
    for cmd, data in ipvs.do(GET_SERVICE, flags=DUMP):
        assert cmd == NEW_SERVICE
        a = attrs(attrs(data)[1])
        af = struct.unpack("H", a[1])[0]
        ip = socket.inet_ntop(af, a[3][:4 if af == socket.AF_INET else 16])
        flags, mask = struct.unpack("II", a[7])
        assert len(a[3]) == 16 and mask == 0xffffffff and not flags & 1
        assert struct.unpack("I", a[9])[0] == (128 if af == socket.AF_INET6 else 0xffffffff)
        assert set(attrs(a[10])) == set(range(1, 11)), "statistics"
        assert {len(v) for v in attrs(a[12]).values()} == {8}, "64-bit statistics"
        found.append((ip, struct.unpack(">H", a[4])[0], struct.unpack("H", a[2])[0],
                      a[6].rstrip(b"\0").decode()))
    return sorted(found)


def dests(ipvs, svc):
    found = []
    for cmd, data in ipvs.do(GET_DEST, svc, DUMP):
        assert cmd == NEW_DEST
        a = attrs(attrs(data)[2])
        af = struct.unpack("H", a[11])[0]
        ip = socket.inet_ntop(af, a[1][:4 if af == socket.AF_INET else 16])
        assert [struct.unpack("I", a[k])[0] for k in (3, 5, 6, 7, 8, 9)] == [0] * 6
        found.append((ip, struct.unpack(">H", a[2])[0], struct.unpack("I", a[4])[0]))
    return sorted(found)


def refused(code, call, *args):
    try:
        call(*args)
    except OSError as e:
        assert e.errno == code, "%s instead of %s" % (errno.errorcode[e.errno], errno.errorcode[code])
    else:
        raise AssertionError("not refused with " + errno.errorcode[code])


def run(ipvs, vip, servers):
    svc = service(vip, 80)
    ipvs.do(NEW_SERVICE, svc)
    refused(errno.EEXIST, ipvs.do, NEW_SERVICE, svc)
    ipvs.do(SET_SERVICE, service(vip, 80, sched="wrr"))
    assert services(ipvs) == [(vip, 80, 6, "wrr")], services(ipvs)
    for i, ip in enumerate(servers):
        ipvs.do(NEW_DEST, svc + dest(ip, 8080, i + 1))
        refused(errno.EEXIST, ipvs.do, NEW_DEST, svc + dest(ip, 8080, i + 1))
    assert dests(ipvs, svc) == sorted((ip, 8080, i + 1) for i, ip in enumerate(servers))
    ipvs.do(SET_DEST, svc + dest(servers[0], 8080, 0))
    assert (servers[0], 8080, 0) in dests(ipvs, svc)
    refused(errno.ENOENT, ipvs.do, SET_DEST, svc + dest(servers[0], 9, 1))
    ipvs.do(DEL_DEST, svc + dest(servers[0], 8080, 0))
    refused(errno.ENOENT, ipvs.do, DEL_DEST, svc + dest(servers[0], 8080, 0))
    assert len(dests(ipvs, svc)) == len(servers) - 1
    assert dests(ipvs, service(vip, 81)) == [], "destinations of no service"
    refused(errno.ESRCH, ipvs.do, DEL_SERVICE, service(vip, 81))
    ipvs.do(DEL_SERVICE, svc)
    refused(errno.ESRCH, ipvs.do, GET_SERVICE, svc)
    assert services(ipvs) == []
    print("service and destinations", vip)


def tell(ipvs, what, cmd, body=b"", flags=0):
    try:
        told = "done, %d answers" % len(ipvs.do(cmd, body, flags))
    except OSError as e:
        told = errno.errorcode[e.errno]
    print("command %d %s: %s" % (cmd, what, told))


def without(nest, kind):
    """A nest with one attribute left out."""
    outer, inner = struct.unpack_from("HH", nest)[1], attrs(nest[4:])
    return attr(outer, b"".join(attr(k, v) for k, v in inner.items() if k != kind))


def instead(nest, kind, data):
    """A nest with one attribute that says something else."""
    outer, inner = struct.unpack_from("HH", nest)[1], attrs(nest[4:])
    return attr(outer, b"".join(attr(k, data if k == kind else v) for k, v in inner.items()))


def errors(ipvs):
    svc, rs = service("192.0.2.1", 80), dest("192.0.2.11", 80, 1)
    svc6, rs6 = service("2001:db8::1", 80), dest("2001:db8::11", 80, 1)
    for body in (svc, svc6):
        ipvs.do(NEW_SERVICE, body)
    ipvs.do(NEW_DEST, svc + rs)
    for cmd in range(1, 20):
        # All services and timeouts are to stay.
        if cmd not in (ZERO, FLUSH):
            tell(ipvs, "empty", cmd)
            tell(ipvs, "empty dump", cmd, flags=DUMP)
    for cmd in (NEW_SERVICE, SET_SERVICE, DEL_SERVICE, GET_SERVICE, ZERO, NEW_DEST, SET_DEST, DEL_DEST):
        tell(ipvs, "of no such service", cmd, service("192.0.2.9", 80, sched="nonsense") + rs)
        for kind in (1, 2, 3, 4, 6, 7, 8, 9):
            tell(ipvs, "without %d of the service" % kind, cmd, without(svc, kind) + rs)
        for kind, data in ((1, b"\2"), (1, b"\1\0"), (1, bytes(2)), (2, b"\6"), (3, b"\1"),
                           (3, bytes(17)), (4, b"\1"), (4, b"\0\x51\0\0"), (6, b"rr"), (6, b"r" * 17), (7, bytes(4)),
                           (7, bytes(12)), (8, bytes(2)), (9, b"\1"), (9, bytes(4))):
            tell(ipvs, "with %s as %d of the service" % (data.hex(), kind), cmd, instead(svc, kind, data) + rs)
        for length in (0, 1, 64, 129, 0xffffffff):
            tell(ipvs, "with netmask %d of IPv6" % length, cmd, instead(svc6, 9, struct.pack("I", length)) + rs6)
        ipvs.do(FLUSH)
        for body in (svc, svc6):
            ipvs.do(NEW_SERVICE, body)
        ipvs.do(NEW_DEST, svc + rs)
    for cmd in (NEW_DEST, SET_DEST, DEL_DEST):
        tell(ipvs, "without a destination", cmd, svc)
        tell(ipvs, "of the other family", cmd, svc + rs6)
        tell(ipvs, "of the other family by tunnel", cmd, svc + dest("2001:db8::11", 80, 1, method=2))
        for kind in (1, 2, 3, 4, 5, 6, 11):
            tell(ipvs, "without %d of the destination" % kind, cmd, svc + without(rs, kind))
        for kind, data in ((1, b""), (1, bytes(17)), (2, b"\1"), (4, bytes(2)), (4, b"\xff" * 4), (5, b"\xff" * 4),
                           (6, b"\1\0\0\0"), (11, bytes(2)), (11, b"\1\0"), (11, b"\7")):
            tell(ipvs, "with %s as %d of the destination" % (data.hex(), kind), cmd, svc + instead(rs, kind, data))
        for ip in ("0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "10.2.0.255", "fe80::1", "ff02::1", "::1", "::"):
            body = svc6 if ":" in ip else svc
            tell(ipvs, "at " + ip, cmd, body + dest(ip, 80, 1))
            tell(ipvs, "at %s, no weight" % ip, cmd, body + dest(ip, 80, 0xffffffff))
        gue = attr(13, b"\1")
        for what, body in (
                ("of the other family and no weight", dest("2001:db8::11", 80, 0xffffffff)),
                ("of the other family, lower above upper", dest("2001:db8::11", 80, 1, upper=1, lower=2)),
                ("of no family, without a weight", without(instead(rs, 11, b"\7\0"), 4)),
                ("without a weight, lower above upper", without(dest("192.0.2.11", 80, 1, upper=1, lower=2), 4)),
                ("with no weight, lower above upper", dest("192.0.2.11", 80, 0xffffffff, upper=1, lower=2)),
                ("by GUE without a port", dest("192.0.2.11", 80, 1, method=2, more=gue)),
                ("by NAT and GUE without a port", dest("192.0.2.11", 80, 1, more=gue)),
                ("by GUE without a port, no weight", dest("192.0.2.11", 80, 0xffffffff, method=2, more=gue)),
                ("by GUE to port 0", dest("192.0.2.11", 80, 1, method=2, more=gue + attr(14, bytes(2))))):
            tell(ipvs, what, cmd, svc + body)
    for kind, data in ((4, b"\1"), (5, bytes(4)), (6, b"\xff" * 4), (7, bytes(4))):
        tell(ipvs, "with %s as %d" % (data.hex(), kind), SET_CONFIG, attr(kind, data))
    ipvs.do(FLUSH)


def serve(ipvs, vip, *servers):
    svc = service(vip, 80)
    ipvs.do(NEW_SERVICE, svc)
    for rs in servers:
        ipvs.do(NEW_DEST, svc + dest(rs, 80, 1))


def edit(ipvs, vip, rs):
    svc = service(vip, 80, sched="wrr")
    ipvs.do(SET_SERVICE, svc)
    ipvs.do(SET_DEST, svc + dest(rs, 80, 5, method=2))


def daemon(ipvs):
    try:
        ipvs.do(NEW_DAEMON, attr(3, u32(1, 1) + attr(2, b"lo\0") + u32(3, 0)))
    except OSError as e:
        print(os.strerror(e.errno) + ":", e.filename)


def protocol(ipvs):
    tell(ipvs, "of protocol 0", NEW_SERVICE, instead(service("192.0.2.1", 80), 2, bytes(2)))


def main():
    if sys.argv[1] in ("errors", "protocol", "serve", "edit", "daemon"):
        return globals()[sys.argv[1]](Family("IPVS"), *sys.argv[2:])
    vips, rs4 = sys.argv[1:3], sys.argv[3:sys.argv.index("--")]
    rs6 = sys.argv[sys.argv.index("--") + 1:]
    ipvs = Family("IPVS")
    for sched in ("rr", "wrr", "lc", "wlc", "dh", "sh", "sed", "nq", "mh"):
        ipvs.do(NEW_SERVICE, service("198.51.100.0", 20000, sched=sched))
        ipvs.do(DEL_SERVICE, service("198.51.100.0", 20000, sched=sched))
    refused(errno.ENOENT, ipvs.do, NEW_SERVICE, service("198.51.100.0", 20000, sched="nonsense"))
    print("schedulers probed")
    run(ipvs, vips[0], rs4)
    run(ipvs, vips[1], rs6)
    ipvs.do(SET_CONFIG, u32(4, 500) + u32(5, 0) + u32(6, 50))
    config = attrs(ipvs.do(GET_CONFIG)[0][1])
    assert [struct.unpack("I", config[k])[0] for k in (4, 5, 6)] == [500, 120, 50]
    print("timeouts")
    for port in range(1, 501):
        ipvs.do(NEW_SERVICE, service(vips[port & 1], port, proto=17 if port & 2 else 6))
    assert len(services(ipvs)) == 500
    ipvs.do(FLUSH)
    assert services(ipvs) == []
    print("many, and flush")


main()
