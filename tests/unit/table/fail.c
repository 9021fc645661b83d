// SPDX-License-Identifier: GPL-2.0-only
/*
 * fail.c - memory runs out, at every allocation there is: nothing is lost, nothing leaks, and an
 * insert is refused only when its window is full.
 */
#include <shim.h>

#include <linux/rcupdate.h>

#include "conn/dir.h"
#include "table/kit.h"

#define COUNT 4000ULL

static void need_room(struct vsx_table *t)
{
}

/* No slot within reach of the key's home line is empty. */
static bool is_window_full(u64 n)
{
	struct vsx_key k = kit_key(n);
	struct vsx_region *r;
	unsigned int d, i;
	bool full = true;

	rcu_read_lock();
	r = vsx_region_of_rcu(&tab, k.hash);
	for (d = 0; d <= VSX_DISP_MAX; d++)
		for (i = 0; i < vsx_line_slots(tab.key_words); i++) {
			struct vsx_slot *s = vsx_slot_at(r, (vsx_home_line(k.hash) + d) % VSX_LINES,
							 i, tab.key_words);

			full &= !!(atomic64_read(&s->word) & VSX_W_USED);
		}
	rcu_read_unlock();
	return full;
}

START_TEST(init_fails_cleanly)
{
	static const siphash_key_t secret;
	int skip;

	for (skip = 0; skip < 3; skip++) {
		shim_fail_alloc(skip, 1);
		ck_assert_int_eq(vsx_table_init(&tab, kit_width(_i), &secret, need_room), -ENOMEM);
	}
	shim_fail_alloc(3, 1);
	ck_assert_int_eq(vsx_table_init(&tab, kit_width(_i), &secret, need_room), 0);
	vsx_table_destroy(&tab);
}
END_TEST

/* One allocation fails, wherever it is: the entry has room all the same, or at the second attempt. */
START_TEST(one_failure_anywhere_loses_nothing)
{
	long skip = 0;
	u64 n, value;

	do {
		kit_init(_i);
		shim_fail_alloc(skip++, 1);
		for (n = 0; n < COUNT; n++) {
			if (!kit_insert(n, n))
				continue;
			must(shim_alloc_failed() && is_window_full(n));
			must(kit_insert(n, n) == 0);
		}
		for (n = 0; n < COUNT; n++)
			must(kit_find(n, &value) && value == n);
		ck_assert_int_eq(atomic_long_read(&tab.used), COUNT);
		kit_exit();
	} while (shim_alloc_failed());
	ck_assert_int_gt(skip, 40);
	shim_fail_alloc(-1, 0);
}
END_TEST

/* From some point on there is no memory at all; later there is again. */
START_TEST(refused_only_when_there_is_no_room)
{
	static bool is_in[COUNT];
	unsigned int refused;
	long skip;
	u64 n;

	for (skip = 0; skip < 60; skip += 3) {
		kit_init(_i);
		refused = 0;
		shim_fail_alloc(skip, 1000000);
		for (n = 0; n < COUNT; n++) {
			int err = kit_insert(n, n);

			is_in[n] = !err;
			if (!err)
				continue;
			must(err == -ENOMEM && is_window_full(n));
			refused++;
		}
		for (n = 0; n < COUNT; n++)
			must(kit_find(n, NULL) == is_in[n]);
		ck_assert_int_eq(atomic_long_read(&tab.used), COUNT - refused);
		shim_fail_alloc(-1, 0);
		for (n = 0; n < COUNT; n++)
			must(kit_insert(n, n) == (is_in[n] ? -EEXIST : 0));
		for (n = 0; n < COUNT; n++)
			must(kit_find(n, NULL));
		if (skip == 0)
			ck_assert_uint_gt(refused, 0);
		kit_exit();
	}
}
END_TEST

/* A refused split leaves entries that can be changed and ended. */
START_TEST(entries_of_a_full_region_stay_usable)
{
	struct vsx_slot *s;
	struct vsx_key k;
	u64 word, n;

	kit_init(_i);
	shim_fail_alloc(0, 1000000);
	for (n = 0; n < 1000; n++)
		kit_insert(n, n);
	for (n = 0; n < 1000; n++) {
		k = kit_key(n);
		rcu_read_lock();
		s = vsx_table_find(&tab, &k, &word);
		if (s) {
			ck_assert(vsx_slot_update(s, &word, n + 1));
			ck_assert(vsx_slot_kill(s, &word));
		}
		rcu_read_unlock();
	}
	kit_pass_and_wait();
	kit_pass_and_wait();
	ck_assert_int_eq(atomic_long_read(&tab.used), 0);
	for (n = 0; n < 60; n++)
		ck_assert_int_eq(kit_insert(n, n), 0);
	shim_fail_alloc(-1, 0);
	kit_exit();
}
END_TEST

/* Without memory nothing merges and no directory is resized; all is found none the less. */
START_TEST(collector_without_memory)
{
	u64 n;
	int i;

	kit_init(_i);
	for (n = 0; n < COUNT; n++)
		kit_insert(n, n);
	for (n = 0; n < COUNT; n++)
		if (n % 100)
			kit_kill(n);
	shim_fail_alloc(0, 1000000);
	for (i = 0; i < 4; i++)
		kit_pass_and_wait();
	ck_assert_int_gt(atomic_long_read(&tab.pages), 10);
	ck_assert_int_eq(atomic_long_read(&tab.used), COUNT / 100);
	shim_fail_alloc(-1, 0);
	for (i = 0; i < 12; i++)
		kit_pass_and_wait();
	ck_assert_int_eq(atomic_long_read(&tab.pages), 1);
	for (n = 0; n < COUNT; n++)
		must(kit_find(n, NULL) == (n % 100 == 0));
	kit_exit();
}
END_TEST

Suite *table_fail_suite(void)
{
	Suite *s = suite_create("fail");
	TCase *tc = tcase_create("fail");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, init_fails_cleanly, 0, WIDTHS);
	tcase_add_loop_test(tc, one_failure_anywhere_loses_nothing, 0, WIDTHS);
	tcase_add_loop_test(tc, refused_only_when_there_is_no_room, 0, WIDTHS);
	tcase_add_loop_test(tc, entries_of_a_full_region_stay_usable, 0, WIDTHS_SHARED);
	tcase_add_loop_test(tc, collector_without_memory, 0, WIDTHS_SHARED);
	suite_add_tcase(s, tc);
	return s;
}
