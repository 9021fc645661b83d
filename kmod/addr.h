/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * addr.h - a transport address of either family, comparable as three words; and a pair of them.
 */
#ifndef VSX_ADDR_H
#define VSX_ADDR_H

#include <linux/build_bug.h>
#include <linux/in.h>
#include <linux/netfilter.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <linux/types.h>

/**
 * struct vsx_addr - address, port and protocol; every byte counts in comparisons
 * @ip: IPv4 in the first four bytes, the rest zero; or IPv6
 * @port: network order
 * @proto: IPPROTO_TCP, IPPROTO_UDP or IPPROTO_SCTP; 0 if @ip is a firewall mark, in host order, or of any protocol
 * @af: AF_INET or AF_INET6
 * @rest: the three before, to hash
 * @zero: always 0
 */
struct vsx_addr {
	union nf_inet_addr ip;
	union {
		struct {
			__be16 port;
			u8 proto;
			u8 af;
		};
		u32 rest;
	};
	u32 zero;
} __aligned(8);

/**
 * struct vsx_flow - where packets come from and where they go
 * @src: the one
 * @dst: the other, of the same family
 */
struct vsx_flow {
	struct vsx_addr src;
	struct vsx_addr dst;
};

/**
 * vsx_addr_equal() - compare all of two addresses.
 * @a: one
 * @b: other
 *
 * Return: true if family, protocol, address and port are the same.
 */
static inline bool vsx_addr_equal(const struct vsx_addr *a, const struct vsx_addr *b)
{
	const u64 *x = (const u64 *)a, *y = (const u64 *)b;

	BUILD_BUG_ON(sizeof(*a) != 3 * sizeof(u64));
	return !((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]));
}

/**
 * vsx_addr_is_mark() - does it name a service of a firewall mark?
 * @a: the address of a service
 *
 * Return: true if so.
 */
static inline bool vsx_addr_is_mark(const struct vsx_addr *a)
{
	return !a->proto;
}

/**
 * vsx_proto_name() - a protocol as IPVS names it.
 * @proto: of a service; 0 of a firewall mark's
 *
 * Return: a word.
 */
static inline const char *vsx_proto_name(u8 proto)
{
	switch (proto) {
	case IPPROTO_TCP:
		return "TCP";
	case IPPROTO_UDP:
		return "UDP";
	case IPPROTO_SCTP:
		return "SCTP";
	default:
		return "IP";
	}
}

static inline unsigned int vsx_addr_bits(const struct vsx_addr *a)
{
	return a->af == AF_INET ? 32 : 128;
}

#endif /* VSX_ADDR_H */
