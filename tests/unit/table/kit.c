// SPDX-License-Identifier: GPL-2.0-only
/*
 * kit.c - numbered keys, and a table in one variable.
 */
#include <linux/rcupdate.h>

#include "conn/region.h"
#include "table/kit.h"

struct vsx_table tab;
bool is_room_needed;
unsigned int kit_reaped;

unsigned int kit_width(int i)
{
	static const unsigned int words[] = {
		VSX_KEY_WORDS_NARROW, VSX_KEY_WORDS_WIDE, VSX_KEY_WORDS_FULL,
	};

	return words[i];
}

static void need_room(struct vsx_table *t)
{
	__atomic_store_n(&is_room_needed, true, __ATOMIC_RELAXED);
}

void kit_init(int width)
{
	static const siphash_key_t secret = {{ 0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL }};

	kit_reaped = 0;
	is_room_needed = false;
	must(vsx_table_init(&tab, kit_width(width), &secret, need_room) == 0);
}

void kit_exit(void)
{
	synchronize_rcu();
	vsx_table_destroy(&tab);
}

/* Words are mostly empty, as an address's may be; only the last must not be. */
struct vsx_key kit_key(u64 n)
{
	struct vsx_key k = {};

	k.w[0] = n;
	k.w[tab.key_words - 1] = n + 1;
	vsx_table_hash(&tab, &k);
	return k;
}

int kit_insert(u64 n, u64 value)
{
	struct vsx_key k = kit_key(n);
	struct vsx_slot *s;
	u64 word;
	int err;

	rcu_read_lock();
	err = vsx_table_insert(&tab, &k, value, &s, &word);
	if (!err) {
		must((word & VSX_W_VALUE) == value);
		must((u64)atomic64_read(&s->word) == word);
	}
	rcu_read_unlock();
	if (is_room_needed) {
		is_room_needed = false;
		vsx_table_resize(&tab);
	}
	return err;
}

bool kit_find(u64 n, u64 *value)
{
	struct vsx_key k = kit_key(n);
	struct vsx_slot *s;
	u64 word = 0;

	rcu_read_lock();
	s = vsx_table_find(&tab, &k, &word);
	if (s)
		must(!memcmp(s->key, k.w, tab.key_words * 8));
	rcu_read_unlock();
	if (value)
		*value = word & VSX_W_VALUE;
	return s;
}

bool kit_kill(u64 n)
{
	struct vsx_key k = kit_key(n);
	struct vsx_slot *s;
	bool killed;
	u64 word;

	rcu_read_lock();
	s = vsx_table_find(&tab, &k, &word);
	killed = s && vsx_slot_kill(s, &word);
	rcu_read_unlock();
	return killed;
}

struct vsx_key kit_key_of_line(unsigned int line, u64 *n)
{
	struct vsx_key k;

	do
		k = kit_key((*n)++);
	while (vsx_home_line(k.hash) != line);
	return k;
}

static bool is_over(void *ctx, const u64 *key, u64 word)
{
	return word & KIT_OVER;
}

static void reaped(void *ctx, const u64 *key, u64 word)
{
	must(word & VSX_W_DEAD);
	kit_reaped++;
}

void kit_pass(void)
{
	static const struct vsx_sweep_ops ops = { .is_over = is_over, .reaped = reaped };
	u64 cursor = 0;

	do {
		u64 next = vsx_table_sweep(&tab, cursor, &ops, NULL);

		must(next > cursor || next == 0);
		cursor = next;
	} while (cursor);
}

void kit_pass_and_wait(void)
{
	kit_pass();
	vsx_table_resize(&tab);
	synchronize_rcu();
}
