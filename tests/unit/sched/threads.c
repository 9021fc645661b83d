// SPDX-License-Identifier: GPL-2.0-only
/*
 * threads.c - the schedulers on several CPUs at once, under the thread sanitizer: rr and wrr stay
 * exact, wlc stays fair and finds back to the true least when it is quiet again.
 */
#include <pthread.h>
#include <stdlib.h>

#include "sched/kit.h"

#define THREADS 4
#define PICKS 60000u
#define SERVERS 6

static struct kit *kit;
static u32 count[SERVERS];

static void *picker(void *arg)
{
	u32 i;

	for (i = 0; i < PICKS; i++)
		__atomic_add_fetch(&count[kit_pick(kit)], 1, __ATOMIC_RELAXED);
	return NULL;
}

/* Open connections, and end one in two again; what is left open is counted. */
static void *talker(void *arg)
{
	u64 seed = (unsigned long)arg;
	u32 i;

	for (i = 0; i < PICKS / 4; i++) {
		u32 s = kit_pick(kit);

		kit_load(kit, s, 1, 0);
		if (kit_random(&seed, 2))
			kit_load(kit, s, -1, 0);
	}
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

START_TEST(wlc_is_fair_on_all_cpus)
{
	static const u32 weight[SERVERS] = { 3, 2, 1, 5, 1, 3 };
	u32 i, open = 0;

	kit = kit_new(&vsx_sched_wlc, weight, SERVERS);
	run(talker);
	for (i = 0; i < SERVERS; i++)
		open += kit->load[i].active.counter;
	/* What threads left uneven is made up for when one goes on alone. */
	for (; open % 15 || i < 3000; i++, open++)
		kit_load(kit, kit_pick(kit), 1, 0);
	for (i = 0; i < SERVERS; i++) {
		int off = kit->load[i].active.counter - (int)(open / 15 * weight[i]);

		if (abs(off) > 1)
			ck_abort_msg("server %u off by %d of %u", i, off, open);
	}
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
	tcase_add_test(tc, wlc_is_fair_on_all_cpus);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
