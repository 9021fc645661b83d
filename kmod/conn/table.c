// SPDX-License-Identifier: GPL-2.0-only
/*
 * table.c - the connection table: extendible hashing over 4 KiB regions of in-line slots.
 *
 * Shape. A directory of 2^depth pointers is indexed by the top bits of a keyed 64-bit hash. Each
 * pointer leads to a region: one page, a header line and 63 lines of 64 bytes. A line holds four
 * narrow slots (8-byte key, 8-byte word) or two wide ones (24 and 8) or a full one (56 and 8). The
 * lower 32 hash bits choose the line, so an established packet reads one directory entry (8 bytes a region, cached) and one
 * line. Nothing in the table points to an object and nothing is allocated per entry.
 *
 * Growth (Fagin, Nievergelt, Pippenger, Strong: "Extendible Hashing", TODS 1979). A region that is
 * three quarters full, or has no room near a line, splits in two under its own lock: the next hash
 * bit decides the side, the line stays. The collector merges buddies that together fill less than
 * half. A split copies at most 252 slots, about ten microseconds, however large the table is, and
 * three of four hash few keys for it (vsx_tag()); the directory changes its size in slices of 1024
 * entries.
 *
 * A full line spills into the next ones, cyclically, at most VSX_DISP_MAX away. The first slot of
 * the home line tells how far (VSX_W_DISP), so that a lookup of an absent key ends after one line
 * unless something was displaced from that line.
 *
 * Readers take no lock. Why they are right:
 *  - A word is read with acquire and must be USED before the key beside it counts; the key was
 *    written before the word was released. So a reader never pairs a new word with an old key.
 *    A slot whose key differs when the reader comes by is passed over without a look at its word:
 *    an entry that is just being put there came a moment later.
 *  - A key does not change while the slot is USED. The collector marks a dead entry's slot in one
 *    pass (VSX_W_RETIRED) and empties it in a later one, and not before an RCU grace period has
 *    passed since the marking (vsx_table.grace). So no reader that saw the entry alive can meet
 *    the slot's next tenant: not with a torn key (wide keys have three words), nor in a
 *    compare-and-exchange of the word. A dead entry that is inserted again before that gets its own
 *    slot back, so a key is never in two slots.
 *  - A split or merge freezes each word (VSX_W_MOVED), copies it, publishes the new regions in the
 *    directory and frees the old page after a grace period. A reader on the old page sees frozen
 *    but complete entries. A writer's compare-and-exchange fails on a frozen word: it waits for the
 *    region's lock (vsx_table_settle()) and looks up again, so no change is lost.
 *
 * Locks, outer to inner:	insert, split	sweep, collect	merge	resize
 *	t->locks[prefix]	1		1		1, 2 *	-
 *	t->dir_lock		2 (split)	-		3	1
 *  * in ascending order of prefix
 *
 * Files: find.h (lookup), table.c (insert, life), table_gc.c (collector, dump), dir.c (directory), dir.h (locks),
 * region.c (slots of one page).
 */
#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "conn/dir.h"
#include "conn/find.h"
#include "conn/region.h"
#include "conn/table.h"

/**
 * vsx_find_displaced() - look a key up that is not in its home line.
 * @t: the table
 * @r: its region
 * @k: the key
 * @reach: how many lines after that entries lie whose home it is
 * @word: as vsx_find()
 *
 * Return: as vsx_find().
 */
noinline struct vsx_slot *vsx_find_displaced(const struct vsx_table *t, const struct vsx_region *r,
					     const struct vsx_key *k, unsigned int reach, u64 *word)
{
	unsigned int line = vsx_home_line(k->hash);
	struct vsx_slot *s = NULL;

	while (!s && reach--) {
		if (++line == VSX_LINES)
			line = 0;
		s = vsx_line_find(r, line, k, t->key_words, t->match_words, word);
	}
	return s;
}

/**
 * vsx_find_not_narrow() - the same of keys that are not narrow ones, wherever they are.
 * @t: the table
 * @r: its region
 * @k: the key
 * @word: as vsx_find()
 *
 * Return: as vsx_find().
 */
noinline struct vsx_slot *vsx_find_not_narrow(const struct vsx_table *t, const struct vsx_region *r,
					      const struct vsx_key *k, u64 *word)
{
	if (t->key_words == VSX_KEY_WORDS_WIDE)
		return vsx_region_find(t, r, k, VSX_KEY_WORDS_WIDE, VSX_KEY_WORDS_WIDE, word);
	return vsx_region_find(t, r, k, VSX_KEY_WORDS_FULL, t->match_words, word);
}

/**
 * vsx_table_find() - look a key up.
 * @t: the table
 * @k: the key, hashed
 * @word: the entry's word, set when found
 *
 * Context: any, under rcu_read_lock(); lock-free.
 * Return: the slot, valid until rcu_read_unlock(), or NULL.
 */
struct vsx_slot *vsx_table_find(const struct vsx_table *t, const struct vsx_key *k, u64 *word)
{
	return vsx_find(t, k, word);
}

/* ---- changing a word ------------------------------------------------------------- */

/* Exchange value and table bits of a living entry whose value is still the one in *word. */
static bool slot_exchange(struct vsx_slot *slot, u64 *word, u64 value, u64 set)
{
	u64 want = *word & VSX_W_VALUE;
	s64 cur = *word;

	while ((cur & VSX_W_VALUE) == want &&
	       (cur & (VSX_W_USED | VSX_W_DEAD | VSX_W_MOVED)) == VSX_W_USED) {
		u64 new = (cur & VSX_W_TABLE) | set | value;

		if (atomic64_try_cmpxchg(&slot->word, &cur, new)) {
			*word = new;
			return true;
		}
	}
	*word = cur;
	return false;
}

/**
 * vsx_slot_update() - change an entry's value if nobody else has.
 * @slot: from vsx_table_find() or vsx_table_insert() in the same RCU section
 * @word: the word the new value was computed from; the present one on return
 * @value: new value, within VSX_W_VALUE
 *
 * Context: any, under rcu_read_lock().
 * Return: true if exchanged. Otherwise look at *word: VSX_W_MOVED says settle and look up again,
 * VSX_W_DEAD that the entry has ended, anything else that the value has changed.
 */
bool vsx_slot_update(struct vsx_slot *slot, u64 *word, u64 value)
{
	return slot_exchange(slot, word, value, 0);
}

/**
 * vsx_slot_kill() - end an entry if its value has not changed.
 * @slot: as vsx_slot_update()
 * @word: as vsx_slot_update()
 *
 * Lookups miss the entry from now on; the collector reclaims the slot.
 *
 * Context: any, under rcu_read_lock().
 * Return: true for the one caller who ended it.
 */
bool vsx_slot_kill(struct vsx_slot *slot, u64 *word)
{
	return slot_exchange(slot, word, *word & VSX_W_VALUE, VSX_W_DEAD);
}

/* ---- split and insert ------------------------------------------------------------ */

/*
 * Split a locked region. Returns true if it is worth another look: it has been split, or the directory
 * was made shallower in between; false, with nothing changed, if there is no memory for a split.
 */
static bool region_split_locked(struct vsx_table *t, struct vsx_region *r)
{
	unsigned int depth = r->depth + 1;
	u64 bit = BIT_ULL(64 - depth);
	struct vsx_region *low, *high;
	unsigned int dropped;

	if (!vsx_dir_reserve(t, depth))
		return false;
	low = vsx_region_alloc(t, r->prefix, depth, GFP_NOWAIT);
	high = vsx_region_alloc(t, r->prefix | bit, depth, GFP_NOWAIT);
	if (!low || !high)
		goto err_free;

	vsx_region_divide(t, r, low, high);
	/* Once published, @high may be another stripe's. */
	dropped = r->used - low->used - high->used;
	if (!vsx_dir_publish(t, low, high)) {
		vsx_region_thaw(t, r);
		vsx_region_free(t, low);
		vsx_region_free(t, high);
		return true;
	}
	atomic_long_sub(dropped, &t->used);
	vsx_region_retire(t, r);
	return true;

err_free:
	vsx_region_free(t, low);
	vsx_region_free(t, high);
	return false;
}

/*
 * A key in a line of a locked region: alive, or dead with every word the same, so that it can be brought back.
 * The first comes first: there may be dead ones with the words that count whose others differ. @dead: of
 * another line.
 */
static __always_inline struct vsx_slot *
line_find_any(const struct vsx_region *r, unsigned int line, const struct vsx_key *k, unsigned int key_words,
	      unsigned int match_words, struct vsx_slot *dead)
{
	unsigned int i;

#pragma GCC unroll 4
	for (i = 0; i < vsx_line_slots(key_words); i++) {
		struct vsx_slot *s = vsx_slot_at(r, line, i, key_words);
		u64 w;

		if (likely(!vsx_key_equal(s->key, k->w, match_words)))
			continue;
		w = atomic64_read(&s->word);
		if ((w & (VSX_W_USED | VSX_W_DEAD)) == VSX_W_USED)
			return s;
		if ((w & VSX_W_USED) && vsx_key_equal(s->key, k->w, key_words))
			dead = s;
	}
	return dead;
}

static __always_inline struct vsx_slot *line_find_empty(const struct vsx_region *r, unsigned int line,
							unsigned int key_words)
{
	unsigned int i;

#pragma GCC unroll 4
	for (i = 0; i < vsx_line_slots(key_words); i++) {
		struct vsx_slot *s = vsx_slot_at(r, line, i, key_words);

		if (!(atomic64_read(&s->word) & VSX_W_USED))
			return s;
	}
	return NULL;
}

static __always_inline bool is_alive(const struct vsx_slot *s)
{
	return !(atomic64_read(&s->word) & VSX_W_DEAD);
}

/*
 * A key in a locked region, as line_find_any(). *@empty: the first empty slot where it could be without
 * reaching further, or NULL.
 */
static __always_inline struct vsx_slot *
region_find_any(const struct vsx_region *r, const struct vsx_key *k, unsigned int key_words,
		unsigned int match_words, struct vsx_slot **empty)
{
	unsigned int line = vsx_home_line(k->hash);
	unsigned int reach = vsx_line_reach(r, line, key_words);
	struct vsx_slot *s = line_find_any(r, line, k, key_words, match_words, NULL);

	*empty = line_find_empty(r, line, key_words);
	while (unlikely(reach) && !(s && is_alive(s))) {
		reach--;
		if (++line == VSX_LINES)
			line = 0;
		s = line_find_any(r, line, k, key_words, match_words, s);
		if (!*empty)
			*empty = line_find_empty(r, line, key_words);
	}
	return s;
}

/*
 * The key is in the table: give it back alive, or bring a dead one back with the new value. -EAGAIN: it was alive
 * a moment ago, and differs in words that do not count.
 */
static noinline int slot_claim_locked(const struct vsx_table *t, struct vsx_slot *s,
				      const struct vsx_key *k, u64 value, u64 *word)
{
	s64 cur = atomic64_read(&s->word);
	u64 new;

	do {
		if (!(cur & VSX_W_DEAD)) {
			*word = cur;
			return -EEXIST;
		}
		if (!vsx_key_equal(s->key, k->w, t->key_words))
			return -EAGAIN;
		new = (cur & (VSX_W_DISP | VSX_W_TAG)) | VSX_W_USED | value;
	} while (!atomic64_try_cmpxchg(&s->word, &cur, new));
	*word = new;
	return 0;
}

/* Every slot near the line is taken, or the region is full: make room, or use what there is. */
static noinline int slot_make_locked(struct vsx_table *t, struct vsx_region *r, const struct vsx_key *k,
				     u64 value, struct vsx_slot **slot, u64 *word)
{
	*slot = vsx_region_is_full(r, t->key_words) ? NULL : vsx_region_place(t, r, k->w, k->hash, value);
	if (!*slot && region_split_locked(t, r))
		return -EAGAIN;
	/* No memory for a split. */
	*slot = *slot ?: vsx_region_place(t, r, k->w, k->hash, value);
	if (!*slot)
		return -ENOMEM;
	*word = atomic64_read(&(*slot)->word);
	atomic_long_inc(&t->used);
	return 0;
}

/* -EAGAIN: the table has changed under the key's feet, look again. */
static __always_inline int
table_insert_once(struct vsx_table *t, const struct vsx_key *k, unsigned int key_words,
		  unsigned int match_words, u64 value, struct vsx_slot **slot, u64 *word)
{
	struct vsx_region *r = vsx_region_lock(t, k->hash);
	bool is_full = vsx_region_is_full(r, key_words);
	struct vsx_slot *empty;
	int err = 0;

	*slot = region_find_any(r, k, key_words, match_words, &empty);
	if (unlikely(*slot)) {
		err = slot_claim_locked(t, *slot, k, value, word);
	} else if (likely(empty && !is_full)) {
		*slot = empty;
		*word = vsx_slot_fill(r, empty, k->w, key_words, k->hash, value);
		atomic_long_inc(&t->used);
	} else {
		err = slot_make_locked(t, r, k, value, slot, word);
	}
	vsx_region_unlock(t, r);
	return err;
}

static noinline int insert_not_narrow(struct vsx_table *t, const struct vsx_key *k, u64 value,
				      struct vsx_slot **slot, u64 *word)
{
	if (t->key_words == VSX_KEY_WORDS_WIDE)
		return table_insert_once(t, k, VSX_KEY_WORDS_WIDE, VSX_KEY_WORDS_WIDE, value, slot, word);
	return table_insert_once(t, k, VSX_KEY_WORDS_FULL, t->match_words, value, slot, word);
}

/**
 * vsx_table_insert() - add an entry.
 * @t: the table
 * @k: the key, hashed
 * @value: the entry's value, within VSX_W_VALUE
 * @slot: the entry's slot, valid until rcu_read_unlock()
 * @word: the entry's word
 *
 * Context: BH off, under rcu_read_lock(); takes the region's lock, does not sleep.
 * Return: 0; -EEXIST if a living entry has that key (@slot and @word are its own);
 * -ENOMEM if its window is full and the region cannot be split.
 */
int vsx_table_insert(struct vsx_table *t, const struct vsx_key *k, u64 value,
		     struct vsx_slot **slot, u64 *word)
{
	int err;

	do {
		if (likely(t->key_words == VSX_KEY_WORDS_NARROW))
			err = table_insert_once(t, k, VSX_KEY_WORDS_NARROW, VSX_KEY_WORDS_NARROW, value, slot,
						word);
		else
			err = insert_not_narrow(t, k, value, slot, word);
	} while (unlikely(err == -EAGAIN));
	return err;
}

/**
 * vsx_table_settle() - wait until the region of a key is not being moved.
 * @t: the table
 * @k: the key, hashed
 *
 * After it, vsx_table_find() sees the copy of an entry whose word was VSX_W_MOVED.
 *
 * Context: BH off, under rcu_read_lock(); spins for the few microseconds a split takes.
 */
void vsx_table_settle(struct vsx_table *t, const struct vsx_key *k)
{
	struct vsx_region *r = vsx_region_lock(t, k->hash);

	vsx_region_unlock(t, r);
}

/* ---- life ------------------------------------------------------------------------ */

/**
 * vsx_table_init() - make an empty table.
 * @t: the table
 * @key_words: VSX_KEY_WORDS_NARROW, VSX_KEY_WORDS_WIDE or VSX_KEY_WORDS_FULL
 * @secret: hash key
 * @need_room: called, BH off, when vsx_table_resize() is due
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int vsx_table_init(struct vsx_table *t, unsigned int key_words, const siphash_key_t *secret,
		   void (*need_room)(struct vsx_table *t))
{
	struct vsx_region *r;
	struct vsx_dir *dir;
	unsigned int i;

	memset(t, 0, sizeof(*t));
	t->key_words = key_words;
	t->match_words = key_words;
	t->sip = vsx_sip_init(secret);
	t->need_room = need_room;
	t->pages_max = LONG_MAX;
	t->grace = get_state_synchronize_rcu();
	spin_lock_init(&t->dir_lock);
	t->locks = kvcalloc(1UL << VSX_LOCK_BITS, sizeof(*t->locks), GFP_KERNEL);
	dir = vsx_dir_alloc(VSX_DIR_DEPTH_MIN, GFP_KERNEL);
	r = vsx_region_alloc(t, 0, 0, GFP_KERNEL | __GFP_ZERO);
	if (!t->locks || !dir || !r) {
		vsx_region_free(t, r);
		kvfree(dir);
		kvfree(t->locks);
		return -ENOMEM;
	}
	for (i = 0; i < 1U << VSX_LOCK_BITS; i++)
		spin_lock_init(&t->locks[i]);
	for (i = 0; i < 1U << VSX_DIR_DEPTH_MIN; i++)
		RCU_INIT_POINTER(dir->region[i], r);
	rcu_assign_pointer(t->dir, dir);
	return 0;
}

/**
 * vsx_table_destroy() - free a table and all its entries.
 * @t: the table; nobody else uses it any more, and no RCU reader that might is left
 *
 * Regions retired earlier are freed by RCU callbacks of this module: its exit waits for them.
 *
 * Context: process, may sleep.
 */
void vsx_table_destroy(struct vsx_table *t)
{
	struct vsx_dir *dir = rcu_dereference_protected(t->dir, true);
	unsigned long i = 0;

	while (i < 1UL << dir->depth) {
		struct vsx_region *r = rcu_dereference_protected(dir->region[i], true);

		i += 1UL << (dir->depth - r->depth);
		vsx_region_free(t, r);
	}
	kvfree(dir);
	kvfree(t->locks);
}

/**
 * vsx_table_bytes() - memory the table occupies, slack included.
 * @t: the table
 *
 * Context: process.
 * Return: bytes.
 */
size_t vsx_table_bytes(const struct vsx_table *t)
{
	size_t bytes = sizeof(*t->locks) << VSX_LOCK_BITS;
	const struct vsx_dir *dir;

	rcu_read_lock();
	dir = rcu_dereference(t->dir);
	bytes += struct_size(dir, region, 1UL << dir->depth);
	rcu_read_unlock();
	return bytes + atomic_long_read(&t->pages) * VSX_REGION_BYTES;
}
