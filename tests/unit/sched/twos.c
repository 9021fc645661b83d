// SPDX-License-Identifier: GPL-2.0-only
/*
 * twos.c - the better of two: random in proportion to the weights, and the loads stay close together.
 */
#include <stdlib.h>

#include "sched/kit.h"

/* Without loads the first of the two is taken: that is the draw itself. */
START_TEST(draws_are_in_proportion)
{
	static const struct {
		u32 n;
		u32 weight[4];
	} c[] = {
		{ 1, { 9 } }, { 2, { 1, 1 } }, { 4, { 1, 2, 3, 4 } }, { 4, { 0, 1, 0, 99 } },
		{ 2, { 2147483647, 2147483647 } }, { 3, { 1, 1000, 65535 } },
	};
	struct kit *k = kit_new(&vsx_sched_twos, c[_i].weight, c[_i].n);
	u32 seen[4] = {}, i;

	for (i = 0; i < 200000; i++)
		seen[kit_pick(k)]++;
	kit_check_shares(seen, c[_i].weight, c[_i].n);
	kit_free(k);
}
END_TEST
#define DRAW_CASES 6

START_TEST(less_loaded_of_two_is_taken)
{
	static const u32 weight[2] = { 1, 3 };
	struct kit *k = kit_new(&vsx_sched_twos, weight, 2);
	u32 seen[2] = {}, i;

	/* Equal for their weights but for one: only when both draws are server 0 is it chosen. */
	kit_load(k, 0, 10, 1);
	kit_load(k, 1, 30, 0);
	for (i = 0; i < 160000; i++)
		seen[kit_pick(k)]++;
	kit_check_shares(seen, (const u32[]){ 1, 15 }, 2);
	kit_free(k);
}
END_TEST

/* One draw would be off by some sqrt(2 * mean * ln(n)): 60 of 200. Two: log2(ln(n)) and a little. */
START_TEST(loads_stay_close_together)
{
	static u32 weight[10000];
	u32 n = _i ? 10000 : 100, i;
	struct kit *k;

	for (i = 0; i < n; i++)
		weight[i] = 1;
	k = kit_new(&vsx_sched_twos, weight, n);
	for (i = 0; i < 200 * n; i++)
		kit_load(k, kit_pick(k), 1, 0);
	for (i = 0; i < n; i++)
		if (k->load[i].active.counter > 200 + 6)
			ck_abort_msg("server %u has %d", i, k->load[i].active.counter);
	kit_free(k);
}
END_TEST

Suite *sched_twos_suite(void)
{
	Suite *s = suite_create("twos");
	TCase *tc = tcase_create("twos");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, draws_are_in_proportion, 0, DRAW_CASES);
	tcase_add_test(tc, less_loaded_of_two_is_taken);
	tcase_add_loop_test(tc, loads_stay_close_together, 0, 2);
	suite_add_tcase(s, tc);
	return s;
}
