/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * addr.h - a transport address of either family, comparable as three words.
 */
#ifndef VSX_ADDR_H
#define VSX_ADDR_H

#include <linux/build_bug.h>
#include <linux/hash.h>
#include <linux/in.h>
#include <linux/netfilter.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <linux/types.h>
#include <net/ipv6.h>

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

/**
 * vsx_ip_word() - what of an IP address the hot tables sieve packets by.
 * @ip: its four words; of IPv4 the first, the others zero
 *
 * Return: one word, different for addresses that differ in either half alone.
 */
static __always_inline u64 vsx_ip_word(const struct in6_addr *ip)
{
	const u32 *w = (__force const u32 *)ip->s6_addr32;

	return (u64)(w[0] ^ w[2]) << 32 | (w[1] ^ w[3]);
}

/* The same of an IPv4 address as headers have it. */
static __always_inline u64 vsx_ip_word4(__be32 ip)
{
	return (u64)(__force u32)ip << 32;
}

/**
 * vsx_addr_hash() - hash an address for the hot tables.
 * @a: the address
 * @seed: random, per namespace
 *
 * Every packet of the host pays for it. Entries of these tables are chosen by the administrator, remote
 * parties only ask for them, so nobody remote can make a chain long: multiplying will do (Knuth, The Art of
 * Computer Programming 3, 6.4: by the golden ratio), once for IPv4, where all that differs is in one word.
 *
 * Return: 32 bits, of which the upper ones are mixed best.
 */
static __always_inline u32 vsx_addr_hash(const struct vsx_addr *a, u32 seed)
{
	u64 h = ((u64)(__force u32)a->ip.all[0] << 32 | a->rest) ^ seed;

	h = (h ^ h >> 32) * GOLDEN_RATIO_64;
	if (a->af == AF_INET6) {
		h ^= h >> 32 ^ a->ip.all[1];
		h = (h ^ ((u64)a->ip.all[2] << 32 | a->ip.all[3])) * GOLDEN_RATIO_64;
		h = (h ^ h >> 32) * GOLDEN_RATIO_64;
	}
	return h >> 32;
}

#endif /* VSX_ADDR_H */
