/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tree.h - a tournament over the servers of a snapshot: the best one at any moment, without a scan.
 *
 * Algorithm: a tournament tree (Knuth, TAOCP vol. 3, 5.4.1). Each inner node holds the index of the better
 * of its two children, so the root is the choice. Which of two servers is better is the scheduler's
 * question, a pure function of their loads and weights; it is a constant argument, so that the compiler
 * writes it into the loop. Between equals the first of the snapshot wins.
 *
 * Complexity: a choice O(1). A load that changes walks from its leaf to the root, log2(n) nodes (14 for
 * 10 000 servers), and plays where its server is a candidate: all of them for the server that was just
 * chosen, mostly one or two for one that ends a connection. An update of the servers builds n - 1 nodes.
 *
 * Many CPUs, no lock: nodes are single words. Who writes one looks at its children again afterwards and
 * repeats if they have changed meanwhile. With the barriers below, of two CPUs that change the inputs
 * of a node at the same moment at least one sees both, and a store of what was true a moment ago is noticed
 * by the one who made it. So once the loads rest the tree is exact. While they move, a choice is
 * the best as of some moment within the nanoseconds of the plays under way; in particular, CPUs that
 * choose before any of them has counted its new connection choose the same server, so it may get
 * as many connections too many as there are CPUs choosing at that moment, and later choices make up for it.
 * Repetitions are bounded (the packet path must not wait for others): one that is used up, which takes as
 * many changes of the same two children as it has tries within its few nanoseconds, leaves a node
 * one play behind until a load that passes through it changes again.
 */
#ifndef VSX_SCHED_TREE_H
#define VSX_SCHED_TREE_H

#include <asm/barrier.h>
#include <linux/compiler.h>
#include <linux/log2.h>

#include "sched/load.h"
#include "sched/sched.h"

#define VSX_TREE_TRIES	16

/**
 * struct vsx_tree - the tree; room of the schedulers that use it
 * @leaves: number of leaves, a power of two
 * @winner: inner nodes, 1 is the root, children of i are 2i and 2i + 1; leaves are not stored
 */
struct vsx_tree {
	u32 leaves;
	u32 winner[];
};

size_t vsx_tree_bytes(const struct vsx_totals *sum);

/* The winners below a node; one past the last server means nobody. */
static inline void vsx_tree_children(const struct vsx_tree *t, u32 node, u32 *a, u32 *b)
{
	*a = 2 * node;
	*b = *a + 1;
	if (*a >= t->leaves) {
		*a -= t->leaves;
		*b -= t->leaves;
	} else {
		*a = READ_ONCE(t->winner[*a]);
		*b = READ_ONCE(t->winner[*b]);
	}
}

/* Is @b to be preferred to @a, which comes before it? Whoever is overloaded loses to who is not. */
static __always_inline bool
vsx_tree_prefers(const struct vsx_server *b, const struct vsx_server *a,
		 bool (*beats)(const struct vsx_server *b, const struct vsx_server *a))
{
	bool is_overloaded = vsx_is_overloaded(a);

	if (unlikely(is_overloaded != vsx_is_overloaded(b)))
		return is_overloaded;
	return beats(b, a);
}

/* The better child of a node. */
static __always_inline u32
vsx_tree_play(const struct vsx_servers *s, const struct vsx_tree *t, u32 node,
	      bool (*beats)(const struct vsx_server *b, const struct vsx_server *a))
{
	u32 a, b;

	vsx_tree_children(t, node, &a, &b);
	/* Servers fill the leaves from the left: there is no b without an a. */
	return b < s->n && vsx_tree_prefers(&s->server[b], &s->server[a], beats) ? b : a;
}

/*
 * Has the load of server @i nothing to do with a node? Not if it is a candidate there; and not if the
 * node still shows one that is none any more: who is to change that may have been interrupted, and
 * until it goes on all choices would go the same way.
 */
static inline bool vsx_tree_passes_by(const struct vsx_tree *t, u32 node, u32 i)
{
	u32 winner = READ_ONCE(t->winner[node]), a, b;

	vsx_tree_children(t, node, &a, &b);
	return a != i && b != i && (winner == a || winner == b);
}

/* Bring a node up to date with its children. Returns true if it has changed. */
static __always_inline bool
vsx_tree_settle(const struct vsx_servers *s, struct vsx_tree *t, u32 node,
		bool (*beats)(const struct vsx_server *b, const struct vsx_server *a))
{
	u32 winner = vsx_tree_play(s, t, node, beats);
	bool is_new = false;
	unsigned int try;

	for (try = 0; try < VSX_TREE_TRIES; try++) {
		/* Who stores a value older than these inputs, stores it after this look, and looks again. */
		smp_rmb();
		if (READ_ONCE(t->winner[node]) == winner)
			break;
		WRITE_ONCE(t->winner[node], winner);
		is_new = true;
		/* Pairs with that of another CPU between its change of an input and its look at the node. */
		smp_mb();
		winner = vsx_tree_play(s, t, node, beats);
	}
	return is_new;
}

/**
 * vsx_tree_build() - play all, from the leaves up.
 * @s: the snapshot; its room is the tree
 * @beats: is @b better than @a, which comes before it?
 *
 * Context: process; loads may change and be told to the tree meanwhile.
 */
static __always_inline void
vsx_tree_build(struct vsx_servers *s,
	       bool (*beats)(const struct vsx_server *b, const struct vsx_server *a))
{
	struct vsx_tree *t = s->room;
	u32 node;

	/* Read by packets the second time. */
	if (!t->leaves)
		t->leaves = vsx_tree_bytes(&s->sum) / sizeof(u32) - 1;
	for (node = t->leaves - 1; node >= 1; node--)
		vsx_tree_settle(s, t, node, beats);
}

/**
 * vsx_tree_changed() - the load of a server has changed.
 * @s: the snapshot; its room is the tree
 * @i: which server; the caller has a full barrier between the change and this call
 * @beats: as for vsx_tree_build()
 *
 * Context: any; concurrently.
 */
static __always_inline void
vsx_tree_changed(const struct vsx_servers *s, u32 i,
		 bool (*beats)(const struct vsx_server *b, const struct vsx_server *a))
{
	struct vsx_tree *t = s->room;
	bool is_new = true;
	u32 node;

	for (node = (t->leaves + i) / 2; node >= 1; node /= 2)
		if (is_new || !vsx_tree_passes_by(t, node, i))
			is_new = vsx_tree_settle(s, t, node, beats);
}

/**
 * vsx_tree_best() - the present winner.
 * @s: the snapshot; its room is the tree
 *
 * Context: any; concurrently.
 * Return: a server of the snapshot.
 */
static inline const struct vsx_server *vsx_tree_best(const struct vsx_servers *s)
{
	const struct vsx_tree *t = s->room;

	return &s->server[READ_ONCE(t->winner[1])];
}

#endif /* VSX_SCHED_TREE_H */
