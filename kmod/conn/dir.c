// SPDX-License-Identifier: GPL-2.0-only
/*
 * dir.c - the connection table's directory: publishing regions, growing and shrinking. Finding and locking
 * a region is in dir.h.
 *
 * A change of size builds a second directory (vsx_table.next) in slices; whoever publishes a region
 * meanwhile writes it into both. A split that the new directory is too shallow for, or that cannot
 * wait for it, takes it away; vsx_table_resize() sees that and lets go. A small directory is grown
 * by the splitter itself, so that a burst on an idle machine does not wait for a worker.
 */
#include <linux/gfp.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "conn/dir.h"

#define VSX_DIR_INLINE_MAX	11	/* up to 16 KiB the splitter grows the directory itself */
#define VSX_DIR_SLICE		1024	/* entries copied under one hold of dir_lock */

/**
 * vsx_dir_alloc() - make a directory, its entries not yet set.
 * @depth: log2 of the number of entries
 * @gfp: how to allocate
 *
 * Context: any that @gfp allows.
 * Return: the directory or NULL.
 */
struct vsx_dir *vsx_dir_alloc(unsigned int depth, gfp_t gfp)
{
	struct vsx_dir *dir;

	dir = kvmalloc(struct_size(dir, region, 1UL << depth), gfp | __GFP_NOWARN);
	if (dir)
		dir->depth = depth;
	return dir;
}

/*
 * Fill the part of @to that corresponds to entries [from, end) of @dir. Returns false if a region
 * needs more bits than @to has.
 */
static bool dir_copy_locked(struct vsx_table *t, struct vsx_dir *to, const struct vsx_dir *dir,
			    unsigned long from, unsigned long end)
{
	unsigned long i, j;

	lockdep_assert_held(&t->dir_lock);
	for (i = from; i < end; i++) {
		struct vsx_region *r = rcu_dereference_protected(dir->region[i],
								 lockdep_is_held(&t->dir_lock));

		if (r->depth > to->depth)
			return false;
		if (to->depth < dir->depth) {
			RCU_INIT_POINTER(to->region[i >> (dir->depth - to->depth)], r);
			continue;
		}
		j = i << (to->depth - dir->depth);
		for (; j < (i + 1) << (to->depth - dir->depth); j++)
			RCU_INIT_POINTER(to->region[j], r);
	}
	return true;
}

static void dir_point_locked(struct vsx_dir *dir, struct vsx_region *r)
{
	unsigned long i = vsx_dir_index(dir, r->prefix);
	unsigned long end = i + (1UL << (dir->depth - r->depth));

	for (; i < end; i++)
		rcu_assign_pointer(dir->region[i], r);
}

/**
 * vsx_dir_publish() - make regions reachable, in the directory being built as well.
 * @t: the table
 * @a: a region, complete
 * @b: another of the same depth, or NULL
 *
 * Context: under the locks of the regions replaced.
 * Return: false, with nothing changed, if the directory is too shallow for them.
 */
bool vsx_dir_publish(struct vsx_table *t, struct vsx_region *a, struct vsx_region *b)
{
	struct vsx_dir *dir;
	bool fits;

	spin_lock(&t->dir_lock);
	dir = rcu_dereference_protected(t->dir, lockdep_is_held(&t->dir_lock));
	fits = a->depth <= dir->depth;
	if (fits) {
		if (t->next && a->depth > t->next->depth)
			t->next = NULL;
		dir_point_locked(dir, a);
		if (t->next)
			dir_point_locked(t->next, a);
		if (b)
			dir_point_locked(dir, b);
		if (b && t->next)
			dir_point_locked(t->next, b);
	}
	spin_unlock(&t->dir_lock);
	return fits;
}

/* Replace a small directory by one twice its size. Returns false if there is no memory for it. */
static bool dir_grow(struct vsx_table *t, struct vsx_dir *dir)
{
	struct vsx_dir *new = vsx_dir_alloc(dir->depth + 1, GFP_NOWAIT);
	bool grown;

	if (!new)
		return false;
	spin_lock(&t->dir_lock);
	grown = rcu_access_pointer(t->dir) == dir;
	if (grown) {
		t->next = NULL;
		dir_copy_locked(t, new, dir, 0, 1UL << dir->depth);
		rcu_assign_pointer(t->dir, new);
	}
	spin_unlock(&t->dir_lock);
	if (grown)
		kvfree_rcu(dir, rcu);
	else
		kvfree(new);
	return true;
}

/**
 * vsx_dir_reserve() - have a directory deep enough for regions of a depth.
 * @t: the table
 * @depth: theirs
 *
 * Grows a small directory on the spot. For a large one the owner's worker is asked, a level early.
 *
 * Context: under rcu_read_lock() and a region's lock.
 * Return: false if it is too shallow, and there is no memory or it is the worker's to grow.
 */
bool vsx_dir_reserve(struct vsx_table *t, unsigned int depth)
{
	struct vsx_dir *dir = rcu_dereference(t->dir);

	if (depth + 1 >= dir->depth) {
		if (READ_ONCE(t->depth_seen) < depth)
			WRITE_ONCE(t->depth_seen, depth);
		t->need_room(t);
	}
	while (dir->depth < depth) {
		if (dir->depth >= VSX_DIR_INLINE_MAX || !dir_grow(t, dir))
			return false;
		dir = rcu_dereference(t->dir);
	}
	return true;
}

/* The depth the directory should have, given the one it has. */
static unsigned int dir_want(const struct vsx_table *t, unsigned int depth)
{
	unsigned int seen = READ_ONCE(t->depth_seen);

	if (seen + 1 >= depth)
		return min(seen + 2, (unsigned int)VSX_DIR_DEPTH_MAX);
	if (seen + 4 < depth)
		return max(seen + 2, (unsigned int)VSX_DIR_DEPTH_MIN);
	return depth;
}

/* Announce a directory to be built. Returns the one to copy, or NULL if that has changed. */
static struct vsx_dir *dir_begin(struct vsx_table *t, struct vsx_dir *new, unsigned int depth)
{
	struct vsx_dir *dir;

	spin_lock_bh(&t->dir_lock);
	dir = rcu_dereference_protected(t->dir, lockdep_is_held(&t->dir_lock));
	if (dir->depth == depth)
		t->next = new;
	else
		dir = NULL;
	spin_unlock_bh(&t->dir_lock);
	return dir;
}

/* Copy entries [from, end) of @dir. Returns false if @new was taken away or is too shallow. */
static bool dir_continue(struct vsx_table *t, struct vsx_dir *new, const struct vsx_dir *dir,
			 unsigned long from, unsigned long end)
{
	bool going;

	spin_lock_bh(&t->dir_lock);
	going = t->next == new;
	if (going && !dir_copy_locked(t, new, dir, from, end)) {
		t->next = NULL;
		going = false;
	}
	spin_unlock_bh(&t->dir_lock);
	return going;
}

/* Put the finished directory in place. Returns false if it was taken away. */
static bool dir_finish(struct vsx_table *t, struct vsx_dir *new)
{
	bool going;

	spin_lock_bh(&t->dir_lock);
	going = t->next == new;
	if (going) {
		rcu_assign_pointer(t->dir, new);
		t->next = NULL;
	}
	spin_unlock_bh(&t->dir_lock);
	return going;
}

/**
 * vsx_table_resize() - bring the directory to the size the regions ask for.
 * @t: the table
 *
 * Deepens it when a region is within one level of it, makes it shallower when the collector's last
 * pass met no region within four levels. Copies in slices, so no packet waits for the whole.
 *
 * Context: process, may sleep; one caller at a time (the collector's work).
 */
void vsx_table_resize(struct vsx_table *t)
{
	struct vsx_dir *dir, *new;
	unsigned int depth, want;
	unsigned long i, end;
	bool going;

	rcu_read_lock();
	depth = rcu_dereference(t->dir)->depth;
	rcu_read_unlock();
	want = dir_want(t, depth);
	if (want == depth)
		return;
	new = vsx_dir_alloc(want, GFP_KERNEL);
	if (!new)
		return;

	dir = dir_begin(t, new, depth);
	going = dir;
	end = 1UL << depth;
	for (i = 0; going && i < end; i += VSX_DIR_SLICE) {
		going = dir_continue(t, new, dir, i, min(i + VSX_DIR_SLICE, end));
		cond_resched();
	}
	if (going && dir_finish(t, new))
		kvfree_rcu(dir, rcu);
	else
		kvfree(new);
}
