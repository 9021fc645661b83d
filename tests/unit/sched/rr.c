// SPDX-License-Identifier: GPL-2.0-only
/*
 * rr.c - round robin: each in turn.
 */
#include <stdlib.h>

#include "sched/kit.h"

START_TEST(each_in_turn)
{
	static const u32 weight[3] = { 7, 1, 3 };
	struct kit *k = kit_new(&vsx_sched_rr, weight, 3);
	u32 i;

	for (i = 0; i < 9; i++)
		ck_assert_uint_eq(kit_pick(k), i % 3);
	kit_free(k);
}
END_TEST

START_TEST(one_server_has_it_all)
{
	static const u32 weight = 5;
	struct kit *k = kit_new(&vsx_sched_rr, &weight, 1);
	u32 i;

	for (i = 0; i < 10; i++)
		ck_assert_uint_eq(kit_pick(k), 0);
	kit_free(k);
}
END_TEST

START_TEST(weight_0_is_passed_over)
{
	static const u32 weight[4] = { 1, 0, 1, 0 };
	struct kit *k = kit_new(&vsx_sched_rr, weight, 4);
	u32 i;

	for (i = 0; i < 8; i++)
		ck_assert_uint_eq(kit_pick(k), i % 2 * 2);
	kit_free(k);
}
END_TEST

START_TEST(change_of_servers_goes_on_where_it_was)
{
	static const u32 weight[4] = { 1, 1, 1, 1 };
	struct kit *k = kit_new(&vsx_sched_rr, weight, 4);

	kit_pick(k);
	kit_pick(k);
	kit_rebuild(k, weight, 4);
	ck_assert_uint_eq(kit_pick(k), 2);
	kit_rebuild(k, weight, 3);
	ck_assert_uint_eq(kit_pick(k), 0);
	kit_free(k);
}
END_TEST

/* The service's cursor begins anywhere: a turn each all the same, also where 32 and 63 bits end. */
START_TEST(any_start_is_fair)
{
	static const u32 weight[3] = { 1, 1, 1 };
	static const u64 start[] = { 1, 4294967290ULL, 9223372036854775800ULL };
	struct kit *k = kit_new(&vsx_sched_rr, weight, 3);
	u32 seen[3] = {}, i, last;

	atomic64_set(&k->cursor, start[_i]);
	last = kit_pick(k);
	for (i = 0; i < 30; i++) {
		u32 choice = kit_pick(k);

		ck_assert_uint_eq(choice, (last + 1) % 3);
		seen[last = choice]++;
	}
	for (i = 0; i < 3; i++)
		ck_assert_uint_eq(seen[i], 10);
	kit_free(k);
}
END_TEST

/* After 2^64 choices: no choice out of bounds, whatever the order. */
START_TEST(end_of_the_cursor)
{
	static const u32 weight[3] = { 2, 3, 7 };
	struct kit *k = kit_new(_i ? &vsx_sched_wrr : &vsx_sched_rr, weight, 3);
	u32 i;

	atomic64_set(&k->cursor, -50);
	for (i = 0; i < 100; i++)
		ck_assert_uint_lt(kit_pick(k), 3);
	kit_free(k);
}
END_TEST

START_TEST(ten_thousand_servers)
{
	static u32 weight[10000];
	struct kit *k;
	u32 i;

	for (i = 0; i < 10000; i++)
		weight[i] = 1;
	k = kit_new(&vsx_sched_rr, weight, 10000);
	for (i = 0; i < 20000; i++)
		if (kit_pick(k) != i % 10000)
			ck_abort_msg("choice %u", i);
	kit_free(k);
}
END_TEST

Suite *sched_rr_suite(void)
{
	Suite *s = suite_create("rr");
	TCase *tc = tcase_create("rr");

	tcase_add_test(tc, each_in_turn);
	tcase_add_test(tc, one_server_has_it_all);
	tcase_add_test(tc, weight_0_is_passed_over);
	tcase_add_test(tc, change_of_servers_goes_on_where_it_was);
	tcase_add_loop_test(tc, any_start_is_fair, 0, 3);
	tcase_add_loop_test(tc, end_of_the_cursor, 0, 2);
	tcase_add_test(tc, ten_thousand_servers);
	suite_add_tcase(s, tc);
	return s;
}

START_TEST(known_names_are_found)
{
	static const struct vsx_sched *const sched[] = {
		&vsx_sched_rr, &vsx_sched_wrr, &vsx_sched_lc, &vsx_sched_wlc,
		&vsx_sched_sed, &vsx_sched_nq, &vsx_sched_fo, &vsx_sched_ovf,
		&vsx_sched_dh, &vsx_sched_sh, &vsx_sched_mh, &vsx_sched_twos,
		&vsx_sched_lblc, &vsx_sched_lblcr,
	};
	static const char *const name[] = {
		"rr", "wrr", "lc", "wlc", "sed", "nq", "fo", "ovf", "dh", "sh", "mh", "twos",
		"lblc", "lblcr",
	};
	unsigned int i;

	for (i = 0; i < sizeof(name) / sizeof(name[0]); i++)
		ck_assert_ptr_eq(vsx_sched_find(name[i]), sched[i]);
}
END_TEST

START_TEST(other_names_are_not)
{
	ck_assert_ptr_null(vsx_sched_find(""));
	ck_assert_ptr_null(vsx_sched_find("r"));
	ck_assert_ptr_null(vsx_sched_find("rrr"));
	ck_assert_ptr_null(vsx_sched_find("RR"));
}
END_TEST

Suite *sched_find_suite(void)
{
	Suite *s = suite_create("sched");
	TCase *tc = tcase_create("names");

	tcase_add_test(tc, known_names_are_found);
	tcase_add_test(tc, other_names_are_not);
	suite_add_tcase(s, tc);
	return s;
}
