// SPDX-License-Identifier: GPL-2.0-only
/*
 * entry.c - one entry's life: inserted, found, changed, ended, brought back; and moved by a split.
 */
#include <linux/rcupdate.h>

#include "conn/dir.h"
#include "table/kit.h"

START_TEST(absent_key_is_not_found)
{
	kit_init(_i);
	ck_assert(!kit_find(1, NULL));
	ck_assert_int_eq(kit_insert(1, 11), 0);
	ck_assert(!kit_find(2, NULL));
	kit_exit();
}
END_TEST

START_TEST(inserted_key_is_found_with_its_value)
{
	u64 value;

	kit_init(_i);
	ck_assert_int_eq(kit_insert(0, VSX_W_VALUE), 0);
	ck_assert_int_eq(kit_insert(1, 0), 0);
	ck_assert(kit_find(0, &value));
	ck_assert_uint_eq(value, VSX_W_VALUE);
	ck_assert(kit_find(1, &value));
	ck_assert_uint_eq(value, 0);
	kit_exit();
}
END_TEST

START_TEST(keys_that_differ_in_one_word_are_different)
{
	struct vsx_key k[4] = {
		{ .w = { 1, 0, 7 } }, { .w = { 0, 1, 7 } }, { .w = { 0, 0, 7 } }, { .w = { 0, 0, 6 } },
	};
	struct vsx_slot *s;
	u64 word;
	int i;

	kit_init(1);
	rcu_read_lock();
	for (i = 0; i < 4; i++) {
		vsx_table_hash(&tab, &k[i]);
		ck_assert_int_eq(vsx_table_insert(&tab, &k[i], i, &s, &word), 0);
	}
	for (i = 0; i < 4; i++) {
		ck_assert_ptr_nonnull(vsx_table_find(&tab, &k[i], &word));
		ck_assert_uint_eq(word & VSX_W_VALUE, i);
	}
	rcu_read_unlock();
	kit_exit();
}
END_TEST

START_TEST(duplicate_gives_the_living_entry)
{
	struct vsx_slot *first, *second;
	struct vsx_key k;
	u64 w1, w2;

	kit_init(_i);
	k = kit_key(5);
	rcu_read_lock();
	ck_assert_int_eq(vsx_table_insert(&tab, &k, 50, &first, &w1), 0);
	ck_assert_int_eq(vsx_table_insert(&tab, &k, 51, &second, &w2), -EEXIST);
	ck_assert_ptr_eq(first, second);
	ck_assert_uint_eq(w1, w2);
	rcu_read_unlock();
	ck_assert_int_eq(atomic_long_read(&tab.used), 1);
	kit_exit();
}
END_TEST

START_TEST(killed_key_is_gone_and_killed_once)
{
	kit_init(_i);
	kit_insert(5, 50);
	ck_assert(kit_kill(5));
	ck_assert(!kit_find(5, NULL));
	ck_assert(!kit_kill(5));
	kit_exit();
}
END_TEST

START_TEST(dead_key_comes_back_in_its_own_slot)
{
	struct vsx_slot *s, *again;
	struct vsx_key k;
	u64 word;

	kit_init(_i);
	k = kit_key(5);
	rcu_read_lock();
	vsx_table_insert(&tab, &k, 50, &s, &word);
	ck_assert(vsx_slot_kill(s, &word));
	ck_assert(word & VSX_W_DEAD);
	ck_assert_int_eq(vsx_table_insert(&tab, &k, 51, &again, &word), 0);
	ck_assert_ptr_eq(s, again);
	ck_assert_uint_eq(word & ~VSX_W_TAG, VSX_W_USED | 51);
	ck_assert_uint_eq(word & VSX_W_TAG, vsx_tag(k.hash, 0));
	rcu_read_unlock();
	ck_assert_int_eq(atomic_long_read(&tab.used), 1);
	kit_exit();
}
END_TEST

START_TEST(stale_word_changes_nothing)
{
	struct vsx_slot *s;
	struct vsx_key k;
	u64 word, stale;

	kit_init(_i);
	k = kit_key(5);
	rcu_read_lock();
	vsx_table_insert(&tab, &k, 50, &s, &word);
	stale = word;
	ck_assert(vsx_slot_update(s, &word, 51));
	ck_assert(!vsx_slot_update(s, &stale, 52));
	ck_assert_uint_eq(stale, word);
	ck_assert(vsx_slot_update(s, &stale, 52));

	ck_assert(!vsx_slot_kill(s, &word));
	ck_assert(!(word & VSX_W_DEAD));
	ck_assert_uint_eq(word & VSX_W_VALUE, 52);
	stale = word;
	ck_assert(vsx_slot_kill(s, &word));
	ck_assert(!vsx_slot_update(s, &stale, 53));
	ck_assert(stale & VSX_W_DEAD);
	rcu_read_unlock();
	kit_exit();
}
END_TEST

/* A word read before something was displaced from the line differs in table bits only. */
START_TEST(update_keeps_the_tables_own_bits)
{
	struct vsx_slot *s;
	struct vsx_key k;
	u64 word, n = 0;

	kit_init(_i);
	k = kit_key_of_line(10, &n);
	rcu_read_lock();
	vsx_table_insert(&tab, &k, 50, &s, &word);
	atomic64_or((s64)(3ULL << VSX_W_DISP_SHIFT), &s->word);
	ck_assert(vsx_slot_update(s, &word, 51));
	ck_assert_uint_eq(word, 3ULL << VSX_W_DISP_SHIFT | VSX_W_USED | vsx_tag(k.hash, 0) | 51);
	rcu_read_unlock();
	kit_exit();
}
END_TEST

/* The slot found before a split is frozen; after settling, its copy can be changed. */
START_TEST(entry_moved_by_a_split_is_settled_and_found)
{
	struct vsx_slot *old, *copy, *s;
	struct vsx_key k, other;
	u64 word, now, n = 100;

	kit_init(_i);
	k = kit_key(5);
	rcu_read_lock();
	vsx_table_insert(&tab, &k, 50, &old, &word);
	while (vsx_region_of_rcu(&tab, k.hash)->depth == 0) {
		other = kit_key(n++);
		ck_assert_int_eq(vsx_table_insert(&tab, &other, 1, &s, &now), 0);
	}
	ck_assert(!vsx_slot_update(old, &word, 51));
	ck_assert(word & VSX_W_MOVED);
	ck_assert(!vsx_slot_kill(old, &word));
	vsx_table_settle(&tab, &k);
	copy = vsx_table_find(&tab, &k, &word);
	ck_assert_ptr_nonnull(copy);
	ck_assert_ptr_ne(copy, old);
	ck_assert_uint_eq(word & ~(VSX_W_DISP | VSX_W_TAG), VSX_W_USED | 50);
	ck_assert(vsx_slot_update(copy, &word, 51));
	rcu_read_unlock();
	kit_exit();
}
END_TEST

/* Words past those that count come with the entry: one alive, and never another's. */
START_TEST(words_that_do_not_count)
{
	struct vsx_key a = { .w = { 1, 2, 3, 4, 50, 60, 70 } }, b = { .w = { 1, 2, 3, 4, 51, 61, 71 } };
	struct vsx_slot *s, *first;
	u64 word;

	kit_init(2);
	tab.match_words = VSX_MATCH_WORDS_REPLY;
	rcu_read_lock();
	vsx_table_hash(&tab, &a);
	vsx_table_hash(&tab, &b);
	ck_assert_uint_eq(a.hash, b.hash);
	ck_assert_int_eq(vsx_table_insert(&tab, &a, 1, &first, &word), 0);
	ck_assert_int_eq(vsx_table_insert(&tab, &b, 2, &s, &word), -EEXIST);
	ck_assert_ptr_eq(s, first);
	ck_assert(vsx_slot_kill(first, &word));
	ck_assert_int_eq(vsx_table_insert(&tab, &b, 2, &s, &word), 0);
	ck_assert_ptr_ne(s, first);
	ck_assert_uint_eq(s->key[6], 71);
	ck_assert_uint_eq(first->key[6], 70);
	ck_assert_ptr_eq(vsx_table_find(&tab, &a, &word), s);
	/* The dead one comes back only when nobody has its key. */
	ck_assert_int_eq(vsx_table_insert(&tab, &a, 3, &s, &word), -EEXIST);
	ck_assert_uint_eq(s->key[6], 71);
	ck_assert(vsx_slot_kill(s, &word));
	ck_assert_int_eq(vsx_table_insert(&tab, &a, 3, &s, &word), 0);
	ck_assert_ptr_eq(s, first);
	rcu_read_unlock();
	kit_exit();
}
END_TEST

Suite *table_entry_suite(void)
{
	Suite *s = suite_create("entry");
	TCase *tc = tcase_create("entry");

	tcase_add_loop_test(tc, absent_key_is_not_found, 0, WIDTHS);
	tcase_add_loop_test(tc, inserted_key_is_found_with_its_value, 0, WIDTHS);
	tcase_add_test(tc, keys_that_differ_in_one_word_are_different);
	tcase_add_test(tc, words_that_do_not_count);
	tcase_add_loop_test(tc, duplicate_gives_the_living_entry, 0, WIDTHS);
	tcase_add_loop_test(tc, killed_key_is_gone_and_killed_once, 0, WIDTHS);
	tcase_add_loop_test(tc, dead_key_comes_back_in_its_own_slot, 0, WIDTHS);
	tcase_add_loop_test(tc, stale_word_changes_nothing, 0, WIDTHS);
	tcase_add_loop_test(tc, update_keeps_the_tables_own_bits, 0, WIDTHS);
	tcase_add_loop_test(tc, entry_moved_by_a_split_is_settled_and_found, 0, WIDTHS);
	suite_add_tcase(s, tc);
	return s;
}
