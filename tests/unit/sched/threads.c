// SPDX-License-Identifier: GPL-2.0-only
/*
 * threads.c - the schedulers on several CPUs at once, under the thread sanitizer: rr and wrr stay
 * exact; those on a tree stay fair while loads move, and are exact the moment they rest.
 */
#include <pthread.h>
#include <stdlib.h>

#include "sched/kit.h"

#define THREADS 4
#define PICKS 60000u
#define SERVERS 6
#define TREE_ROUNDS 4

static struct kit *kit;
static u32 count[SERVERS];

static void *picker(void *arg)
{
	u32 i;

	for (i = 0; i < PICKS; i++)
		__atomic_add_fetch(&count[kit_pick(kit)], 1, __ATOMIC_RELAXED);
	return NULL;
}

/* Open connections, and end one in two again. */
static void *talker(void *arg)
{
	u64 seed = (unsigned long)arg;
	u32 i;

	for (i = 0; i < PICKS / 4; i++) {
		u32 s = kit_pick(kit);

		if (s == KIT_NOBODY)
			continue;
		kit_load(kit, s, 1, 0);
		if (kit_random(&seed, 2))
			kit_load(kit, s, -1, 0);
	}
	return NULL;
}

/* The control plane builds a second time, after publication: thread 0, while the others go on. */
static void *builder(void *arg)
{
	u32 i;

	if (arg)
		return talker(arg);
	for (i = 0; i < PICKS / 16; i++)
		kit->servers->sched->build(kit->servers);
	return NULL;
}

static void run(void *(*what)(void *arg))
{
	pthread_t thread[THREADS];
	unsigned long i;

	for (i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, what, (void *)i);
	for (i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
}

START_TEST(rr_is_exact_on_all_cpus)
{
	static const u32 weight[SERVERS] = { 1, 1, 1, 1, 1, 1 };
	u32 i;

	kit = kit_new(&vsx_sched_rr, weight, SERVERS);
	run(picker);
	for (i = 0; i < SERVERS; i++)
		ck_assert_uint_eq(count[i], THREADS * PICKS / SERVERS);
	kit_free(kit);
}
END_TEST

START_TEST(wrr_is_exact_on_all_cpus)
{
	static const u32 weight[SERVERS] = { 3, 2, 1, 5, 1, 3 };
	u32 i;

	kit = kit_new(&vsx_sched_wrr, weight, SERVERS);
	run(picker);
	for (i = 0; i < SERVERS; i++)
		ck_assert_uint_eq(count[i], THREADS * PICKS / 15 * weight[i]);
	kit_free(kit);
}
END_TEST

/* However the threads ended: the root is what a search finds, at once and without a rebuild. */
START_TEST(tree_is_exact_when_loads_rest)
{
	const struct naive *v = &naive[_i / TREE_ROUNDS];
	static const u32 weight[SERVERS] = { 3000, 2000, 1000, 5000, 1000, 3000 };

	kit = kit_new(v->sched, weight, SERVERS);
	run(talker);
	ck_assert_uint_eq(kit_pick(kit), naive_pick(v, kit, weight, SERVERS));
	kit_free(kit);
}
END_TEST

START_TEST(tree_is_exact_after_a_build_among_others)
{
	const struct naive *v = &naive[_i];
	static const u32 weight[SERVERS] = { 3000, 2000, 1000, 5000, 1000, 3000 };

	kit = kit_new(v->sched, weight, SERVERS);
	run(builder);
	ck_assert_uint_eq(kit_pick(kit), naive_pick(v, kit, weight, SERVERS));
	kit_free(kit);
}
END_TEST

/*
 * Only opening: a server may be ahead of its share by as many connections as there are threads that chose
 * it before one of them was counted.
 */
static void *opener(void *arg)
{
	u32 i;

	for (i = 0; i < PICKS / 4; i++)
		kit_load(kit, kit_pick(kit), 1, 0);
	return NULL;
}

START_TEST(wlc_is_fair_on_all_cpus)
{
	static const u32 weight[SERVERS] = { 3, 2, 1, 5, 1, 3 };
	u32 i, open = THREADS * (PICKS / 4);

	kit = kit_new(&vsx_sched_wlc, weight, SERVERS);
	run(opener);
	for (i = 0; i < SERVERS; i++) {
		int off = kit->load[i].active.counter - (int)(open / 15 * weight[i]);

		if (abs(off) > THREADS + 1)
			ck_abort_msg("server %u off by %d of %u", i, off, open);
	}
	kit_free(kit);
}
END_TEST

/* Few addresses on few servers that come and go in their sets, from all CPUs at once. */
static void *visitor(void *arg)
{
	u64 seed = (unsigned long)arg;
	u32 i;

	for (i = 0; i < PICKS / 4; i++) {
		u32 s = kit_pick_flow(kit, i, kit_random(&seed, 50));

		if (!arg && i % 8 == 0)
			kit->servers->sched->build(kit->servers);
		ck_assert_uint_lt(s, SERVERS);
		kit_load(kit, s, 1, 0);
		if (kit_random(&seed, 8))
			kit_load(kit, s, -1, 0);
	}
	return NULL;
}

START_TEST(locality_on_all_cpus)
{
	static const u32 weight[SERVERS] = { 3, 2, 1, 5, 1, 3 };
	u32 i;

	kit = kit_new(_i ? &vsx_sched_lblcr : &vsx_sched_lblc, weight, SERVERS);
	run(visitor);
	/* No address keeps a crowded server while another is empty. */
	for (i = 0; i < SERVERS; i++)
		kit_load(kit, i, -kit->load[i].active.counter + (i ? 100 : 0), 0);
	for (i = 0; i < 50; i++)
		ck_assert_uint_eq(kit_pick_flow(kit, 0, i), 0);
	kit_free(kit);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("sched_threads");
	TCase *tc = tcase_create("threads");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, rr_is_exact_on_all_cpus);
	tcase_add_test(tc, wrr_is_exact_on_all_cpus);
	tcase_add_loop_test(tc, tree_is_exact_when_loads_rest, 0, naive_count * TREE_ROUNDS);
	tcase_add_loop_test(tc, tree_is_exact_after_a_build_among_others, 0, naive_count);
	tcase_add_test(tc, wlc_is_fair_on_all_cpus);
	tcase_add_loop_test(tc, locality_on_all_cpus, 0, 2);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
