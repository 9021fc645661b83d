// SPDX-License-Identifier: GPL-2.0-only
/*
 * limit.c - thresholds: who has reached the upper one is not chosen until below the lower one, by any scheduler.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "sched/kit.h"

static const char *const names[] = {
	"rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sed", "nq", "fo", "ovf", "dh", "sh", "mh", "twos",
};
#define NAMES ((int)(sizeof(names) / sizeof(names[0])))

static const u32 weights[5] = { 1, 2, 3, 100, 5 };

/* With the fallback flag, so that the hash schedulers find somebody as the others do. */
static struct kit *kit_with_fallback(const char *name)
{
	struct kit *k = kit_new(vsx_sched_find(name), weights, 5);

	k->flags = VSX_SCHED_F_FALLBACK;
	kit_rebuild(k, weights, 5);
	return k;
}

/* Choose and open, for a flow that is the same for @i. */
static u32 open_one(struct kit *k, u32 i)
{
	u32 who = kit_pick_flow(k, i * 2654435761u, 1);

	if (who != KIT_NOBODY)
		kit_load(k, who, 1, 0);
	return who;
}

/* Each takes what it may, not one more, and somebody is found as long as somebody is there. */
START_TEST(fills_all_exactly)
{
	struct kit *k = kit_with_fallback(names[_i]);
	u32 seen[5] = {}, i, who;

	for (i = 0; i < 5; i++)
		k->load[i].upper = i + 1;
	for (i = 0; i < 15; i++) {
		who = open_one(k, i);
		ck_assert_msg(who < 5, "%s: nobody for connection %u", names[_i], i);
		seen[who]++;
	}
	for (i = 0; i < 5; i++)
		ck_assert_msg(seen[i] == i + 1, "%s: server %u has %u", names[_i], i, seen[i]);
	ck_assert_uint_eq(open_one(k, 99), KIT_NOBODY);
	kit_load(k, 3, -2, 0);		/* 2 of 4: below three quarters */
	ck_assert_uint_eq(open_one(k, 99), 3);
	kit_free(k);
}
END_TEST

/* Between the two thresholds it stays what it was. */
START_TEST(hysteresis)
{
	static const struct {
		u32 upper, lower, opens_below;
	} c[] = {
		{ 4, 0, 3 }, { 4, 2, 2 }, { 4, 4, 4 }, { 1, 0, 1 }, { 1, 1, 1 }, { 100, 1, 1 }, { 10, 0, 8 },
	};
	struct vsx_load load = { .upper = c[_i].upper, .lower = c[_i].lower };
	u32 n;

	for (n = 0; n < c[_i].upper; n++) {
		load.active.counter = n;
		vsx_load_limit(&load);
		ck_assert(!load.is_overloaded);
	}
	for (n = c[_i].upper + 3; n >= c[_i].opens_below; n--) {
		load.inactive.counter = n;
		load.active.counter = 0;
		vsx_load_limit(&load);
		ck_assert_msg(load.is_overloaded, "%u", n);
	}
	load.inactive.counter = c[_i].opens_below - 1;
	ck_assert(vsx_load_limit(&load));
	ck_assert(!load.is_overloaded);
	ck_assert(!vsx_load_limit(&load));
}
END_TEST
#define HYSTERESIS_CASES 7

START_TEST(limit_taken_off)
{
	struct vsx_load load = { .upper = 2, .active.counter = 5 };

	ck_assert(vsx_load_limit(&load));
	ck_assert(load.is_overloaded);
	load.upper = 0;
	ck_assert(vsx_load_limit(&load));
	ck_assert(!load.is_overloaded);
}
END_TEST

/* rr and wrr pass over who is overloaded, and stay fair to the others. */
START_TEST(turns_stay_fair)
{
	static const u32 even[4] = { 1, 1, 1, 1 };
	struct kit *k = kit_new(_i ? &vsx_sched_wrr : &vsx_sched_rr, even, 4);
	u32 seen[4] = {}, i;

	k->load[2].upper = 1;
	kit_load(k, 2, 1, 0);
	for (i = 0; i < 300; i++)
		seen[kit_pick(k)]++;
	ck_assert_uint_eq(seen[2], 0);
	for (i = 0; i < 4; i++)
		ck_assert(i == 2 || (seen[i] >= 98 && seen[i] <= 102));
	kit_free(k);
}
END_TEST

/* fo goes to the next weight, and back. */
START_TEST(failover_by_weight)
{
	static const u32 weight[3] = { 10, 30, 20 };
	struct kit *k = kit_new(&vsx_sched_fo, weight, 3);

	k->load[1].upper = 1;
	kit_load(k, 1, 1, 0);
	ck_assert_uint_eq(kit_pick(k), 2);
	kit_load(k, 1, -1, 0);
	ck_assert_uint_eq(kit_pick(k), 1);
	kit_free(k);
}
END_TEST

#define ROUNDS 20000

static void *opens_and_ends(void *arg)
{
	struct kit *k = arg;
	u32 i, who;

	for (i = 0; i < ROUNDS; i++) {
		who = open_one(k, i);
		if (who != KIT_NOBODY)
			kit_load(k, who, -1, 0);
	}
	return NULL;
}

/* Flags, bits and trees are right when the loads have come to rest, whoever raced with whom. */
START_TEST(threads)
{
	struct kit *k = kit_with_fallback(names[_i]);
	pthread_t t[3];
	u32 i;

	for (i = 0; i < 5; i++)
		k->load[i].upper = 1;
	for (i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, opens_and_ends, k);
	for (i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
	for (i = 0; i < 5; i++) {
		ck_assert(!k->load[i].is_overloaded);
		ck_assert_uint_eq(k->servers->takers[0] >> i & 1, 1);
	}
	for (i = 0; i < 5; i++)
		ck_assert_uint_ne(open_one(k, i), KIT_NOBODY);
	ck_assert_uint_eq(open_one(k, 5), KIT_NOBODY);
	kit_free(k);
}
END_TEST

Suite *sched_limit_suite(void)
{
	Suite *s = suite_create("limit");
	TCase *tc = tcase_create("limit");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, fills_all_exactly, 0, NAMES);
	tcase_add_loop_test(tc, hysteresis, 0, HYSTERESIS_CASES);
	tcase_add_test(tc, limit_taken_off);
	tcase_add_loop_test(tc, turns_stay_fair, 0, 2);
	tcase_add_test(tc, failover_by_weight);
	tcase_add_loop_test(tc, threads, 0, NAMES);
	suite_add_tcase(s, tc);
	return s;
}
