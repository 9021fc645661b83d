// SPDX-License-Identifier: GPL-2.0-only
/*
 * table_gc.c - the connection table's collector: ends what is over, empties slots, merges regions,
 * and copies entries out for dumps. One step works on one region.
 */
#include <linux/bitops.h>
#include <linux/bottom_half.h>
#include <linux/gfp.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/rcupdate.h>
#include <linux/sort.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "conn/dir.h"
#include "conn/region.h"
#include "conn/table.h"

/* Merge two locked buddies if both together fill less than half of one region. */
static bool region_merge_locked(struct vsx_table *t, struct vsx_region *low,
				struct vsx_region *high)
{
	struct vsx_region *both;

	if (vsx_region_of_rcu(t, low->prefix) != low || vsx_region_of_rcu(t, high->prefix) != high)
		return false;
	if (low->used + high->used > vsx_region_slots(t) / 2)
		return false;
	both = vsx_region_alloc(t, low->prefix, low->depth - 1, GFP_NOWAIT | __GFP_ZERO);
	if (!both)
		return false;
	if (!vsx_region_pour(t, low, both) || !vsx_region_pour(t, high, both) ||
	    !vsx_dir_publish(t, both, NULL)) {
		vsx_region_thaw(t, low);
		vsx_region_thaw(t, high);
		vsx_region_free(t, both);
		return false;
	}
	atomic_long_sub(low->used + high->used - both->used, &t->used);
	vsx_region_retire(t, low);
	vsx_region_retire(t, high);
	return true;
}

/* Merge the region of a hash value with its buddy, if it is the lower of the two. */
static bool region_merge(struct vsx_table *t, u64 hash)
{
	struct vsx_region *low, *high;
	spinlock_t *first, *second;
	bool merged = false;
	u64 bit;

	rcu_read_lock();
	low = vsx_region_of_rcu(t, hash);
	bit = low->depth ? BIT_ULL(64 - low->depth) : 0;
	if (!bit || (low->prefix & bit))
		goto out;
	high = vsx_region_of_rcu(t, low->prefix | bit);
	if (high->depth != low->depth)
		goto out;

	first = vsx_region_stripe(t, low->prefix);
	second = vsx_region_stripe(t, high->prefix);
	spin_lock_bh(first);
	if (second == first) {
		merged = region_merge_locked(t, low, high);
	} else {
		spin_lock_nested(second, SINGLE_DEPTH_NESTING);
		merged = region_merge_locked(t, low, high);
		spin_unlock(second);
	}
	spin_unlock_bh(first);
out:
	rcu_read_unlock();
	return merged;
}

/* What one look at a region changed. */
struct sweep_result {
	unsigned int retired;
	unsigned int emptied;
};

/* End what is over, mark what is dead, and empty what was marked in an earlier pass. */
static struct sweep_result region_sweep_locked(struct vsx_table *t, struct vsx_region *r,
					       const struct vsx_sweep_ops *ops, void *ctx)
{
	struct sweep_result done = {};
	unsigned int n;

	for (n = 0; n < vsx_region_slots(t); n++) {
		struct vsx_slot *s = vsx_slot_nth(t, r, n);
		u64 w = atomic64_read(&s->word);

		if (!(w & VSX_W_USED))
			continue;
		/*
		 * A packet may change the value in between. Judge that one then: who is over for good must
		 * not slip through a pass, or what it refers to is freed under it.
		 */
		while (!(w & VSX_W_DEAD) && ops->is_over(ctx, s->key, w))
			if (vsx_slot_kill(s, &w))
				ops->reaped(ctx, s->key, w);
		if (!(w & VSX_W_DEAD))
			continue;
		/* Dead words change only under this lock: no exchange can interfere. */
		if (!(w & VSX_W_RETIRED)) {
			atomic64_or(VSX_W_RETIRED, &s->word);
			done.retired++;
		} else if (t->may_empty) {
			atomic64_set(&s->word, w & VSX_W_DISP);
			done.emptied++;
		}
	}
	return done;
}

/**
 * vsx_table_sweep() - one step of the collector: the region a hash value lies in.
 * @t: the table
 * @cursor: where to work; 0 starts a pass
 * @ops: judgement and accounting
 * @ctx: passed to @ops
 *
 * A slot found dead in one pass is emptied in a later one, when an RCU grace period has passed in
 * between. If passes follow each other faster than that, some empty nothing.
 *
 * Context: process; holds the region's lock for at most 252 entries. One caller at a time.
 * Return: the cursor of the next step, 0 after the last region.
 */
u64 vsx_table_sweep(struct vsx_table *t, u64 cursor, const struct vsx_sweep_ops *ops, void *ctx)
{
	struct sweep_result done;
	struct vsx_region *r;
	unsigned int depth;
	bool sparse;
	u64 last;

	if (cursor == 0) {
		t->depth_pass = 0;
		t->may_empty = poll_state_synchronize_rcu(t->grace);
	}
	rcu_read_lock();
	local_bh_disable();
	r = vsx_region_lock(t, cursor);
	done = region_sweep_locked(t, r, ops, ctx);
	if (done.emptied) {
		r->used -= done.emptied;
		atomic_long_sub(done.emptied, &t->used);
		vsx_region_tighten(t, r);
	}
	last = vsx_region_last(r);
	depth = r->depth;
	sparse = r->used <= vsx_region_slots(t) / 2;
	vsx_region_unlock(t, r);
	local_bh_enable();
	rcu_read_unlock();

	if (done.retired)
		t->grace = get_state_synchronize_rcu();
	/* The merged region's upper half is still ahead: it is the next step. */
	if (sparse && region_merge(t, cursor))
		depth--;
	t->depth_pass = max(t->depth_pass, depth);
	if (last == U64_MAX) {
		WRITE_ONCE(t->depth_seen, t->depth_pass);
		/* In case nobody else asks for a grace period. */
		if (!poll_state_synchronize_rcu(t->grace))
			start_poll_synchronize_rcu();
	}
	return last + 1;
}

static int entry_cmp(const void *a, const void *b)
{
	const struct vsx_entry *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/**
 * vsx_table_collect() - copy the living entries of one region, in hash order.
 * @t: the table
 * @from: only entries whose hash is at least this; chooses the region too
 * @out: room for VSX_REGION_SLOTS_MAX entries
 * @next: where the following region begins, 0 after the last
 *
 * The order does not depend on where entries lie, so a dump that remembers the last hash it sent
 * goes on correctly after splits and merges: an entry that lives throughout is sent exactly once.
 *
 * Context: process; holds the region's lock while copying.
 * Return: how many entries were copied.
 */
unsigned int vsx_table_collect(struct vsx_table *t, u64 from, struct vsx_entry *out, u64 *next)
{
	struct vsx_region *r;
	unsigned int count = 0;
	unsigned int n;

	rcu_read_lock();
	local_bh_disable();
	r = vsx_region_lock(t, from);
	for (n = 0; n < vsx_region_slots(t); n++) {
		struct vsx_slot *s = vsx_slot_nth(t, r, n);
		struct vsx_entry *e = &out[count];

		e->word = atomic64_read(&s->word);
		if ((e->word & (VSX_W_USED | VSX_W_DEAD)) != VSX_W_USED)
			continue;
		e->hash = vsx_slot_hash(t, s);
		if (e->hash < from)
			continue;
		memcpy(e->key, s->key, t->key_words * sizeof(u64));
		count++;
	}
	*next = vsx_region_last(r) + 1;
	vsx_region_unlock(t, r);
	local_bh_enable();
	rcu_read_unlock();
	sort(out, count, sizeof(*out), entry_cmp, NULL);
	return count;
}
