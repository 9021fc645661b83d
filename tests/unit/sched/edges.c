// SPDX-License-Identifier: GPL-2.0-only
/*
 * edges.c - what every scheduler does at the edges: weights from 0 to 2^31 - 1, one server, equal ones, cursors at
 * their ends.
 */
#include <stdlib.h>
#include <string.h>

#include "sched/kit.h"

static const char *const name[] = {
	"rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sed", "nq", "fo", "ovf", "dh", "sh", "mh", "twos",
};
#define SCHEDS ((int)(sizeof(name) / sizeof(name[0])))

#define WEIGHT_MAX 2147483647

static const struct vsx_sched *sched(int i)
{
	return vsx_sched_find(name[i]);
}

START_TEST(one_server_of_any_weight_has_it_all)
{
	static const u32 weight[] = { 1, 2, 65535, 65536, WEIGHT_MAX };
	u32 w, i;

	for (w = 0; w < sizeof(weight) / sizeof(weight[0]); w++) {
		struct kit *k = kit_new(sched(_i), &weight[w], 1);

		for (i = 0; i < 1000; i++)
			ck_assert_uint_eq(kit_pick_flow(k, i, i), 0);
		kit_free(k);
	}
}
END_TEST

/* Beside the greatest there are, with connections that come and go. */
START_TEST(weight_0_is_never_chosen)
{
	static const u32 weight[7] = { 0, 1, 0, 65535, 0, WEIGHT_MAX, 0 };
	struct kit *k = kit_new(sched(_i), weight, 7);
	u64 seed = _i;
	u32 i, s, last = KIT_NOBODY;

	for (i = 0; i < 5000; i++) {
		s = kit_pick_flow(k, i, i);
		/* One that has no room left for all its weight is none: ovf. */
		if (s == KIT_NOBODY)
			continue;
		ck_assert_uint_lt(s, 7);
		ck_assert_uint_ne(weight[s], 0);
		kit_load(k, s, 1, 0);
		if (last != KIT_NOBODY && kit_random(&seed, 2))
			kit_load(k, last, -1, 1);
		last = s;
	}
	kit_free(k);
}
END_TEST

/* Connections that stay: all three get some, but of fo, which has one for all, and ovf, which is not full. */
START_TEST(the_greatest_weights_share)
{
	static const u32 weight[3] = { WEIGHT_MAX, WEIGHT_MAX, WEIGHT_MAX };
	struct kit *k = kit_new(sched(_i), weight, 3);
	bool has_one = !strcmp(name[_i], "fo") || !strcmp(name[_i], "ovf");
	u32 seen[3] = {}, i, s;

	for (i = 0; i < 3000; i++) {
		s = kit_pick_flow(k, i, i);
		ck_assert_uint_lt(s, 3);
		seen[s]++;
		kit_load(k, s, 1, 0);
	}
	for (i = 0; i < 3; i++)
		if (has_one ? seen[i] && seen[i] != 3000 : seen[i] < 900)
			ck_abort_msg("%s: server %u has %u of 3000", name[_i], i, seen[i]);
	kit_free(k);
}
END_TEST

/* Where 32, 63 and 64 bits of the service's cursor end. */
START_TEST(any_cursor_names_a_server)
{
	static const u64 start[] = { 4294967290ULL, 9223372036854775800ULL, 18446744073709551610ULL };
	static const u32 weight[5] = { 1, 2, 65535, 7, WEIGHT_MAX };
	struct kit *k = kit_new(sched(_i), weight, 5);
	u32 c, i;

	for (c = 0; c < sizeof(start) / sizeof(start[0]); c++) {
		atomic64_set(&k->cursor, start[c]);
		for (i = 0; i < 20; i++)
			ck_assert_uint_lt(kit_pick_flow(k, i, i), 5);
	}
	kit_free(k);
}
END_TEST

Suite *sched_edges_suite(void)
{
	Suite *s = suite_create("edges");
	TCase *tc = tcase_create("edges");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, one_server_of_any_weight_has_it_all, 0, SCHEDS);
	tcase_add_loop_test(tc, weight_0_is_never_chosen, 0, SCHEDS);
	tcase_add_loop_test(tc, the_greatest_weights_share, 0, SCHEDS);
	tcase_add_loop_test(tc, any_cursor_names_a_server, 0, SCHEDS);
	suite_add_tcase(s, tc);
	return s;
}
