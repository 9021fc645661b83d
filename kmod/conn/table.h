/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * table.h - the connection table: keys and one state word each, four (or two) to a cache line.
 * Design, lifetime rules and the argument for lock-free readers: head of table.c.
 */
#ifndef VSX_CONN_TABLE_H
#define VSX_CONN_TABLE_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/cache.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "pure/siphash13.h"

/* Bits of a slot's word. The lower 53 are the caller's value; the upper 11 belong to the table. */
#define VSX_W_VALUE		GENMASK_ULL(52, 0)
#define VSX_W_TAG_SHIFT		53		/* four bits of the key's hash, see vsx_tag() */
#define VSX_W_TAG		GENMASK_ULL(56, 53)
#define VSX_W_TAG_LAST		BIT_ULL(53)
#define VSX_W_USED		BIT_ULL(57)	/* holds an entry */
#define VSX_W_DEAD		BIT_ULL(58)	/* gone for lookups, slot not yet reusable */
#define VSX_W_RETIRED		BIT_ULL(59)	/* ... and the collector has seen it dead once */
#define VSX_W_MOVED		BIT_ULL(60)	/* frozen: a newer copy is in another region */
#define VSX_W_DISP_SHIFT	61		/* first of a line: how far its entries lie */
#define VSX_W_DISP		GENMASK_ULL(63, 61)

#define VSX_KEY_WORDS_NARROW	1		/* 16-byte slots: IPv4 */
#define VSX_KEY_WORDS_WIDE	3		/* 32-byte slots: IPv6 and ids past 65535 */
#define VSX_KEY_WORDS_FULL	7		/* 64-byte slots: marks and any-port services */
#define VSX_KEY_WORDS_MAX	7
#define VSX_MATCH_WORDS_REQUEST	5		/* of full keys */
#define VSX_MATCH_WORDS_REPLY	4
#define VSX_REGION_SLOTS_MAX	252		/* narrow slots of a region: 63 lines of four */

/**
 * struct vsx_key - a search key and its hash
 * @w: key words; those past vsx_table.match_words are not looked for, but come with the entry
 * @hash: siphash-1-3 of the words that are looked for, under the table's secret
 */
struct vsx_key {
	u64 w[VSX_KEY_WORDS_MAX];
	u64 hash;
};

/**
 * struct vsx_slot - one entry in a region
 * @word: value and table bits; changed by compare-and-exchange
 * @key: written under the region's lock while the slot is empty, constant until it is empty again
 */
struct vsx_slot {
	atomic64_t word;
	u64 key[];
};

/**
 * struct vsx_entry - a copy of an entry, for dumps
 * @hash: hash of the key; dumps are sorted by it
 * @word: the slot's word at the moment of copying
 * @key: the key words
 */
struct vsx_entry {
	u64 hash;
	u64 word;
	u64 key[VSX_KEY_WORDS_MAX];
};

/**
 * struct vsx_sweep_ops - how the collector judges entries
 * @is_over: true if the entry has ended; called under the region's lock, BH off, must not sleep nor
 *	take the lock of another; it may look entries up, and kill them
 * @reaped: the entry was ended by this sweep; called once for each, after @is_over has said so, same context
 */
struct vsx_sweep_ops {
	bool (*is_over)(void *ctx, const u64 *key, u64 word);
	void (*reaped)(void *ctx, const u64 *key, u64 word);
};

struct vsx_dir;
struct vsx_region;

/**
 * struct vsx_table - an extendible hash table of slots
 * @dir: directory of regions; replaced under @dir_lock, read under RCU
 * @sip: the secret that keys are hashed with, constant after init
 * @key_words: words of a key, constant after init
 * @match_words: how many of them name the entry: of those that share them one is alive; the others are constant
 *	as long as it is. All, unless set by the owner after init
 * @locks: region locks, striped by hash prefix; each protects the layout (keys, empty slots,
 *	displacement, split and merge) of the regions whose prefix maps to it
 * @need_room: asks the owner to call vsx_table_resize() soon; called under a region's lock, BH off
 * @dir_lock: protects @dir, @next and the region pointers in both; nests inside @locks.
 *	From here on what inserts write: a line apart from what every packet reads
 * @next: directory under construction, NULL otherwise
 * @used: slots not empty; statistics only
 * @pages: regions alive
 * @pages_max: how many there may be; set by the owner after init, LONG_MAX if not
 * @depth_seen: deepest region the collector met in its last pass or a split asked for since; a
 *	hint without a lock, vsx_table_resize() checks what it does
 * @depth_pass: deepest region met in this pass; the collector's own
 * @may_empty: slots retired before this pass may be emptied in it; the collector's own
 * @grace: ends after the last reader that saw a retired slot's entry alive; the collector's own
 */
struct vsx_table {
	struct vsx_dir __rcu *dir;
	struct vsx_sip sip;
	unsigned int key_words;
	unsigned int match_words;
	spinlock_t *locks;	/* layout of regions */
	void (*need_room)(struct vsx_table *t);

	spinlock_t dir_lock ____cacheline_aligned_in_smp;	/* directories */
	struct vsx_dir *next;
	atomic_long_t used;
	atomic_long_t pages;
	long pages_max;
	unsigned int depth_seen;
	unsigned int depth_pass;
	bool may_empty;
	unsigned long grace;
};

/**
 * vsx_words_hash() - the hash of a key.
 * @t: the table of the key
 * @w: its words
 * @key_words: how many the table's keys have; best a constant
 *
 * Return: the hash.
 */
static __always_inline u64 vsx_words_hash(const struct vsx_table *t, const u64 *w, unsigned int key_words)
{
	if (key_words == VSX_KEY_WORDS_NARROW)
		return vsx_sip_hash(&t->sip, w, VSX_KEY_WORDS_NARROW);
	if (key_words == VSX_KEY_WORDS_WIDE)
		return vsx_sip_hash(&t->sip, w, VSX_KEY_WORDS_WIDE);
	if (t->match_words == VSX_MATCH_WORDS_REQUEST)
		return vsx_sip_hash(&t->sip, w, VSX_MATCH_WORDS_REQUEST);
	if (t->match_words == VSX_MATCH_WORDS_REPLY)
		return vsx_sip_hash(&t->sip, w, VSX_MATCH_WORDS_REPLY);
	return vsx_sip_hash(&t->sip, w, VSX_KEY_WORDS_FULL);
}

/**
 * vsx_table_hash() - complete a key whose words are set.
 * @t: the table it will be used with
 * @k: the key
 */
static __always_inline void vsx_table_hash(const struct vsx_table *t, struct vsx_key *k)
{
	k->hash = vsx_words_hash(t, k->w, t->key_words);
}

/* Process context, may sleep. */
int vsx_table_init(struct vsx_table *t, unsigned int key_words, const siphash_key_t *secret,
		   void (*need_room)(struct vsx_table *t));
void vsx_table_destroy(struct vsx_table *t);
void vsx_table_resize(struct vsx_table *t);
u64 vsx_table_sweep(struct vsx_table *t, u64 cursor, const struct vsx_sweep_ops *ops, void *ctx);
unsigned int vsx_table_collect(struct vsx_table *t, u64 from, struct vsx_entry *out, u64 *next);
size_t vsx_table_bytes(const struct vsx_table *t);

/* Any context, under rcu_read_lock(). */
struct vsx_slot *vsx_table_find(const struct vsx_table *t, const struct vsx_key *k, u64 *word);
int vsx_table_insert(struct vsx_table *t, const struct vsx_key *k, u64 value,
		     struct vsx_slot **slot, u64 *word);
bool vsx_slot_update(struct vsx_slot *slot, u64 *word, u64 value);
bool vsx_slot_kill(struct vsx_slot *slot, u64 *word);
void vsx_table_settle(struct vsx_table *t, const struct vsx_key *k);

#endif /* VSX_CONN_TABLE_H */
