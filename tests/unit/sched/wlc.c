// SPDX-License-Identifier: GPL-2.0-only
/*
 * wlc.c - weighted least connections; its histories are in tree.c.
 */
#include <stdlib.h>

#include "sched/kit.h"

START_TEST(loads_there_before_the_build_count)
{
	static const u32 weight[3] = { 1, 1, 2 };
	struct kit *k = kit_new(&vsx_sched_wlc, weight, 3);

	ck_assert_uint_eq(kit_pick(k), 0);
	kit_load(k, 0, 1, 0);
	kit_load(k, 1, 1, 0);
	kit_load(k, 2, 1, 0);
	kit_rebuild(k, weight, 3);
	ck_assert_uint_eq(kit_pick(k), 2);
	kit_free(k);
}
END_TEST

START_TEST(active_counts_256_times)
{
	static const u32 weight[2] = { 1, 1 };
	struct kit *k = kit_new(&vsx_sched_wlc, weight, 2);

	kit_load(k, 0, 1, 0);
	kit_load(k, 1, 0, 255);
	ck_assert_uint_eq(kit_pick(k), 1);
	kit_load(k, 1, 0, 1);
	ck_assert_uint_eq(kit_pick(k), 0);
	kit_load(k, 0, 0, 1);
	ck_assert_uint_eq(kit_pick(k), 1);
	kit_free(k);
}
END_TEST

START_TEST(great_loads_and_weights_do_not_wrap)
{
	static const u32 weight[2] = { 2147483647, 2147483646 };
	struct kit *k = kit_new(&vsx_sched_wlc, weight, 2);

	kit_load(k, 0, 10000000, 100000000);
	kit_load(k, 1, 9000000, 100000000);
	ck_assert_uint_eq(kit_pick(k), 1);
	kit_load(k, 1, 1000001, 0);
	ck_assert_uint_eq(kit_pick(k), 0);
	kit_free(k);
}
END_TEST

/* A counter may be read between a decrement and the increment that belongs before it. */
START_TEST(negative_load_is_none)
{
	static const u32 weight[2] = { 1, 1 };
	struct kit *k = kit_new(&vsx_sched_wlc, weight, 2);

	kit_load(k, 1, -1, 0);
	ck_assert_uint_eq(kit_pick(k), 0);
	kit_free(k);
}
END_TEST

START_TEST(ten_thousand_servers_fill_evenly)
{
	static u32 weight[10000];
	struct kit *k;
	u32 i;

	for (i = 0; i < 10000; i++)
		weight[i] = 1 + i % 3;
	k = kit_new(&vsx_sched_wlc, weight, 10000);
	for (i = 0; i < 199990; i++)
		kit_load(k, kit_pick(k), 1, 0);
	for (i = 0; i < 10000; i++) {
		int off = k->load[i].active.counter - (int)(10 * weight[i]);

		if (abs(off) > 1)
			ck_abort_msg("server %u off by %d", i, off);
	}
	kit_free(k);
}
END_TEST

Suite *sched_wlc_suite(void)
{
	Suite *s = suite_create("wlc");
	TCase *tc = tcase_create("wlc");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, loads_there_before_the_build_count);
	tcase_add_test(tc, active_counts_256_times);
	tcase_add_test(tc, great_loads_and_weights_do_not_wrap);
	tcase_add_test(tc, negative_load_is_none);
	tcase_add_test(tc, ten_thousand_servers_fill_evenly);
	suite_add_tcase(s, tc);
	return s;
}
