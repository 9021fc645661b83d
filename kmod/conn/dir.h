/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dir.h - the connection table's directory: from hash prefix to region, and the regions' locks.
 * Private to the connection table (table.c, table_gc.c, dir.c).
 */
#ifndef VSX_CONN_DIR_H
#define VSX_CONN_DIR_H

#include <linux/rcupdate.h>
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

struct vsx_region *vsx_region_lock(struct vsx_table *t, u64 hash) __acquires(region);
void vsx_region_unlock(struct vsx_table *t, const struct vsx_region *r) __releases(region);

struct vsx_dir *vsx_dir_alloc(unsigned int depth, gfp_t gfp);
bool vsx_dir_reserve(struct vsx_table *t, unsigned int depth);
bool vsx_dir_publish(struct vsx_table *t, struct vsx_region *a, struct vsx_region *b);

#endif /* VSX_CONN_DIR_H */
