// SPDX-License-Identifier: GPL-2.0-only
/*
 * fo.c - weighted failover: all to the one with the highest weight.
 */
#include <stdlib.h>

#include "sched/kit.h"

START_TEST(highest_weight_has_all)
{
	static const struct {
		u32 weight[4];
		u32 choice;
	} c[] = {
		{ { 1, 1, 1, 1 }, 0 }, { { 1, 2, 3, 4 }, 3 }, { { 1, 9, 9, 2 }, 1 }, { { 0, 0, 1, 0 }, 2 },
		{ { 2147483646, 2147483647, 65535, 1 }, 1 },
	};
	struct kit *k = kit_new(&vsx_sched_fo, c[_i].weight, 4);
	u32 i;

	for (i = 0; i < 10; i++) {
		ck_assert_uint_eq(kit_pick(k), c[_i].choice);
		kit_load(k, c[_i].choice, 1, 0);
	}
	kit_free(k);
}
END_TEST
#define FO_CASES 5

START_TEST(next_takes_over_and_gives_back)
{
	u32 weight[3] = { 10, 30, 20 };
	struct kit *k = kit_new(&vsx_sched_fo, weight, 3);

	ck_assert_uint_eq(kit_pick(k), 1);
	weight[1] = 0;
	kit_rebuild(k, weight, 3);
	ck_assert_uint_eq(kit_pick(k), 2);
	weight[2] = 5;
	kit_rebuild(k, weight, 3);
	ck_assert_uint_eq(kit_pick(k), 0);
	weight[1] = 30;
	kit_rebuild(k, weight, 3);
	ck_assert_uint_eq(kit_pick(k), 1);
	kit_free(k);
}
END_TEST

Suite *sched_fo_suite(void)
{
	Suite *s = suite_create("fo");
	TCase *tc = tcase_create("fo");

	tcase_add_loop_test(tc, highest_weight_has_all, 0, FO_CASES);
	tcase_add_test(tc, next_takes_over_and_gives_back);
	suite_add_tcase(s, tc);
	return s;
}
