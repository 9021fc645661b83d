// SPDX-License-Identifier: GPL-2.0-only
/*
 * lblcr.c - locality-based least connections with replication: an address has a set of servers, and a connection
 * goes to the one of the set with the least overhead for its weight; when even that is crowded (lblc.c), the
 * one that wlc would choose joins the set. A set that has not changed for lblcr_expiration seconds loses its most loaded
 * server, so that replicas nobody needs any more go (W. Zhang; LVS documentation, "Job Scheduling Algorithms").
 *
 * A set has at most SET_MAX servers, where LVS's may have all: the most loaded one makes room for another. So a
 * choice is O(1): a line of the memory (locality.h), which has 4096 addresses, the line of its set, and the
 * loads of its servers. A load that changes is O(log n), an update of the servers O(n): tree.h.
 *
 * The word of an address has the time its set last changed. Its set is at the same place in an array of sets,
 * of ids, 0 for none, each changed by an exchange. When an address takes the place of another its set is
 * emptied; a server that another CPU adds to the old set meanwhile is one too many in the new one, for that time.
 */
#include "sched/locality.h"

#define LINES		512
#define ADDRESSES	(LINES * VSX_LOCAL_WAYS)
#define SET_MAX		16	/* ids in a line of 64 bytes */

/**
 * struct lblcr_state - what is remembered
 * @word: addresses
 * @set: the servers of each
 */
struct lblcr_state {
	u64 word[ADDRESSES];
	u32 set[ADDRESSES][SET_MAX];
};

/**
 * struct seen - a look through a set
 * @least: the least loaded server that is not overloaded, or NULL
 * @most: the most loaded one, or NULL
 * @most_at: where it is in the set
 * @free: a place that is empty, or if there is none one whose server is gone; SET_MAX for neither
 * @n: number of servers
 */
struct seen {
	const struct vsx_server *least;
	const struct vsx_server *most;
	u32 most_at;
	u32 free;
	u32 n;
};

/* The order of loads; between equals that of the snapshot, as everywhere. */
static bool comes_before(const struct vsx_server *b, const struct vsx_server *a)
{
	return vsx_is_lighter(b, a) || (b < a && !vsx_is_lighter(a, b));
}

static struct seen look(const struct vsx_servers *s, const u32 *set)
{
	struct seen seen = { .free = SET_MAX };
	u32 i;

	for (i = 0; i < SET_MAX; i++) {
		u32 id = READ_ONCE(set[i]);
		const struct vsx_server *srv = id ? vsx_local_server(s, id) : NULL;

		if (!srv) {
			if (!id || seen.free == SET_MAX)
				seen.free = i;
			continue;
		}
		seen.n++;
		if (!vsx_is_overloaded(srv) && (!seen.least || comes_before(srv, seen.least)))
			seen.least = srv;
		if (!seen.most || comes_before(seen.most, srv)) {
			seen.most = srv;
			seen.most_at = i;
		}
	}
	return seen;
}

static bool has(const u32 *set, u32 id)
{
	u32 i;

	for (i = 0; i < SET_MAX; i++)
		if (READ_ONCE(set[i]) == id)
			return true;
	return false;
}

static u32 unit(u32 now)
{
	return (u16)(now >> VSX_LOCAL_UNIT_SHIFT);
}

/* A set that nothing was added to for so long loses the most loaded. Returns when it last changed. */
static u32 shrink(u32 *set, const struct seen *seen, u64 word, u32 now, u32 expires)
{
	u32 changed = word & VSX_LOCAL_VALUE;

	if (seen->n < 2 || !vsx_local_expired(changed, now, expires))
		return changed;
	cmpxchg(&set[seen->most_at], seen->most->id, 0);
	return unit(now);
}

/* Two CPUs may add two servers at once: one of them waits for its next chance. */
static void join(u32 *set, const struct seen *seen, u32 id)
{
	u32 at = seen->free < SET_MAX ? seen->free : seen->most_at;

	cmpxchg(&set[at], READ_ONCE(set[at]), id);
}

static u32 *set_of(struct lblcr_state *state, const u64 *word)
{
	return state->set[word - state->word];
}

/* An address that is new: a set of one. */
static void enter(struct lblcr_state *state, u64 hash, u32 now, u32 id)
{
	u64 *word = vsx_local_enter(state->word, LINES, hash, now, unit(now));
	u32 i, *set;

	if (!word)
		return;
	set = set_of(state, word);
	WRITE_ONCE(set[0], id);
	for (i = 1; i < SET_MAX; i++)
		WRITE_ONCE(set[i], 0);
}

static const struct vsx_server *lblcr_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	u64 hash = vsx_flow_hash(s, &flow->dst, 0);
	u32 expires = READ_ONCE(s->tune->lblcr_expiration);
	struct lblcr_state *state = s->state;
	u64 *word = vsx_local_find(state->word, LINES, hash, now, expires);
	const struct vsx_server *srv;
	struct seen seen;
	u32 changed;

	if (!word) {
		srv = vsx_tree_best(s);
		if (!vsx_is_overloaded(srv))
			enter(state, hash, now, srv->id);
		return srv;
	}
	seen = look(s, set_of(state, word));
	changed = shrink(set_of(state, word), &seen, READ_ONCE(*word), now, expires);
	srv = seen.least;
	if (!srv || vsx_local_is_crowded(s, srv)) {
		srv = vsx_tree_best(s);
		if (vsx_is_overloaded(srv))
			return srv;
		if (!has(set_of(state, word), srv->id)) {
			join(set_of(state, word), &seen, srv->id);
			changed = unit(now);
		}
	}
	vsx_local_use(word, now, changed);
	return srv;
}

const struct vsx_sched vsx_sched_lblcr = {
	.name = "lblcr",
	.room_bytes = vsx_local_room_bytes,
	.state_bytes = sizeof(struct lblcr_state),
	.build = vsx_local_build,
	.pick = lblcr_pick,
	.load_changed = vsx_local_load_changed,
};
