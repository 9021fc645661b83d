// SPDX-License-Identifier: GPL-2.0-only
/*
 * tree.c - the schedulers on a tournament tree, each against its search through all servers.
 */
#include <stdlib.h>

#include "sched/kit.h"

/* A server joins, leaves, or changes its weight; one stays at least. */
static void change(struct kit *k, u32 *weight, u32 n, u32 weight_max, u64 *seed)
{
	u32 i = kit_random(seed, n), used = 0;

	weight[i] = kit_random(seed, 2) ? kit_random(seed, weight_max + 1) : 0;
	for (i = 0; i < n; i++)
		used += !!weight[i];
	weight[0] += !used;
	kit_rebuild(k, weight, n);
}

/* Connections become inactive and end, wherever chance says. */
static void wear(struct kit *k, u32 n, u64 *seed)
{
	u32 i = kit_random(seed, n);

	if (k->load[i].active.counter && kit_random(seed, 2))
		kit_load(k, i, -1, 1);
	i = kit_random(seed, n);
	if (k->load[i].active.counter && !kit_random(seed, 8))
		kit_load(k, i, -1, 0);
	i = kit_random(seed, n);
	if (k->load[i].inactive.counter)
		kit_load(k, i, 0, -1);
}

/* They open where the scheduler says, and now and then elsewhere: bound by an earlier snapshot. */
static void long_history(const struct naive *v, u32 n, u32 weight_max, u32 steps, u64 seed)
{
	u32 *weight = calloc(n, sizeof(*weight));
	struct kit *k;
	u32 i, step;

	for (i = 0; i < n; i++)
		weight[i] = 1 + kit_random(&seed, weight_max);
	k = kit_new(v->sched, weight, n);
	for (step = 0; step < steps; step++) {
		u32 choice = kit_pick(k), by_search = naive_pick(v, k, weight, n);

		if (choice != by_search)
			ck_abort_msg("%s: step %u of %u servers: %u, not %u", v->sched->name, step, n,
				     choice, by_search);
		if (choice == KIT_NOBODY || !kit_random(&seed, 16))
			choice = kit_random(&seed, n);
		kit_load(k, choice, 1, 0);
		wear(k, n, &seed);
		if (!kit_random(&seed, 500))
			change(k, weight, n, weight_max, &seed);
	}
	kit_free(k);
	free(weight);
}

START_TEST(long_histories_equal_the_search)
{
	static const u32 n[] = { 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 100, 255 };
	const struct naive *v = &naive[_i];
	u32 i;

	for (i = 0; i < sizeof(n) / sizeof(n[0]); i++) {
		long_history(v, n[i], 1, 10000, i);
		long_history(v, n[i], 10, 10000, i + 100);
		long_history(v, n[i], 65535, 10000, i + 200);
		long_history(v, n[i], 2147483647, 10000, i + 300);
	}
}
END_TEST

/* Few searches, many servers. */
START_TEST(ten_thousand_servers_equal_the_search)
{
	const struct naive *v = &naive[_i];
	u32 *weight = calloc(10000, sizeof(*weight));
	struct kit *k;
	u64 seed = 7;
	u32 i;

	for (i = 0; i < 10000; i++)
		weight[i] = 1 + kit_random(&seed, 4);
	k = kit_new(v->sched, weight, 10000);
	for (i = 0; i < 100000; i++) {
		u32 choice = kit_pick(k);

		if (!(i % 500))
			ck_assert_uint_eq(choice, naive_pick(v, k, weight, 10000));
		kit_load(k, choice == KIT_NOBODY ? kit_random(&seed, 10000) : choice, 1, 0);
		wear(k, 10000, &seed);
	}
	kit_free(k);
	free(weight);
}
END_TEST

/* Loads and weights at their greatest: products must not wrap. */
START_TEST(boundaries_equal_the_search)
{
	static const u32 w[] = { 1, 65535, 2147483646, 2147483647 };
	static const int c[] = { 0, 1, 255, 256, 65535, 8000000 };
	const struct naive *v = &naive[_i];
	u32 weight[2], i, j, p, q;

	for (i = 0; i < 16; i++) {
		for (j = 0; j < 36 * 36; j++) {
			struct kit *k;

			weight[0] = w[i % 4];
			weight[1] = w[i / 4];
			k = kit_new(v->sched, weight, 2);
			p = j % 36;
			q = j / 36;
			kit_load(k, 0, c[p % 6], c[p / 6]);
			kit_load(k, 1, c[q % 6], c[q / 6]);
			ck_assert_uint_eq(kit_pick(k), naive_pick(v, k, weight, 2));
			kit_free(k);
		}
	}
}
END_TEST

/* How LVS documents them: where do connections go that stay open? */
START_TEST(documented_fill_orders)
{
	static const struct {
		const struct vsx_sched *sched;
		u32 weight[3];
		u32 order[9];
	} c[] = {
		{ &vsx_sched_lc, { 1, 5, 3 }, { 0, 1, 2, 0, 1, 2, 0, 1, 2 } },
		{ &vsx_sched_wlc, { 2, 1, 1 }, { 0, 1, 2, 0, 0, 1, 2, 0, 0 } },
		/* A fast server has several before a slow one has the first. */
		{ &vsx_sched_sed, { 1, 4, 2 }, { 1, 1, 2, 1, 0, 1, 2, 1, 1 } },
		/* Idle ones first, whatever their weight. */
		{ &vsx_sched_nq, { 1, 4, 2 }, { 0, 1, 2, 1, 1, 1, 2, 1, 1 } },
		/* A server is full when it has one more than its weight. */
		{ &vsx_sched_ovf, { 1, 3, 2 }, { 1, 1, 1, 1, 2, 2, 2, 0, 0 } },
	};
	struct kit *k = kit_new(c[_i].sched, c[_i].weight, 3);
	u32 i;

	for (i = 0; i < 9; i++) {
		u32 choice = kit_pick(k);

		if (choice != c[_i].order[i])
			ck_abort_msg("%s: connection %u to %u", c[_i].sched->name, i, choice);
		kit_load(k, choice, 1, 0);
	}
	if (c[_i].sched == &vsx_sched_ovf) {
		ck_assert_uint_eq(kit_pick(k), KIT_NOBODY);
		kit_load(k, 2, -1, 1);
		ck_assert_uint_eq(kit_pick(k), 2);
	}
	kit_free(k);
}
END_TEST
#define FILL_ORDERS 5

Suite *sched_tree_suite(void)
{
	Suite *s = suite_create("tree");
	TCase *tc = tcase_create("tree");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, long_histories_equal_the_search, 0, naive_count);
	tcase_add_loop_test(tc, ten_thousand_servers_equal_the_search, 0, naive_count);
	tcase_add_loop_test(tc, boundaries_equal_the_search, 0, naive_count);
	tcase_add_loop_test(tc, documented_fill_orders, 0, FILL_ORDERS);
	suite_add_tcase(s, tc);
	return s;
}
