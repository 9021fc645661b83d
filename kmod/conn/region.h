/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * region.h - one page of slots: where an entry lies in it, and how a page becomes two or two one.
 * Private to the connection table (table.c, table_gc.c, dir.c, region.c), and to lookups in line (find.h).
 */
#ifndef VSX_CONN_REGION_H
#define VSX_CONN_REGION_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/limits.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

#include "conn/table.h"

#define VSX_REGION_BYTES	4096
#define VSX_LINE_BYTES		64
#define VSX_LINE_SHIFT		3		/* log2 of the words of a line */
#define VSX_LINE_WORDS		8
#define VSX_LINES		63	/* the page's first line is the header */
#define VSX_DISP_MAX		7	/* what VSX_W_DISP can hold */

#define VSX_W_TABLE		(~VSX_W_VALUE)

/**
 * struct vsx_region - header of a region, followed by its lines
 * @rcu: frees the page
 * @prefix: the hash bits this region is for, in the top @depth bits; constant
 * @used: slots not empty; protected by the region's lock
 * @depth: how many bits of @prefix count; constant
 */
struct vsx_region {
	struct rcu_head rcu;
	u64 prefix;
	u16 used;
	u8 depth;
} __aligned(VSX_LINE_BYTES);

/*
 * log2 of the words of a slot: keys have 1, 3 or 7, so that slots lie without gaps, and lines without remainder.
 * A compiler does not see through fls().
 */
static __always_inline unsigned int vsx_slot_shift(unsigned int key_words)
{
	if (key_words == VSX_KEY_WORDS_NARROW)
		return 1;
	return key_words == VSX_KEY_WORDS_WIDE ? 2 : 3;
}

/* At most four, so loops over them are unrolled where it counts; compilers do not do that by themselves. */
static __always_inline unsigned int vsx_line_slots(unsigned int key_words)
{
	return VSX_LINE_WORDS >> vsx_slot_shift(key_words);
}

static __always_inline unsigned int vsx_home_line(u64 hash)
{
	return ((hash & U32_MAX) * VSX_LINES) >> 32;
}

static __always_inline struct vsx_slot *
vsx_slot_at(const struct vsx_region *r, unsigned int line, unsigned int i, unsigned int key_words)
{
	u64 *first = (u64 *)((char *)r + VSX_LINE_BYTES * (1 + line));

	return (struct vsx_slot *)(first + (i << vsx_slot_shift(key_words)));
}

/* How many lines past this one entries lie whose home it is. */
static __always_inline unsigned int vsx_line_reach(const struct vsx_region *r, unsigned int line,
						   unsigned int key_words)
{
	return (u64)atomic64_read(&vsx_slot_at(r, line, 0, key_words)->word) >> VSX_W_DISP_SHIFT;
}

static inline unsigned int vsx_region_slots(const struct vsx_table *t)
{
	return VSX_LINES * vsx_line_slots(t->key_words);
}

static __always_inline struct vsx_slot *
vsx_slot_nth(const struct vsx_table *t, const struct vsx_region *r, unsigned int n)
{
	return vsx_slot_at(r, 0, n, t->key_words);
}

static __always_inline bool vsx_key_equal(const u64 *a, const u64 *b, unsigned int key_words)
{
	unsigned int i;

	for (i = 0; i < key_words; i++)
		if (READ_ONCE(a[i]) != b[i])
			return false;
	return true;
}

/* As full as a region may become while it can be split. */
static __always_inline bool vsx_region_is_full(const struct vsx_region *r, unsigned int key_words)
{
	return r->used >= VSX_LINES * vsx_line_slots(key_words) / 4 * 3;
}

/* Last hash value of the region. */
static inline u64 vsx_region_last(const struct vsx_region *r)
{
	return r->prefix | (r->depth ? U64_MAX >> r->depth : U64_MAX);
}

/*
 * The hash bits that decide on which side an entry comes when its region, of this depth, is split, and when
 * its children are: those of a group of four depths. So three splits of four need not hash keys on lines that
 * no entry of an earlier line can have reached.
 */
static __always_inline u64 vsx_tag(u64 hash, unsigned int depth)
{
	return hash << (depth & ~3U) >> 60 << VSX_W_TAG_SHIFT;
}

/* Where the tag has the bit that splits a region of this depth. */
static __always_inline u64 vsx_tag_bit(unsigned int depth)
{
	return BIT_ULL(VSX_W_TAG_SHIFT + 3 - (depth & 3));
}

/* Readers may come by: they pass a slot over by its key, or look at it again after its word. */
static __always_inline void vsx_key_copy(u64 *to, const u64 *from, unsigned int key_words)
{
	unsigned int i;

	for (i = 0; i < key_words; i++)
		WRITE_ONCE(to[i], from[i]);
}

/* Put an entry into an empty slot; the region is locked or not yet published. Returns its word. */
static __always_inline u64 vsx_slot_fill(struct vsx_region *r, struct vsx_slot *s, const u64 *key,
					 unsigned int key_words, u64 hash, u64 value)
{
	u64 w = (atomic64_read(&s->word) & VSX_W_DISP) | VSX_W_USED | vsx_tag(hash, r->depth) | value;

	vsx_key_copy(s->key, key, key_words);
	atomic64_set_release(&s->word, w);
	r->used++;
	return w;
}

u64 vsx_slot_hash(const struct vsx_table *t, const struct vsx_slot *s);

struct vsx_region *vsx_region_alloc(struct vsx_table *t, u64 prefix, unsigned int depth, gfp_t gfp);
void vsx_region_free(struct vsx_table *t, struct vsx_region *r);
void vsx_region_retire(struct vsx_table *t, struct vsx_region *r);

/* Under the region's lock, or before it is published. */
struct vsx_slot *vsx_region_place(struct vsx_table *t, struct vsx_region *r, const u64 *key,
				  u64 hash, u64 value);
void vsx_region_tighten(struct vsx_table *t, struct vsx_region *r);
void vsx_region_divide(struct vsx_table *t, struct vsx_region *from, struct vsx_region *low,
		       struct vsx_region *high);
bool vsx_region_pour(struct vsx_table *t, struct vsx_region *from, struct vsx_region *to);
void vsx_region_thaw(struct vsx_table *t, struct vsx_region *r);

#endif /* VSX_CONN_REGION_H */
