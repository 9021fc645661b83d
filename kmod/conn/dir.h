/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dir.h - the connection table's directory: from hash prefix to region, and the regions' locks.
 * Private to the connection table (table.c, table_gc.c, dir.c), and to lookups in line (find.h).
 */
#ifndef VSX_CONN_DIR_H
#define VSX_CONN_DIR_H

#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "conn/region.h"

#define VSX_LOCK_BITS		8	/* 256 stripes: a split contends with 1/256 of inserts */
#define VSX_DIR_DEPTH_MIN	4
#define VSX_DIR_DEPTH_MAX	28

/**
 * struct vsx_dir - a directory
 * @rcu: frees it
 * @depth: log2 of the number of entries; constant
 * @region: protected by vsx_table.dir_lock, read under RCU; a region of depth d fills
 *	2^(@depth - d) neighbouring entries
 */
struct vsx_dir {
	struct rcu_head rcu;
	u8 depth;
	struct vsx_region __rcu *region[];
};

static __always_inline unsigned long vsx_dir_index(const struct vsx_dir *dir, u64 hash)
{
	return hash >> (64 - dir->depth);
}

static __always_inline struct vsx_region *vsx_region_of_rcu(const struct vsx_table *t, u64 hash)
{
	const struct vsx_dir *dir = rcu_dereference(t->dir);

	return rcu_dereference(dir->region[vsx_dir_index(dir, hash)]);
}

static inline spinlock_t *vsx_region_stripe(const struct vsx_table *t, u64 prefix)
{
	return &t->locks[prefix >> (64 - VSX_LOCK_BITS)];
}

/**
 * vsx_region_lock() - lock the region a hash belongs to.
 * @t: the table
 * @hash: the hash
 *
 * Context: BH off, under rcu_read_lock(). Holding the lock keeps the region from being split or merged.
 * Return: the region.
 */
static __always_inline struct vsx_region *vsx_region_lock(struct vsx_table *t, u64 hash)
	__acquires(region)
{
	for (;;) {
		struct vsx_region *r = vsx_region_of_rcu(t, hash);

		spin_lock(vsx_region_stripe(t, r->prefix));
		if (likely(vsx_region_of_rcu(t, hash) == r))
			return r;
		spin_unlock(vsx_region_stripe(t, r->prefix));
	}
}

/**
 * vsx_region_unlock() - undo vsx_region_lock().
 * @t: the table
 * @r: what it returned
 *
 * Context: as vsx_region_lock().
 */
static __always_inline void vsx_region_unlock(struct vsx_table *t, const struct vsx_region *r)
	__releases(region)
{
	spin_unlock(vsx_region_stripe(t, r->prefix));
}

struct vsx_dir *vsx_dir_alloc(unsigned int depth, gfp_t gfp);
bool vsx_dir_reserve(struct vsx_table *t, unsigned int depth);
bool vsx_dir_publish(struct vsx_table *t, struct vsx_region *a, struct vsx_region *b);

#endif /* VSX_CONN_DIR_H */
