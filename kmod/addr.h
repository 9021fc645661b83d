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
 * @w: all of it, to compare; and written so where packets come: who reads a word that was stored in parts has to wait
 *	until they have left the processor
 */
struct vsx_addr {
	union {
		struct {
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
		};
		u64 w[3];
	};
};

/**
 * vsx_addr_tail() - what follows the IP address, as a word.
 * @port: network order
 * @proto: IPPROTO_*
 * @af: AF_INET or AF_INET6
 *
 * Return: the last of vsx_addr.w.
 */
static __always_inline u64 vsx_addr_tail(__be16 port, u8 proto, u8 af)
{
	u64 first = (__force u16)port;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return first << 48 | (u64)proto << 40 | (u64)af << 32;
#else
	return first | (u64)proto << 16 | (u64)af << 24;
#endif
}

/**
 * vsx_addr_word4() - an IPv4 address and the zeroes behind it.
 * @ip: the address
 *
 * Return: the first of vsx_addr.w.
 */
static __always_inline u64 vsx_addr_word4(__be32 ip)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return (u64)(__force u32)ip << 32;
#else
	return (__force u32)ip;
#endif
}

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
	BUILD_BUG_ON(sizeof(*a) != sizeof(a->w));
	return !((a->w[0] ^ b->w[0]) | (a->w[1] ^ b->w[1]) | (a->w[2] ^ b->w[2]));
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
