// SPDX-License-Identifier: GPL-2.0-only
/*
 * hot.c - tables of addresses: frontends (virtual address:port) and endpoints (server address:port).
 *
 * A packet of the host that is not load-balanced must cost next to nothing, so the table is kept at
 * most a quarter full: three of four questions end at an empty bucket, one load. Each node has two
 * links; growing chains all nodes through the other link in a new array, publishes it, and waits for
 * readers of the old one before those links may be used again.
 *
 * The sieve counts how many nodes have an IP address of a cell, so that a withdrawn address leaves no trace. A
 * cell that is full stays so until the table grows: then its packets ask the buckets, nothing else.
 */
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>

#include "svc/hot.h"

#define VSX_HOT_BITS_MIN	4
#define VSX_HOT_BITS_MAX	24
#define VSX_HOT_CELL_BITS	2	/* log2 of the sieve's cells a bucket */

static struct vsx_hot_array *array_alloc(u8 bits, u8 gen)
{
	size_t cells = 1UL << (bits + VSX_HOT_CELL_BITS);
	struct vsx_hot_array *a = kvzalloc(size_add(struct_size(a, head, 1UL << bits), cells),
					   GFP_KERNEL_ACCOUNT);

	if (a) {
		a->bits = bits;
		a->gen = gen;
		a->cell_shift = 64 - VSX_HOT_CELL_BITS - bits;
		a->cells = (u8 *)&a->head[1UL << bits];
	}
	return a;
}

static struct hlist_head *bucket(struct vsx_hot_array *a, u32 hash)
{
	return &a->head[hash >> (32 - a->bits)];
}

static void cell_count(u8 *cell, int by)
{
	if (*cell != U8_MAX)
		WRITE_ONCE(*cell, *cell + by);
}

static void cells_count(const struct vsx_hot_array *a, const struct vsx_hot_node *n, int by)
{
	u64 word = vsx_ip_word(&n->addr.ip.in6);

	cell_count(vsx_hot_cell(a, word), by);
	cell_count(vsx_hot_cell2(a, word), by);
}

/* The owner's mutex keeps the array. */
static struct vsx_hot_array *array_of(const struct vsx_hot *h)
{
	return rcu_dereference_protected(h->array, true);
}

static int array_grow(struct vsx_hot *h)
{
	struct vsx_hot_array *old = array_of(h);
	struct vsx_hot_array *new = array_alloc(old->bits + 1, !old->gen);
	struct vsx_hot_node *n;
	unsigned long i;

	if (!new)
		return -ENOMEM;
	for (i = 0; i < 1UL << old->bits; i++)
		hlist_for_each_entry(n, &old->head[i], link[old->gen]) {
			cells_count(new, n, 1);
			hlist_add_head(&n->link[new->gen], bucket(new, n->hash));
		}
	rcu_assign_pointer(h->array, new);
	/* Before the next growth may write the old links; once per doubling. */
	synchronize_rcu();
	kvfree(old);
	return 0;
}

/**
 * vsx_hot_init() - make an empty table.
 * @h: the table
 * @seed: random
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int vsx_hot_init(struct vsx_hot *h, u32 seed)
{
	struct vsx_hot_array *a = array_alloc(VSX_HOT_BITS_MIN, 0);

	if (!a)
		return -ENOMEM;
	h->seed = seed;
	h->count = 0;
	RCU_INIT_POINTER(h->array, a);
	return 0;
}

/**
 * vsx_hot_exit() - free a table; nobody uses it or its nodes any more.
 * @h: the table
 *
 * Context: process, may sleep.
 */
void vsx_hot_exit(struct vsx_hot *h)
{
	kvfree(array_of(h));
	RCU_INIT_POINTER(h->array, NULL);
}

/**
 * vsx_hot_add() - publish an address.
 * @h: the table
 * @node: its @addr and @id are set, and @addr is not in the table
 *
 * Context: process, may sleep; under the owner's mutex.
 * Return: 0 or -ENOMEM.
 */
int vsx_hot_add(struct vsx_hot *h, struct vsx_hot_node *node)
{
	struct vsx_hot_array *a = array_of(h);

	if (h->count >= 1UL << (a->bits - 2) && a->bits < VSX_HOT_BITS_MAX) {
		int err = array_grow(h);

		if (err)
			return err;
		a = array_of(h);
	}
	node->hash = vsx_addr_hash(&node->addr, h->seed);
	cells_count(a, node, 1);
	hlist_add_head_rcu(&node->link[a->gen], bucket(a, node->hash));
	h->count++;
	return 0;
}

/**
 * vsx_hot_del() - withdraw an address. Readers may hold the node for one more grace period.
 * @h: the table
 * @node: the node
 *
 * Context: process; under the owner's mutex.
 */
void vsx_hot_del(struct vsx_hot *h, struct vsx_hot_node *node)
{
	struct vsx_hot_array *a = array_of(h);

	hlist_del_rcu(&node->link[a->gen]);
	cells_count(a, node, -1);
	h->count--;
}
