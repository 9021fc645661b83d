// SPDX-License-Identifier: GPL-2.0-only
/*
 * sweep.c - the collector: what is over ends, what is dead is emptied later, and never too early.
 */
#include <linux/rcupdate.h>

#include "conn/dir.h"
#include "table/kit.h"

static u64 word_of(const struct vsx_slot *s)
{
	return atomic64_read(&s->word) & ~(s64)VSX_W_TAG;
}

static struct vsx_slot *insert(u64 n, u64 value)
{
	struct vsx_key k = kit_key(n);
	struct vsx_slot *s;
	u64 word;

	rcu_read_lock();
	ck_assert_int_eq(vsx_table_insert(&tab, &k, value, &s, &word), 0);
	rcu_read_unlock();
	return s;
}

START_TEST(killed_entry_is_retired_then_emptied)
{
	struct vsx_slot *s;

	kit_init(_i);
	s = insert(1, 1);
	kit_kill(1);
	ck_assert_uint_eq(word_of(s), VSX_W_USED | VSX_W_DEAD | 1);
	kit_pass_and_wait();
	ck_assert_uint_eq(word_of(s), VSX_W_USED | VSX_W_DEAD | VSX_W_RETIRED | 1);
	ck_assert_int_eq(atomic_long_read(&tab.used), 1);
	kit_pass_and_wait();
	ck_assert_uint_eq(word_of(s), 0);
	ck_assert_int_eq(atomic_long_read(&tab.used), 0);
	ck_assert_uint_eq(kit_reaped, 0);
	kit_exit();
}
END_TEST

START_TEST(entry_that_is_over_is_reaped_once)
{
	struct vsx_slot *over, *goes_on;

	kit_init(_i);
	over = insert(1, KIT_OVER);
	goes_on = insert(2, 2);
	kit_pass_and_wait();
	ck_assert_uint_eq(kit_reaped, 1);
	ck_assert(!kit_find(1, NULL));
	ck_assert(word_of(over) & VSX_W_RETIRED);
	kit_pass_and_wait();
	kit_pass_and_wait();
	ck_assert_uint_eq(kit_reaped, 1);
	ck_assert_uint_eq(word_of(over), 0);
	ck_assert_uint_eq(word_of(goes_on), VSX_W_USED | 2);
	kit_exit();
}
END_TEST

START_TEST(slot_is_not_emptied_before_a_grace_period)
{
	struct vsx_slot *s;
	int i;

	kit_init(_i);
	s = insert(1, 1);
	kit_kill(1);
	for (i = 0; i < 5; i++)
		kit_pass();
	ck_assert(word_of(s) & VSX_W_USED);
	synchronize_rcu();
	kit_pass();
	ck_assert_uint_eq(word_of(s), 0);
	kit_exit();
}
END_TEST

static struct vsx_slot *busy;

/* A packet changes the value just when the entry has been judged. */
static bool is_over_while_a_packet_comes(void *ctx, const u64 *key, u64 word)
{
	bool *has_come = ctx;

	if (!*has_come)
		ck_assert(vsx_slot_update(busy, &word, (word & VSX_W_VALUE) + 1));
	*has_come = true;
	return true;
}

static void count_reaped(void *ctx, const u64 *key, u64 word)
{
	ck_assert_uint_eq(word & VSX_W_VALUE, 2);
	kit_reaped++;
}

START_TEST(what_is_over_does_not_slip_through_by_a_packet)
{
	static const struct vsx_sweep_ops ops = {
		.is_over = is_over_while_a_packet_comes, .reaped = count_reaped,
	};
	bool has_come = false;

	kit_init(_i);
	busy = insert(1, 1);
	vsx_table_sweep(&tab, 0, &ops, &has_come);
	ck_assert_uint_eq(kit_reaped, 1);
	ck_assert_uint_eq(word_of(busy), VSX_W_USED | VSX_W_DEAD | VSX_W_RETIRED | 2);
	kit_exit();
}
END_TEST

/* The grace period that lets older slots be emptied is none for what has been retired since. */
START_TEST(pass_that_follows_at_once_empties_nothing)
{
	static const struct vsx_sweep_ops ops;
	struct vsx_slot *s;

	kit_init(_i);
	s = insert(1, 1);
	kit_kill(1);
	kit_pass();
	synchronize_rcu();
	ck_assert(kit_insert(1, 2) == 0);
	kit_kill(1);
	vsx_table_sweep(&tab, 0, &ops, NULL);
	ck_assert_uint_eq(word_of(s), VSX_W_USED | VSX_W_DEAD | VSX_W_RETIRED | 2);
	vsx_table_sweep(&tab, 0, &ops, NULL);
	ck_assert_uint_eq(word_of(s), VSX_W_USED | VSX_W_DEAD | VSX_W_RETIRED | 2);
	kit_exit();
}
END_TEST

START_TEST(entry_brought_back_between_passes_stays)
{
	u64 value;
	int i;

	kit_init(_i);
	insert(1, 1);
	kit_kill(1);
	kit_pass_and_wait();
	ck_assert_int_eq(kit_insert(1, 2), 0);
	for (i = 0; i < 3; i++)
		kit_pass_and_wait();
	ck_assert(kit_find(1, &value));
	ck_assert_uint_eq(value, 2);
	kit_exit();
}
END_TEST

START_TEST(emptied_slot_is_used_again)
{
	struct vsx_slot *s;
	u64 n = 0;
	struct vsx_key k;

	kit_init(_i);
	k = kit_key_of_line(7, &n);
	s = insert(n - 1, 1);
	kit_kill(n - 1);
	kit_pass_and_wait();
	kit_pass_and_wait();
	k = kit_key_of_line(7, &n);
	ck_assert_ptr_eq(insert(k.w[tab.key_words - 1] - 1, 2), s);
	kit_exit();
}
END_TEST

/* Sparse buddies merge; dead entries are left behind, living ones keep their values. */
START_TEST(sparse_buddies_merge)
{
	u64 n, value, end = 3000;

	kit_init(_i);
	for (n = 0; n < end; n++)
		must(kit_insert(n, n) == 0);
	ck_assert_int_gt(atomic_long_read(&tab.pages), 16);
	for (n = 0; n < end; n++)
		if (n % 100)
			must(kit_kill(n));
	for (n = 0; n < 12; n++)
		kit_pass_and_wait();
	ck_assert_int_eq(atomic_long_read(&tab.used), end / 100);
	ck_assert_int_eq(atomic_long_read(&tab.pages), 1);
	for (n = 0; n < end; n++) {
		must(kit_find(n, &value) == (n % 100 == 0));
		must(n % 100 || value == n);
	}
	kit_exit();
}
END_TEST

Suite *table_sweep_suite(void)
{
	Suite *s = suite_create("sweep");
	TCase *tc = tcase_create("sweep");

	tcase_add_loop_test(tc, killed_entry_is_retired_then_emptied, 0, WIDTHS);
	tcase_add_loop_test(tc, entry_that_is_over_is_reaped_once, 0, WIDTHS);
	tcase_add_loop_test(tc, slot_is_not_emptied_before_a_grace_period, 0, WIDTHS);
	tcase_add_loop_test(tc, what_is_over_does_not_slip_through_by_a_packet, 0, WIDTHS);
	tcase_add_loop_test(tc, pass_that_follows_at_once_empties_nothing, 0, WIDTHS);
	tcase_add_loop_test(tc, entry_brought_back_between_passes_stays, 0, WIDTHS);
	tcase_add_loop_test(tc, emptied_slot_is_used_again, 0, WIDTHS);
	tcase_add_loop_test(tc, sparse_buddies_merge, 0, WIDTHS);
	suite_add_tcase(s, tc);
	return s;
}
