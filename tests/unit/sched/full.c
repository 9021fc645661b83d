// SPDX-License-Identifier: GPL-2.0-only
/*
 * full.c - overloaded servers: never chosen, by no scheduler; and who is chosen instead, by those that hash.
 */
#include <stdlib.h>
#include <string.h>

#include "sched/kit.h"

static const char *const name[] = {
	"rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sed", "nq", "fo", "ovf", "dh", "sh", "mh", "twos",
};
#define SCHEDS ((int)(sizeof(name) / sizeof(name[0])))

static struct kit *kit_with_limits(const char *sched, const u32 *weight, u32 n, u32 flags)
{
	struct kit *k = kit_new(vsx_sched_find(sched), weight, n);

	k->flags = flags;
	kit_rebuild(k, weight, n);
	return k;
}

static bool hashes(const char *sched)
{
	return !strcmp(sched, "dh") || !strcmp(sched, "sh") || !strcmp(sched, "mh");
}

/* Servers fill up and get room again at random; a choice is never wrong, and found if there is one. */
START_TEST(never_chosen_and_always_found)
{
	static const u32 n[] = { 1, 2, 3, 64, 65, 200 };
	const char *sched = name[_i];
	u32 weight[200], c, i, full, choice;
	u64 seed = _i;

	for (c = 0; c < sizeof(n) / sizeof(n[0]); c++) {
		struct kit *k;

		for (i = 0; i < n[c]; i++)
			weight[i] = 1 + kit_random(&seed, 10);
		k = kit_with_limits(sched, weight, n[c], VSX_SCHED_F_FALLBACK);
		for (i = 0; i < 20000; i++) {
			u32 s = kit_random(&seed, n[c]);

			/* Tides: all full, and all free, comes up too. */
			kit_full(k, s, kit_random(&seed, 8) > (i / 1000 % 2 ? 0 : 6));
			choice = kit_pick_flow(k, i, i);
			if (choice != KIT_NOBODY) {
				ck_assert(!k->load[choice].is_overloaded);
				continue;
			}
			for (full = 0, s = 0; s < n[c]; s++)
				full += k->load[s].is_overloaded;
			if (full != n[c])
				ck_abort_msg("%s: nobody, but %u of %u are full", sched, full, n[c]);
		}
		kit_free(k);
	}
}
END_TEST

START_TEST(none_one_and_all)
{
	static const u32 weight[5] = { 3, 1, 4, 1, 5 };
	struct kit *k = kit_with_limits(name[_i], weight, 5, VSX_SCHED_F_FALLBACK);
	u32 i, s;

	ck_assert_uint_ne(kit_pick_flow(k, 1, 1), KIT_NOBODY);
	for (s = 0; s < 5; s++)
		kit_full(k, s, true);
	for (i = 0; i < 100; i++)
		ck_assert_uint_eq(kit_pick_flow(k, i, i), KIT_NOBODY);
	for (s = 0; s < 5; s++) {
		kit_full(k, s, false);
		for (i = 0; i < 100; i++)
			ck_assert_uint_eq(kit_pick_flow(k, i, i), s);
		kit_full(k, s, true);
	}
	/* Full before the snapshot was built. */
	kit_rebuild(k, weight, 5);
	ck_assert_uint_eq(kit_pick_flow(k, 1, 1), KIT_NOBODY);
	kit_free(k);
}
END_TEST

/* 9 999 of them full: found, whichever it is. */
START_TEST(one_of_ten_thousand)
{
	static u32 weight[10000];
	struct kit *k;
	u64 seed = 3;
	u32 i, free = 0;

	for (i = 0; i < 10000; i++)
		weight[i] = 1;
	k = kit_with_limits(name[_i], weight, 10000, VSX_SCHED_F_FALLBACK);
	for (i = 1; i < 10000; i++)
		kit_full(k, i, true);
	for (i = 0; i < 2000; i++) {
		ck_assert_uint_eq(kit_pick_flow(k, i, i), free);
		kit_full(k, free, true);
		free = i % 100 ? kit_random(&seed, 10000) : i % 200 ? 9999 : 0;
		kit_full(k, free, false);
	}
	kit_free(k);
}
END_TEST

START_TEST(hashed_flows_stay_or_are_refused)
{
	static const u32 weight[6] = { 1, 2, 3, 4, 5, 6 };
	u32 first[3000], second[3000], moved = 0, i;
	struct kit *k;

	if (!hashes(name[_i]))
		return;
	k = kit_with_limits(name[_i], weight, 6, 0);
	for (i = 0; i < 3000; i++)
		first[i] = kit_pick_flow(k, i, i);
	kit_full(k, 4, true);
	for (i = 0; i < 3000; i++)
		ck_assert_uint_eq(kit_pick_flow(k, i, i), first[i] == 4 ? KIT_NOBODY : first[i]);
	k->flags = VSX_SCHED_F_FALLBACK;
	kit_rebuild(k, weight, 6);
	for (i = 0; i < 3000; i++) {
		second[i] = kit_pick_flow(k, i, i);
		ck_assert_uint_ne(second[i], KIT_NOBODY);
		if (first[i] != 4)
			ck_assert_uint_eq(second[i], first[i]);
		else
			ck_assert_uint_ne(second[i], 4);
		moved += first[i] != second[i];
		ck_assert_uint_eq(kit_pick_flow(k, i, i), second[i]);
	}
	ck_assert_uint_gt(moved, 300);
	kit_full(k, 4, false);
	for (i = 0; i < 3000; i++)
		ck_assert_uint_eq(kit_pick_flow(k, i, i), first[i]);
	kit_free(k);
}
END_TEST

/* Who falls back is spread over the others in proportion. */
START_TEST(fallback_honours_weights)
{
	static const u32 weight[5] = { 10, 1, 2, 3, 4 }, even[5] = { 10, 1, 1, 1, 1 };
	u32 seen[5] = {}, i, choice;
	struct kit *k;

	if (!hashes(name[_i]))
		return;
	k = kit_with_limits(name[_i], weight, 5, VSX_SCHED_F_FALLBACK);
	for (i = 0; i < 200000; i++) {
		kit_full(k, 0, false);
		choice = kit_pick_flow(k, i, i);
		if (choice)
			continue;
		kit_full(k, 0, true);
		seen[kit_pick_flow(k, i, i)]++;
	}
	seen[0] = 0;
	kit_check_shares(seen + 1, (strcmp(name[_i], "dh") ? weight : even) + 1, 4);
	kit_free(k);
}
END_TEST

Suite *sched_full_suite(void)
{
	Suite *s = suite_create("full");
	TCase *tc = tcase_create("full");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, never_chosen_and_always_found, 0, SCHEDS);
	tcase_add_loop_test(tc, none_one_and_all, 0, SCHEDS);
	tcase_add_loop_test(tc, one_of_ten_thousand, 0, SCHEDS);
	tcase_add_loop_test(tc, hashed_flows_stay_or_are_refused, 0, SCHEDS);
	tcase_add_loop_test(tc, fallback_honours_weights, 0, SCHEDS);
	suite_add_tcase(s, tc);
	return s;
}
