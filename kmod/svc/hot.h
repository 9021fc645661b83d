/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hot.h - "is this address ours?": the small tables every packet of the host asks first.
 *
 * It asks them twice: the sieve, by IP address alone and before it is parsed; what is left over asks the buckets.
 */
#ifndef VSX_SVC_HOT_H
#define VSX_SVC_HOT_H

#include <linux/hash.h>
#include <linux/rculist.h>
#include <net/ipv6.h>

#include "addr.h"

/**
 * struct vsx_hot_node - an address that has an id in connection keys
 * @addr: the address; constant
 * @hash: of @addr; constant
 * @id: constant while the node is in a table
 * @link: hash chains, one per generation of the table; protected by the caller's mutex, read under RCU
 */
struct vsx_hot_node {
	struct vsx_addr addr;
	u32 hash;
	u32 id;
	struct hlist_node link[2];
};

struct vsx_hot_array;

/**
 * struct vsx_hot - a table of addresses
 * @array: buckets; replaced under the caller's mutex, read under RCU
 * @seed: of the hash; constant
 * @count: nodes; protected by the caller's mutex
 */
struct vsx_hot {
	struct vsx_hot_array __rcu *array;
	u32 seed;
	u32 count;
};

/**
 * struct vsx_hot_array - buckets
 * @gen: which link of the nodes these chains use, 0 or 1
 * @bits: log2 of the number of buckets
 * @cell_shift: 64 less log2 of the number of cells
 * @cells: the sieve, behind @head: nodes whose IP address falls there, U8_MAX if there ever were as many; each
 *	address falls in two
 * @head: at least four times as many as nodes, so that most questions end at an empty one
 */
struct vsx_hot_array {
	u8 gen;
	u8 bits;
	u8 cell_shift;
	u8 *cells;
	struct hlist_head head[];
};

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

/* Process context, may sleep, under the owner's mutex. */
int vsx_hot_init(struct vsx_hot *h, u32 seed);
void vsx_hot_exit(struct vsx_hot *h);
int vsx_hot_add(struct vsx_hot *h, struct vsx_hot_node *node);
void vsx_hot_del(struct vsx_hot *h, struct vsx_hot_node *node);

static __always_inline u8 *vsx_hot_cell(const struct vsx_hot_array *a, u64 ip_word)
{
	return &a->cells[ip_word * GOLDEN_RATIO_64 >> a->cell_shift];
}

/* The other cell of an address: the product's halves mixed, and multiplied again. */
static __always_inline u8 *vsx_hot_cell2(const struct vsx_hot_array *a, u64 ip_word)
{
	u64 h = ip_word * GOLDEN_RATIO_64;

	return &a->cells[(h ^ h >> 32) * GOLDEN_RATIO_64 >> a->cell_shift];
}

/**
 * vsx_hot_may_have() - could an address of this IP address be in a table?
 * @h: the table
 * @ip_word: vsx_ip_word()
 *
 * Two cells have to say so (Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors, 1970): of addresses
 * that are not in a full table the first stops seven of eight, both leave one of 64.
 *
 * Context: any, under rcu_read_lock().
 * Return: false if it is not; true if it may be.
 */
static __always_inline bool vsx_hot_may_have(const struct vsx_hot *h, u64 ip_word)
{
	const struct vsx_hot_array *a = rcu_dereference(h->array);

	return READ_ONCE(*vsx_hot_cell(a, ip_word)) && READ_ONCE(*vsx_hot_cell2(a, ip_word));
}

/**
 * vsx_hot_find() - look an address up.
 * @h: the table
 * @addr: the address
 *
 * Context: any, under rcu_read_lock() or the owner's mutex.
 * Return: the node, borrowed under RCU, or NULL.
 */
static __always_inline struct vsx_hot_node *vsx_hot_find(const struct vsx_hot *h, const struct vsx_addr *addr)
{
	const struct vsx_hot_array *a = rcu_dereference_check(h->array, true);
	u32 hash = vsx_addr_hash(addr, h->seed);
	struct hlist_node *pos;

	for (pos = rcu_dereference_check(hlist_first_rcu(&a->head[hash >> (32 - a->bits)]), true);
	     pos; pos = rcu_dereference_check(hlist_next_rcu(pos), true)) {
		struct vsx_hot_node *n = container_of(pos, struct vsx_hot_node, link[a->gen]);

		if (n->hash == hash && vsx_addr_equal(&n->addr, addr))
			return n;
	}
	return NULL;
}

#endif /* VSX_SVC_HOT_H */
