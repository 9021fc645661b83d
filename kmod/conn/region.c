// SPDX-License-Identifier: GPL-2.0-only
/*
 * region.c - one page of slots: placing entries, and copying them when regions split or merge.
 *
 * Readers walk a region without a lock (table.c says why that is right). What they rely on here: an
 * entry never moves inside a published region, its key is written before its word is released, and
 * a line's reach (VSX_W_DISP) is raised after the entry is there and lowered after it is gone.
 */
#include <linux/bitfield.h>
#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/gfp.h>
#include <linux/minmax.h>
#include <linux/mm.h>

#include "conn/region.h"

/**
 * vsx_slot_hash() - the hash of the key in a slot.
 * @t: the table
 * @s: a slot that is not empty
 *
 * Context: any; the slot's key must not change meanwhile.
 * Return: the hash.
 */
u64 vsx_slot_hash(const struct vsx_table *t, const struct vsx_slot *s)
{
	return vsx_words_hash(t, s->key, t->key_words);
}

/**
 * vsx_region_alloc() - make a region.
 * @t: the table it is for
 * @prefix: its hash bits
 * @depth: how many of them count
 * @gfp: how to allocate; with __GFP_ZERO it is empty, otherwise each of its slots is yet to be written
 *
 * Context: any that @gfp allows.
 * Return: the region or NULL.
 */
struct vsx_region *vsx_region_alloc(struct vsx_table *t, u64 prefix, unsigned int depth, gfp_t gfp)
{
	struct vsx_region *r;

	BUILD_BUG_ON(sizeof(*r) != VSX_LINE_BYTES);
	BUILD_BUG_ON((VSX_LINES + 1) * VSX_LINE_BYTES != VSX_REGION_BYTES);

	if (atomic_long_read(&t->pages) >= t->pages_max)
		return NULL;
	/* On larger pages this wastes the rest of the page, and nothing else. */
	r = (struct vsx_region *)__get_free_page(gfp | __GFP_NOWARN);
	if (!r)
		return NULL;
	*r = (struct vsx_region){ .prefix = prefix, .depth = depth };
	atomic_long_inc(&t->pages);
	return r;
}

/**
 * vsx_region_free() - free a region no reader can know.
 * @t: the table
 * @r: the region or NULL
 *
 * Context: any.
 */
void vsx_region_free(struct vsx_table *t, struct vsx_region *r)
{
	if (!r)
		return;
	atomic_long_dec(&t->pages);
	free_page((unsigned long)r);
}

static void region_free_rcu_cb(struct rcu_head *head)
{
	free_page((unsigned long)container_of(head, struct vsx_region, rcu));
}

/**
 * vsx_region_retire() - free a region that was published, when its last readers have left.
 * @t: the table
 * @r: the region; no directory leads to it any more
 *
 * Context: any.
 */
void vsx_region_retire(struct vsx_table *t, struct vsx_region *r)
{
	atomic_long_dec(&t->pages);
	call_rcu(&r->rcu, region_free_rcu_cb);
}

/* Set how many lines past each home line its entries reach. */
static void region_set_reach(struct vsx_table *t, struct vsx_region *r, const u8 *reach)
{
	unsigned int line;

	for (line = 0; line < VSX_LINES; line++) {
		atomic64_t *word = &vsx_slot_at(r, line, 0, t->key_words)->word;
		u64 old = (u64)atomic64_read(word) >> VSX_W_DISP_SHIFT;

		/* Others exchange the bits below; these top ones have one writer, and wrap. */
		if (old != reach[line])
			atomic64_add((reach[line] - old) << VSX_W_DISP_SHIFT, word);
	}
}

static unsigned int slot_line(const struct vsx_table *t, unsigned int n)
{
	return n << vsx_slot_shift(t->key_words) >> VSX_LINE_SHIFT;
}

/* How many lines after line @home the slot number @n lies. */
static unsigned int slot_distance(const struct vsx_table *t, unsigned int n, unsigned int home)
{
	unsigned int line = slot_line(t, n);

	return line >= home ? line - home : line + VSX_LINES - home;
}

static __always_inline struct vsx_slot *region_place(struct vsx_region *r, const u64 *key,
						     unsigned int key_words, u64 hash, u64 value)
{
	unsigned int line = vsx_home_line(hash);
	struct vsx_slot *first = vsx_slot_at(r, line, 0, key_words);
	unsigned int d, i;
	u64 reach;

	for (d = 0; d <= VSX_DISP_MAX; d++) {
		for (i = 0; i < vsx_line_slots(key_words); i++) {
			struct vsx_slot *s = vsx_slot_at(r, line, i, key_words);

			if (atomic64_read(&s->word) & VSX_W_USED)
				continue;
			vsx_slot_fill(r, s, key, key_words, hash, value);
			reach = vsx_line_reach(r, vsx_home_line(hash), key_words);
			/* Whoever still reads the old reach comes as if a moment earlier. */
			if (d > reach)
				atomic64_add((d - reach) << VSX_W_DISP_SHIFT, &first->word);
			return s;
		}
		if (++line == VSX_LINES)
			line = 0;
	}
	return NULL;
}

/**
 * vsx_region_place() - put an entry into the first empty slot of its window.
 * @t: the table
 * @r: the region; locked or not yet published
 * @key: key words; not in the region
 * @hash: their hash
 * @value: the entry's value
 *
 * Context: any.
 * Return: the slot, or NULL if the window is full.
 */
struct vsx_slot *vsx_region_place(struct vsx_table *t, struct vsx_region *r, const u64 *key,
				  u64 hash, u64 value)
{
	if (t->key_words == VSX_KEY_WORDS_NARROW)
		return region_place(r, key, VSX_KEY_WORDS_NARROW, hash, value);
	if (t->key_words == VSX_KEY_WORDS_WIDE)
		return region_place(r, key, VSX_KEY_WORDS_WIDE, hash, value);
	return region_place(r, key, VSX_KEY_WORDS_FULL, hash, value);
}

/**
 * vsx_region_tighten() - let lookups stop as early as they may, after slots were emptied.
 * @t: the table
 * @r: the region, locked
 *
 * Context: any.
 */
void vsx_region_tighten(struct vsx_table *t, struct vsx_region *r)
{
	u8 reach[VSX_LINES] = {};
	unsigned int n;

	for (n = 0; n < vsx_region_slots(t); n++) {
		struct vsx_slot *s = vsx_slot_nth(t, r, n);
		unsigned int home, d;

		if (!(atomic64_read(&s->word) & VSX_W_USED))
			continue;
		home = vsx_home_line(vsx_slot_hash(t, s));
		d = slot_distance(t, n, home);
		if (d > reach[home])
			reach[home] = d;
	}
	region_set_reach(t, r, reach);
}

/*
 * Freeze a slot's entry. Returns its value bits, its tag and VSX_W_USED; 0 if there is none alive. Nobody changes a
 * frozen word, so reading it after that is enough.
 */
static __always_inline u64 slot_freeze(struct vsx_slot *s)
{
	u64 w;

	if (!(atomic64_read(&s->word) & VSX_W_USED))
		return 0;
	atomic64_or(VSX_W_MOVED, &s->word);
	w = atomic64_read(&s->word);
	return w & VSX_W_DEAD ? 0 : w & (VSX_W_USED | VSX_W_TAG | VSX_W_VALUE);
}

/* Move the entry of slot @n to a free slot nearer to its home line. Returns where it is now. */
static unsigned int slot_pull(struct vsx_table *t, struct vsx_region *r, unsigned int n,
			      unsigned int home)
{
	unsigned int per_line = vsx_line_slots(t->key_words);
	unsigned int count = slot_distance(t, n, home) * per_line;
	struct vsx_slot *s = vsx_slot_nth(t, r, n);
	unsigned int i;

	for (i = 0; i < count; i++) {
		unsigned int m = (home * per_line + i) % vsx_region_slots(t);
		struct vsx_slot *to = vsx_slot_nth(t, r, m);

		if (atomic64_read(&to->word))
			continue;
		vsx_key_copy(to->key, s->key, t->key_words);
		atomic64_set(&to->word, atomic64_read(&s->word));
		atomic64_set(&s->word, 0);
		return m;
	}
	return n;
}

/**
 * struct away - an entry that was not on its home line when its region was divided
 * @slot: where it was, and is
 * @home: its home line
 * @is_high: on which side it is
 */
struct away {
	u8 slot;
	u8 home : 7;
	u8 is_high : 1;
};

/* Bring displaced entries nearer to their home lines; the region is not yet published. */
static void region_compact(struct vsx_table *t, struct vsx_region *r, const struct away *away,
			   const struct away *end, bool is_high)
{
	u8 reach[VSX_LINES] = {};

	for (; away < end; away++) {
		unsigned int home = away->home, d;

		if (away->is_high != is_high)
			continue;
		d = slot_distance(t, slot_pull(t, r, away->slot, home), home);
		if (d > reach[home])
			reach[home] = d;
	}
	region_set_reach(t, r, reach);
}

/* How many of the first lines may have entries whose home is among the last ones. */
static __always_inline unsigned int lines_reached_from_end(const struct vsx_region *r, unsigned int key_words)
{
	unsigned int line, end, most = 0;

	for (line = VSX_LINES - VSX_DISP_MAX; line < VSX_LINES; line++) {
		end = line + 1 + vsx_line_reach(r, line, key_words);
		if (end > VSX_LINES + most)
			most = end - VSX_LINES;
	}
	return most;
}

/**
 * struct halves - the regions that come from dividing one
 * @low: for the entries whose next hash bit is clear
 * @high: for those that have it set
 * @used: how many both have so far
 * @used_high: how many of them @high
 */
struct halves {
	struct vsx_region *low;
	struct vsx_region *high;
	u64 used;
	u64 used_high;
};

/*
 * Write a slot of both: the entry at the same place of its own side, nothing of the other. What is written does not depend
 * on a branch, since which side it is no processor can foresee.
 */
static __always_inline void slot_divide(struct halves *to, unsigned int line, unsigned int i,
					const struct vsx_slot *s, u64 w, bool is_high, unsigned int key_words)
{
	struct vsx_slot *low = vsx_slot_at(to->low, line, i, key_words);
	struct vsx_slot *high = vsx_slot_at(to->high, line, i, key_words);
	u64 high_w = w & -(u64)is_high;

	vsx_key_copy(low->key, s->key, key_words);
	vsx_key_copy(high->key, s->key, key_words);
	atomic64_set(&low->word, w ^ high_w);
	atomic64_set(&high->word, high_w);
	to->used += FIELD_GET(VSX_W_USED, w);
	to->used_high += FIELD_GET(VSX_W_USED, high_w);
}

/* Divide a line whose entries are all at home, and whose tags do for both sides. */
static __always_inline void line_divide(const struct vsx_region *from, unsigned int line,
					struct halves *to, unsigned int key_words)
{
	u64 bit = vsx_tag_bit(from->depth);
	unsigned int i;
	u64 w;

#pragma GCC unroll 4
	for (i = 0; i < vsx_line_slots(key_words); i++) {
		struct vsx_slot *s = vsx_slot_at(from, line, i, key_words);

		w = slot_freeze(s);
		slot_divide(to, line, i, s, w, w & bit, key_words);
	}
}

/* Divide any line. Returns the end of @away, where its entries are noted that are not at home. */
static __always_inline struct away *
line_divide_by_hash(struct vsx_table *t, const struct vsx_region *from, unsigned int line,
		    struct halves *to, struct away *away, unsigned int key_words)
{
	u64 bit = vsx_tag_bit(from->depth);
	unsigned int i;

	for (i = 0; i < vsx_line_slots(key_words); i++) {
		struct vsx_slot *s = vsx_slot_at(from, line, i, key_words);
		unsigned int home, n = line * vsx_line_slots(key_words) + i;
		u64 w = slot_freeze(s), hash;
		bool is_high = w & bit;

		if (w) {
			hash = vsx_words_hash(t, s->key, key_words);
			home = vsx_home_line(hash);
			w = (w & ~VSX_W_TAG) | vsx_tag(hash, to->low->depth);
			if (home != line)
				*away++ = (struct away){ n, home, is_high };
		}
		slot_divide(to, line, i, s, w, is_high, key_words);
	}
	return away;
}

static __always_inline void
region_divide(struct vsx_table *t, struct vsx_region *from, struct vsx_region *low, struct vsx_region *high,
	      unsigned int key_words)
{
	struct halves to = { .low = low, .high = high };
	unsigned int line, reached = lines_reached_from_end(from, key_words);
	/* The last bit of a tag has the highest depth of its group: the children need the next four. */
	bool has_tags = vsx_tag_bit(from->depth) != VSX_W_TAG_LAST;
	struct away away[VSX_REGION_SLOTS_MAX], *end = away;

	for (line = 0; line < VSX_LINES; line++) {
		bool is_clear = line >= reached;	/* nobody of an earlier line is here */

		reached = max(reached, line + 1 + vsx_line_reach(from, line, key_words));
		if (is_clear && has_tags)
			line_divide(from, line, &to, key_words);
		else
			end = line_divide_by_hash(t, from, line, &to, end, key_words);
	}
	low->used = to.used - to.used_high;
	high->used = to.used_high;
	region_compact(t, low, away, end, false);
	region_compact(t, high, away, end, true);
}

/**
 * vsx_region_divide() - freeze a region and copy its living entries to two new ones.
 * @t: the table
 * @from: the region, locked
 * @low: for the entries whose next hash bit is clear; not yet published, and each of its slots is written
 * @high: for those that have it set; likewise
 *
 * An entry takes the slot it had before it is brought nearer to its home, so there is room for all.
 *
 * Context: any.
 */
void vsx_region_divide(struct vsx_table *t, struct vsx_region *from, struct vsx_region *low,
		       struct vsx_region *high)
{
	if (t->key_words == VSX_KEY_WORDS_NARROW)
		region_divide(t, from, low, high, VSX_KEY_WORDS_NARROW);
	else if (t->key_words == VSX_KEY_WORDS_WIDE)
		region_divide(t, from, low, high, VSX_KEY_WORDS_WIDE);
	else
		region_divide(t, from, low, high, VSX_KEY_WORDS_FULL);
}

/**
 * vsx_region_pour() - freeze a region and copy its living entries into another.
 * @t: the table
 * @from: the region, locked
 * @to: not yet published
 *
 * Context: any.
 * Return: false if a window of @to is full: vsx_region_thaw() @from and forget @to.
 */
bool vsx_region_pour(struct vsx_table *t, struct vsx_region *from, struct vsx_region *to)
{
	unsigned int n;

	for (n = 0; n < vsx_region_slots(t); n++) {
		struct vsx_slot *s = vsx_slot_nth(t, from, n);
		u64 w = slot_freeze(s);

		if (w &&
		    !vsx_region_place(t, to, s->key, vsx_slot_hash(t, s), w & VSX_W_VALUE))
			return false;
	}
	return true;
}

/**
 * vsx_region_thaw() - let a frozen region's entries change again.
 * @t: the table
 * @r: the region, locked
 *
 * Context: any.
 */
void vsx_region_thaw(struct vsx_table *t, struct vsx_region *r)
{
	unsigned int n;

	for (n = 0; n < vsx_region_slots(t); n++)
		atomic64_andnot(VSX_W_MOVED, &vsx_slot_nth(t, r, n)->word);
}
