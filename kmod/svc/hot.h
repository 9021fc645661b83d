/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hot.h - "is this address ours?": the small tables every packet of the host asks first.
 *
 * It asks them twice: the sieve, by IP address alone and before it is parsed; what is left over asks the buckets.
 */
#ifndef VSX_SVC_HOT_H
#define VSX_SVC_HOT_H

#include <linux/rculist.h>

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
 * @cells: the sieve, behind @head: nodes whose IP address falls there, U8_MAX if there ever were as many
 * @head: at least four times as many as nodes, so that most questions end at an empty one
 */
struct vsx_hot_array {
	u8 gen;
	u8 bits;
	u8 cell_shift;
	u8 *cells;
	struct hlist_head head[];
};

/* Process context, may sleep, under the owner's mutex. */
int vsx_hot_init(struct vsx_hot *h, u32 seed);
void vsx_hot_exit(struct vsx_hot *h);
int vsx_hot_add(struct vsx_hot *h, struct vsx_hot_node *node);
void vsx_hot_del(struct vsx_hot *h, struct vsx_hot_node *node);

static __always_inline u8 *vsx_hot_cell(const struct vsx_hot_array *a, u64 ip_word)
{
	return &a->cells[ip_word * GOLDEN_RATIO_64 >> a->cell_shift];
}

/**
 * vsx_hot_may_have() - could an address of this IP address be in a table?
 * @h: the table
 * @ip_word: vsx_ip_word()
 *
 * Context: any, under rcu_read_lock().
 * Return: false if it is not; true if it may be.
 */
static __always_inline bool vsx_hot_may_have(const struct vsx_hot *h, u64 ip_word)
{
	return READ_ONCE(*vsx_hot_cell(rcu_dereference(h->array), ip_word));
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
