// SPDX-License-Identifier: GPL-2.0-only
/*
 * layout.c - where entries lie in a region: full lines spill over, and the home line says how far.
 */
#include <linux/rcupdate.h>

#include "conn/dir.h"
#include "table/kit.h"

/* All the tests here keep to the first region of a fresh table. */
static struct vsx_region *only_region(void)
{
	struct vsx_region *r;

	rcu_read_lock();
	r = vsx_region_of_rcu(&tab, 0);
	rcu_read_unlock();
	ck_assert_uint_eq(r->depth, 0);
	return r;
}

static unsigned int reach_of(unsigned int line)
{
	return (u64)atomic64_read(&vsx_slot_at(only_region(), line, 0, tab.key_words)->word) >>
	       VSX_W_DISP_SHIFT;
}

static unsigned int line_of(const struct vsx_slot *s)
{
	return ((const char *)s - (const char *)only_region()) / VSX_LINE_BYTES - 1;
}

/* Insert @count keys of a home line. Returns the slot of the last. */
static struct vsx_slot *fill(unsigned int line, unsigned int count, u64 *n)
{
	struct vsx_slot *s = NULL;

	while (count--) {
		struct vsx_key k = kit_key_of_line(line, n);
		u64 word;

		rcu_read_lock();
		ck_assert_int_eq(vsx_table_insert(&tab, &k, k.w[tab.key_words - 1] & 0xffff, &s,
						  &word), 0);
		rcu_read_unlock();
	}
	return s;
}

static void check_all(unsigned int line, u64 end, bool is_there)
{
	u64 n = 0;

	while (n < end) {
		struct vsx_key k = kit_key_of_line(line, &n);
		struct vsx_slot *s;
		u64 word;

		if (n > end)
			break;
		rcu_read_lock();
		s = vsx_table_find(&tab, &k, &word);
		rcu_read_unlock();
		must(!!s == is_there);
		must(!s || (word & VSX_W_VALUE) == (k.w[tab.key_words - 1] & 0xffff));
	}
}

START_TEST(line_that_is_not_full_reaches_nowhere)
{
	u64 n = 0;

	kit_init(_i);
	ck_assert_uint_eq(line_of(fill(20, vsx_line_slots(tab.key_words), &n)), 20);
	ck_assert_uint_eq(reach_of(20), 0);
	check_all(20, n, true);
	kit_exit();
}
END_TEST

START_TEST(full_line_spills_into_the_next)
{
	u64 n = 0;

	kit_init(_i);
	ck_assert_uint_eq(line_of(fill(20, vsx_line_slots(tab.key_words) + 1, &n)), 21);
	ck_assert_uint_eq(reach_of(20), 1);
	ck_assert_uint_eq(reach_of(21), 0);
	check_all(20, n, true);
	kit_exit();
}
END_TEST

START_TEST(last_line_spills_into_the_first)
{
	u64 n = 0;

	kit_init(_i);
	ck_assert_uint_eq(line_of(fill(62, vsx_line_slots(tab.key_words) * 3, &n)), 1);
	ck_assert_uint_eq(reach_of(62), 2);
	check_all(62, n, true);
	kit_exit();
}
END_TEST

/* Entries of line 30 displaced by those of 29, and so on: each line's own reach. */
START_TEST(spill_pushes_neighbours_on)
{
	unsigned int per_line;
	u64 n29 = 0, n30 = 0;

	kit_init(_i);
	per_line = vsx_line_slots(tab.key_words);
	fill(29, per_line * 2, &n29);
	ck_assert_uint_eq(line_of(fill(30, per_line, &n30)), 31);
	ck_assert_uint_eq(reach_of(29), 1);
	ck_assert_uint_eq(reach_of(30), 1);
	check_all(29, n29, true);
	check_all(30, n30, true);
	kit_exit();
}
END_TEST

START_TEST(full_window_splits_the_region)
{
	unsigned int count;
	struct vsx_key k;
	struct vsx_slot *s;
	u64 word, n = 0;

	kit_init(_i);
	count = vsx_line_slots(tab.key_words) * (VSX_DISP_MAX + 1);
	fill(60, count, &n);
	ck_assert_uint_eq(reach_of(60), VSX_DISP_MAX);
	check_all(60, n, true);

	k = kit_key_of_line(60, &n);
	rcu_read_lock();
	ck_assert_int_eq(vsx_table_insert(&tab, &k, k.w[tab.key_words - 1] & 0xffff, &s, &word), 0);
	ck_assert_uint_gt(vsx_region_of_rcu(&tab, k.hash)->depth, 0);
	rcu_read_unlock();
	check_all(60, n, true);
	ck_assert_int_eq(atomic_long_read(&tab.used), count + 1);
	kit_exit();
}
END_TEST

/* Too many of one line for a merged region: the attempt leaves everything as it was. */
START_TEST(buddies_that_do_not_fit_one_window_stay_apart)
{
	unsigned int count;
	struct vsx_slot *s;
	struct vsx_key k;
	u64 word, end, n = 0;

	kit_init(_i);
	count = vsx_line_slots(tab.key_words) * (VSX_DISP_MAX + 1);
	fill(60, count, &n);
	k = kit_key_of_line(60, &n);
	ck_assert_int_eq(kit_insert(k.w[tab.key_words - 1] - 1, 0), 0);
	ck_assert_int_eq(atomic_long_read(&tab.pages), 2);
	kit_pass_and_wait();
	ck_assert_int_eq(atomic_long_read(&tab.pages), 2);
	ck_assert_int_eq(atomic_long_read(&tab.used), count + 1);
	for (end = n, n = 0; n < end; ) {
		k = kit_key_of_line(60, &n);
		rcu_read_lock();
		s = vsx_table_find(&tab, &k, &word);
		must(s && !(word & VSX_W_MOVED));
		must(vsx_slot_update(s, &word, 1) && vsx_slot_kill(s, &word));
		rcu_read_unlock();
	}
	kit_exit();
}
END_TEST

/* Entries are brought nearer to their lines when a split makes room. */
START_TEST(split_brings_displaced_entries_home)
{
	unsigned int per_line, line, d;
	struct vsx_region *r;
	u64 n = 0, hash;
	unsigned long far = 0;

	kit_init(_i);
	per_line = vsx_line_slots(tab.key_words);
	while (atomic_long_read(&tab.pages) < 2)
		must(kit_insert(n++, 0) == 0);
	rcu_read_lock();
	for (hash = 0; hash <= 1; hash++) {
		r = vsx_region_of_rcu(&tab, hash << 63);
		ck_assert_uint_eq(r->depth, 1);
		for (line = 0; line < VSX_LINES; line++) {
			d = (u64)atomic64_read(&vsx_slot_at(r, line, 0, tab.key_words)->word) >>
			    VSX_W_DISP_SHIFT;
			far += d;
		}
		ck_assert_uint_le(r->used, VSX_LINES * per_line / 2);
	}
	rcu_read_unlock();
	/* 3/8 full: few lines overflow, and those by little. */
	ck_assert_uint_le(far, VSX_LINES);
	while (n--)
		must(kit_find(n, NULL));
	kit_exit();
}
END_TEST

START_TEST(reach_is_tightened_when_displaced_entries_are_gone)
{
	unsigned int i, per_line;
	u64 n = 0, end;

	kit_init(_i);
	per_line = vsx_line_slots(tab.key_words);
	fill(62, per_line * 4, &n);
	ck_assert_uint_eq(reach_of(62), 3);
	end = n;
	for (i = 0, n = 0; n < end; i++) {
		struct vsx_key k = kit_key_of_line(62, &n);

		if (i >= per_line * 2)
			ck_assert(kit_kill(k.w[tab.key_words - 1] - 1));
	}
	kit_pass_and_wait();
	ck_assert_uint_eq(reach_of(62), 3);
	kit_pass_and_wait();
	ck_assert_uint_eq(reach_of(62), 1);
	for (n = 0; n < end; )
		kit_kill(kit_key_of_line(62, &n).w[tab.key_words - 1] - 1);
	kit_pass_and_wait();
	kit_pass_and_wait();
	ck_assert_uint_eq(reach_of(62), 0);
	check_all(62, end, false);
	kit_exit();
}
END_TEST

Suite *table_layout_suite(void)
{
	Suite *s = suite_create("layout");
	TCase *tc = tcase_create("layout");

	tcase_add_loop_test(tc, line_that_is_not_full_reaches_nowhere, 0, WIDTHS);
	tcase_add_loop_test(tc, full_line_spills_into_the_next, 0, WIDTHS);
	tcase_add_loop_test(tc, last_line_spills_into_the_first, 0, WIDTHS);
	tcase_add_loop_test(tc, spill_pushes_neighbours_on, 0, WIDTHS);
	tcase_add_loop_test(tc, full_window_splits_the_region, 0, WIDTHS);
	tcase_add_loop_test(tc, buddies_that_do_not_fit_one_window_stay_apart, 0, WIDTHS);
	tcase_add_loop_test(tc, split_brings_displaced_entries_home, 0, WIDTHS);
	tcase_add_loop_test(tc, reach_is_tightened_when_displaced_entries_are_gone, 0, WIDTHS);
	suite_add_tcase(s, tc);
	return s;
}
