// SPDX-License-Identifier: GPL-2.0-only
/*
 * wlc.c - weighted least connections: the server with the least overhead per weight, where
 * overhead = 256 * active + inactive connections (LVS documentation).
 *
 * A tournament tree (Knuth, TAOCP vol. 3, 5.4.1) over the servers: each inner node holds the index of
 * the better of its two children, so the root is the choice, O(1); when a server's load changes its path
 * is played again, O(log n). Nodes are single words written by plain stores: two CPUs that play
 * crossing paths at the same moment may leave a node one play behind until a load below it changes
 * again, so a choice may be off by the connections opened in those nanoseconds, never more. Equal servers:
 * the first in the snapshot wins.
 */
#include <linux/compiler.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/minmax.h>

#include "sched/sched.h"

/**
 * struct wlc_room - the tree
 * @leaves: number of leaves, a power of two
 * @winner: inner nodes, 1 is the root, children of i are 2i and 2i + 1; leaves are not stored
 */
struct wlc_room {
	u32 leaves;
	u32 winner[];
};

static u32 leaf_count(u32 n)
{
	return n < 2 ? 2 : roundup_pow_of_two(n);
}

static size_t wlc_room_bytes(u32 n)
{
	return sizeof(struct wlc_room) + leaf_count(n) * sizeof(u32);
}

/* Saturated at 2^32, so that the product with a 31-bit weight fits 64 bits: 16 M active connections. */
static u64 overhead(const struct vsx_server *srv)
{
	u64 active = max(atomic_read(&srv->load->active), 0);
	u64 inactive = max(atomic_read(&srv->load->inactive), 0);

	return min_t(u64, active * 256 + inactive, U32_MAX);
}

/* The better of servers @a and @b; one past the last server means nobody. */
static u32 better(const struct vsx_servers *s, u32 a, u32 b)
{
	if (b >= s->n)
		return a;
	if (a >= s->n)
		return b;
	if (overhead(&s->server[b]) * s->server[a].weight <
	    overhead(&s->server[a]) * s->server[b].weight)
		return b;
	return a;
}

static void play(const struct vsx_servers *s, struct wlc_room *room, u32 node)
{
	u32 left = 2 * node, right = left + 1;

	if (left >= room->leaves)
		WRITE_ONCE(room->winner[node],
			   better(s, left - room->leaves, right - room->leaves));
	else
		WRITE_ONCE(room->winner[node], better(s, READ_ONCE(room->winner[left]),
						      READ_ONCE(room->winner[right])));
}

static void wlc_build(struct vsx_servers *s)
{
	struct wlc_room *room = s->room;
	u32 node;

	room->leaves = leaf_count(s->n);
	for (node = room->leaves - 1; node >= 1; node--)
		play(s, room, node);
}

static void wlc_load_changed(const struct vsx_servers *s, u32 i)
{
	struct wlc_room *room = s->room;
	u32 node;

	for (node = (room->leaves + i) / 2; node >= 1; node /= 2)
		play(s, room, node);
}

static const struct vsx_server *wlc_pick(const struct vsx_servers *s, const struct vsx_flow *flow)
{
	const struct wlc_room *room = s->room;

	return &s->server[READ_ONCE(room->winner[1])];
}

const struct vsx_sched vsx_sched_wlc = {
	.name = "wlc",
	.room_bytes = wlc_room_bytes,
	.build = wlc_build,
	.pick = wlc_pick,
	.load_changed = wlc_load_changed,
};
