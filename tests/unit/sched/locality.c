// SPDX-License-Identifier: GPL-2.0-only
/*
 * locality.c - lblc and lblcr: an address stays where it is as long as that is good, against a reference that
 * searches and forgets nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "sched/kit.h"

static const struct vsx_sched *const sched[] = { &vsx_sched_lblc, &vsx_sched_lblcr };

#define SERVERS_MAX	40
#define ADDRESSES	300
#define DAY		86400

static u32 open_one(struct kit *k, u32 dest)
{
	u32 s = kit_pick_flow(k, 1, dest);

	if (s != KIT_NOBODY)
		kit_load(k, s, 1, 0);
	return s;
}

START_TEST(an_address_stays_while_others_are_spread)
{
	static const u32 weight[4] = { 100, 100, 100, 100 };
	struct kit *k = kit_new(sched[_i], weight, 4);
	u32 home[40], count[4] = {}, i, round;

	for (i = 0; i < 40; i++)
		count[home[i] = open_one(k, i)]++;
	for (i = 0; i < 4; i++)
		ck_assert_uint_eq(count[i], 10);
	for (round = 0; round < 3; round++)
		for (i = 0; i < 20; i++)
			ck_assert_uint_eq(open_one(k, i), home[i]);
	/* Nor does a new snapshot move it. */
	kit_rebuild(k, weight, 4);
	for (i = 0; i < 40; i++)
		ck_assert_uint_eq(kit_pick_flow(k, 1, i), home[i]);
	kit_free(k);
}
END_TEST

/* More active connections than the weight, and the best has less than half of its own. */
START_TEST(crowded_and_another_has_room)
{
	static const u32 weight[2] = { 4, 10 };
	struct kit *k = kit_new(sched[_i], weight, 2);

	kit_load(k, 1, 9, 0);
	ck_assert_uint_eq(kit_pick_flow(k, 1, 7), 0);
	kit_load(k, 0, 5, 0);
	/* 5 of 4, but 9 of 10 is not less than half. */
	ck_assert_uint_eq(kit_pick_flow(k, 1, 7), 0);
	kit_load(k, 1, -4, 0);
	ck_assert_uint_eq(kit_pick_flow(k, 1, 7), 0);
	kit_load(k, 0, -1, 0);
	kit_load(k, 1, -1, 0);
	/* 4 of 10 is, but 4 of 4 is not more than all. */
	ck_assert_uint_eq(kit_pick_flow(k, 1, 7), 0);
	kit_load(k, 0, 1, 0);
	ck_assert_uint_eq(kit_pick_flow(k, 1, 7), 1);
	kit_load(k, 1, 20, 0);
	kit_load(k, 0, -5, 0);
	/* lblc has moved for good until that is crowded; lblcr has both, and goes where there is less. */
	ck_assert_uint_eq(kit_pick_flow(k, 1, 7), 0);
	kit_free(k);
}
END_TEST

START_TEST(removed_and_quiesced_servers_are_left)
{
	u32 weight[3] = { 10, 10, 10 }, home[30], i;
	struct kit *k = kit_new(sched[_i], weight, 3);

	for (i = 0; i < 30; i++)
		home[i] = open_one(k, i);
	weight[1] = 0;
	kit_rebuild(k, weight, 3);
	for (i = 0; i < 30; i++) {
		u32 s = kit_pick_flow(k, 1, i);

		ck_assert_uint_ne(s, 1);
		if (home[i] != 1)
			ck_assert_uint_eq(s, home[i]);
	}
	/* All ids are others': nothing that was remembered means anything. */
	k->first_id = 1000;
	kit_rebuild(k, weight, 3);
	for (i = 0; i < 30; i++)
		ck_assert_uint_ne(kit_pick_flow(k, 1, i), 1);
	kit_free(k);
}
END_TEST

START_TEST(overloaded_servers_are_left_and_found_again)
{
	static const u32 weight[3] = { 10, 10, 10 };
	struct kit *k = kit_new(sched[_i], weight, 3);
	u32 home = kit_pick_flow(k, 1, 5), i;

	for (i = 0; i < 3; i++)
		kit_full(k, i, true);
	ck_assert_uint_eq(kit_pick_flow(k, 1, 5), KIT_NOBODY);
	for (i = 0; i < 3; i++)
		kit_full(k, i, false);
	ck_assert_uint_eq(kit_pick_flow(k, 1, 5), home);
	kit_full(k, home, true);
	ck_assert_uint_ne(kit_pick_flow(k, 1, 5), home);
	kit_free(k);
}
END_TEST

START_TEST(a_day_unused_is_forgotten)
{
	static const u32 weight[2] = { 10, 10 };
	struct kit *k = kit_new(sched[_i], weight, 2);

	/* Where the 16 bits of the time wrap, too. */
	k->now = 64 * 65530;
	ck_assert_uint_eq(kit_pick_flow(k, 1, 5), 0);
	kit_load(k, 0, 3, 0);
	k->now += DAY - 64;
	ck_assert_uint_eq(kit_pick_flow(k, 1, 5), 0);
	k->now += DAY - 64;
	ck_assert_uint_eq(kit_pick_flow(k, 1, 5), 0);
	k->now += DAY + 64;
	ck_assert_uint_eq(kit_pick_flow(k, 1, 5), 1);
	/* The clock of another CPU, a little behind. */
	k->now -= 64;
	ck_assert_uint_eq(kit_pick_flow(k, 1, 5), 1);
	kit_free(k);
}
END_TEST

/* As the knob says, from one choice to the next: not at all, for minutes, for as long as there is a clock. */
START_TEST(remembered_as_long_as_configured)
{
	static const struct {
		int expiration;
		u32 after;
		bool is_remembered;
	} c[] = {
		{ 0, 0, false }, { 63, 0, false }, { 64, 0, true }, { 64, 64, false },
		{ 640, 9 * 64, true }, { 640, 640, false }, { DAY, DAY - 64, true }, { DAY, DAY, false },
		{ 2147483, 2000000, true }, { 2147483, 2097088, false }, { 2147483647, 2000000, true },
	};
	static const u32 weight[2] = { 10, 10 };
	struct kit *k = kit_new(sched[_i], weight, 2);
	u32 i;

	k->now = 64 * 65530;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		/* Lightly loaded, it gets the address; then it would not. */
		kit_load(k, 1, 0, 2);
		ck_assert_uint_eq(kit_pick_flow(k, 1, i), 0);
		kit_load(k, 0, 0, 3);
		k->tune.lblc_expiration = c[i].expiration;
		k->tune.lblcr_expiration = c[i].expiration;
		k->now += c[i].after;
		ck_assert_uint_eq(kit_pick_flow(k, 1, i), !c[i].is_remembered);
		kit_load(k, 0, 0, -3);
		kit_load(k, 1, 0, -2);
	}
	kit_free(k);
}
END_TEST

/* Nobody joins a set for a day: it loses its most loaded server, one a day. */
START_TEST(replicas_go_when_nobody_needs_them)
{
	static const u32 weight[3] = { 2, 2, 2 };
	struct kit *k = kit_new(&vsx_sched_lblcr, weight, 3);
	u32 seen, i, day;

	for (i = 0; i < 3; i++) {
		ck_assert_uint_eq(kit_pick_flow(k, 1, 5), i);
		kit_load(k, i, 3, 0);
	}
	for (i = 0; i < 3; i++)
		kit_load(k, i, -3, 0);
	for (day = 0; day < 4; day++) {
		/* Whom does the set have? Each in turn is made the least loaded by far. */
		for (seen = 0, i = 0; i < 3; i++) {
			kit_load(k, 0, 0, 1000);
			kit_load(k, 1, 0, 1000);
			kit_load(k, 2, 0, 1000);
			kit_load(k, i, 0, -1000);
			seen += kit_pick_flow(k, 1, 5) == i;
			kit_load(k, 0, 0, -1000);
			kit_load(k, 1, 0, -1000);
			kit_load(k, 2, 0, -1000);
			kit_load(k, i, 0, 1000);
		}
		ck_assert_uint_eq(seen, day < 2 ? 3 - day : 1);
		/* Twice half a day: used, but not changed. */
		k->now += DAY / 2 + 64;
		kit_pick_flow(k, 1, 5);
		k->now += DAY / 2 + 64;
		kit_pick_flow(k, 1, 5);
	}
	kit_free(k);
}
END_TEST

/* Addresses without number, each once: valid choices, spread by load, in memory of one size (by ASan). */
START_TEST(a_flood_of_addresses)
{
	static u32 weight[100];
	struct kit *k;
	u32 i, least = ~0u, most = 0;

	for (i = 0; i < 100; i++)
		weight[i] = 1000000;
	k = kit_new(sched[_i], weight, 100);
	for (i = 0; i < 300000; i++)
		ck_assert_uint_lt(open_one(k, i * 2654435761u), 100);
	for (i = 0; i < 100; i++) {
		u32 n = k->load[i].active.counter;

		least = n < least ? n : least;
		most = n > most ? n : most;
	}
	/* A few land where an older address with the same tag is. */
	ck_assert_uint_lt(most - least, 60);
	kit_free(k);
}
END_TEST

START_TEST(ten_thousand_servers)
{
	static u32 weight[10000], home[400];
	struct kit *k;
	u32 i;

	for (i = 0; i < 10000; i++)
		weight[i] = 10;
	k = kit_new(sched[_i], weight, 10000);
	for (i = 0; i < 400; i++)
		ck_assert_uint_eq(home[i] = open_one(k, i), i);
	for (i = 0; i < 400; i++)
		ck_assert_uint_eq(open_one(k, i), home[i]);
	kit_free(k);
}
END_TEST

/* ---- the reference ---------------------------------------------------------------------------- */

struct naive_set {
	bool is_in[SERVERS_MAX];
	u32 n;
};

static double per_weight(const struct kit *k, const u32 *weight, u32 i)
{
	return (256.0 * k->load[i].active.counter + k->load[i].inactive.counter) / weight[i];
}

static u32 least(const struct kit *k, const u32 *weight, u32 n, const struct naive_set *set)
{
	u32 i, best = KIT_NOBODY;

	for (i = 0; i < n; i++) {
		if (!weight[i] || (set && !set->is_in[i]))
			continue;
		if (best == KIT_NOBODY || per_weight(k, weight, i) < per_weight(k, weight, best))
			best = i;
	}
	return best;
}

static bool is_crowded(const struct kit *k, const u32 *weight, u32 n, u32 i)
{
	u32 best = least(k, weight, n, NULL);

	return k->load[i].active.counter > (int)weight[i] &&
	       k->load[best].active.counter * 2 < (int)weight[best];
}

static u32 naive_choice(const struct kit *k, const u32 *weight, u32 n, struct naive_set *set, bool replicates)
{
	u32 choice = least(k, weight, n, set);

	if (choice != KIT_NOBODY && !is_crowded(k, weight, n, choice))
		return choice;
	choice = least(k, weight, n, NULL);
	if (choice == KIT_NOBODY)
		return choice;
	if (!replicates)
		memset(set, 0, sizeof(*set));
	set->is_in[choice] = true;
	return choice;
}

START_TEST(long_histories_equal_the_reference)
{
	bool replicates = _i % 2;
	static struct naive_set set[ADDRESSES];
	u32 n = _i / 2 * 3 + 2, weight[SERVERS_MAX], step, i, dest, want, got;
	u64 seed = _i;
	struct kit *k;

	memset(set, 0, sizeof(set));
	for (i = 0; i < n; i++)
		weight[i] = 1 + kit_random(&seed, 9);
	k = kit_new(sched[_i % 2], weight, n);
	for (step = 0; step < 30000; step++) {
		dest = kit_random(&seed, ADDRESSES);
		want = naive_choice(k, weight, n, &set[dest], replicates);
		got = kit_pick_flow(k, step, dest);
		if (got != want)
			ck_abort_msg("%s: step %u: %u, not %u", k->servers->sched->name, step, got, want);
		if (got != KIT_NOBODY)
			kit_load(k, got, 1, 0);
		/* The tide goes out and in. */
		for (i = 0; i < n; i++) {
			if (k->load[i].active.counter && !kit_random(&seed, step / 3000 % 2 ? n : 2 * n))
				kit_load(k, i, -1, 1);
			if (k->load[i].inactive.counter && !kit_random(&seed, n))
				kit_load(k, i, 0, -1);
		}
		if (kit_random(&seed, 300))
			continue;
		/* What was remembered of a server survives a time of weight 0. */
		weight[kit_random(&seed, n - 1)] = kit_random(&seed, 9);
		kit_rebuild(k, weight, n);
	}
	kit_free(k);
}
END_TEST

Suite *sched_locality_suite(void)
{
	Suite *s = suite_create("locality");
	TCase *tc = tcase_create("locality");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, an_address_stays_while_others_are_spread, 0, 2);
	tcase_add_loop_test(tc, crowded_and_another_has_room, 0, 2);
	tcase_add_loop_test(tc, removed_and_quiesced_servers_are_left, 0, 2);
	tcase_add_loop_test(tc, overloaded_servers_are_left_and_found_again, 0, 2);
	tcase_add_loop_test(tc, a_day_unused_is_forgotten, 0, 2);
	tcase_add_loop_test(tc, remembered_as_long_as_configured, 0, 2);
	tcase_add_test(tc, replicas_go_when_nobody_needs_them);
	tcase_add_loop_test(tc, a_flood_of_addresses, 0, 2);
	tcase_add_loop_test(tc, ten_thousand_servers, 0, 2);
	tcase_add_loop_test(tc, long_histories_equal_the_reference, 0, 10);
	suite_add_tcase(s, tc);
	return s;
}
