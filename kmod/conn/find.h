/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * find.h - looking a key up in the connection table, to be inlined: for those whom a call is too much. Why readers need
 * no lock is said at the head of table.c.
 */
#ifndef VSX_CONN_FIND_H
#define VSX_CONN_FIND_H

#include <linux/prefetch.h>

#include "conn/dir.h"
#include "conn/region.h"
#include "conn/table.h"

/*
 * Search a line; frozen entries match, dead ones do not. Most slots are another's, and are passed over by their key
 * alone. Where it is the same it counts only as seen after the word.
 */
static __always_inline struct vsx_slot *
vsx_line_find(const struct vsx_region *r, unsigned int line, const struct vsx_key *k, unsigned int key_words,
	      unsigned int match_words, u64 *word)
{
	unsigned int i;

#pragma GCC unroll 4
	for (i = 0; i < vsx_line_slots(key_words); i++) {
		struct vsx_slot *s = vsx_slot_at(r, line, i, key_words);
		u64 w;

		if (likely(!vsx_key_equal(s->key, k->w, match_words)))
			continue;
		w = atomic64_read_acquire(&s->word);
		if ((w & (VSX_W_USED | VSX_W_DEAD)) == VSX_W_USED &&
		    vsx_key_equal(s->key, k->w, match_words)) {
			*word = w;
			return s;
		}
	}
	return NULL;
}

/* table.c */
struct vsx_slot *vsx_find_displaced(const struct vsx_table *t, const struct vsx_region *r,
				    const struct vsx_key *k, unsigned int reach, u64 *word);
struct vsx_slot *vsx_find_not_narrow(const struct vsx_table *t, const struct vsx_region *r,
				     const struct vsx_key *k, u64 *word);

static __always_inline struct vsx_slot *
vsx_region_find(const struct vsx_table *t, const struct vsx_region *r, const struct vsx_key *k,
		unsigned int key_words, unsigned int match_words, u64 *word)
{
	unsigned int line = vsx_home_line(k->hash);
	struct vsx_slot *s = vsx_line_find(r, line, k, key_words, match_words, word);
	unsigned int reach;

	if (likely(s))
		return s;
	reach = vsx_line_reach(r, line, key_words);
	return reach ? vsx_find_displaced(t, r, k, reach, word) : NULL;
}

/**
 * vsx_find() - look a key up: vsx_table_find().
 * @t: the table
 * @k: the key, hashed
 * @word: the entry's word, set when found
 *
 * Context: any, under rcu_read_lock(); lock-free.
 * Return: the slot, valid until rcu_read_unlock(), or NULL.
 */
static __always_inline struct vsx_slot *vsx_find(const struct vsx_table *t, const struct vsx_key *k,
						 u64 *word)
{
	const struct vsx_region *r = vsx_region_of_rcu(t, k->hash);

	if (likely(t->key_words == VSX_KEY_WORDS_NARROW))
		return vsx_region_find(t, r, k, VSX_KEY_WORDS_NARROW, VSX_KEY_WORDS_NARROW, word);
	return vsx_find_not_narrow(t, r, k, word);
}

/**
 * vsx_region_soon() - the region of a key will be looked for.
 * @t: the table
 * @k: the key, hashed
 *
 * Brings the directory's word into the cache while something else is done.
 *
 * Context: any, under rcu_read_lock().
 */
static __always_inline void vsx_region_soon(const struct vsx_table *t, const struct vsx_key *k)
{
	const struct vsx_dir *dir = rcu_dereference(t->dir);

	prefetch(&dir->region[vsx_dir_index(dir, k->hash)]);
}

/**
 * vsx_insert_soon() - a key will be inserted.
 * @t: the table
 * @k: the key, hashed
 *
 * The same of the lines that are written then.
 *
 * Context: any, under rcu_read_lock().
 */
static __always_inline void vsx_insert_soon(const struct vsx_table *t, const struct vsx_key *k)
{
	const struct vsx_region *r = vsx_region_of_rcu(t, k->hash);

	prefetchw(r);
	prefetchw(vsx_slot_at(r, vsx_home_line(k->hash), 0, VSX_KEY_WORDS_NARROW));
}

#endif /* VSX_CONN_FIND_H */
