// SPDX-License-Identifier: GPL-2.0-only
/*
 * hash.c - destination and source hashing: always the same server for the same address, all servers in
 * proportion, and nothing to be foretold without the key.
 */
#include <stdlib.h>
#include <string.h>

#include "sched/kit.h"

#define FLOWS 100000u

/* @is_source: the client's address decides, not the destination's */
static void spread(const struct vsx_sched *sched, bool is_source, const u32 *weight,
		   const u32 *share, u32 n)
{
	struct kit *k = kit_new(sched, weight, n);
	u32 *seen = calloc(n, sizeof(*seen));
	u32 i;

	/* One after the other, as addresses are given. */
	for (i = 0x0a000000; i < 0x0a000000 + FLOWS; i++)
		seen[is_source ? kit_pick_flow(k, i, 1) : kit_pick_flow(k, 1, i)]++;
	kit_check_shares(seen, share, n);
	free(seen);
	kit_free(k);
}

static const struct {
	u32 n;
	u32 weight[6];
} c[] = {
	{ 1, { 3 } }, { 2, { 1, 1 } }, { 3, { 3, 2, 1 } }, { 6, { 1, 2, 3, 4, 5, 100 } },
	{ 4, { 0, 5, 0, 7 } }, { 2, { 2147483647, 2147483646 } },
	{ 3, { 2147483647, 715827882, 1431655765 } },
	{ 6, { 7, 7, 7, 7, 7, 7 } }, { 2, { 1, 500 } },
};
#define CASES 9

START_TEST(sh_honours_weights)
{
	spread(&vsx_sched_sh, true, c[_i].weight, c[_i].weight, c[_i].n);
}
END_TEST

START_TEST(dh_is_even)
{
	u32 share[6], i;

	for (i = 0; i < 6; i++)
		share[i] = !!c[_i].weight[i];
	spread(&vsx_sched_dh, false, c[_i].weight, share, c[_i].n);
}
END_TEST

START_TEST(sh_with_random_weights)
{
	u32 weight[200], i;
	u64 seed = _i;

	for (i = 0; i < 200; i++)
		weight[i] = 20 + kit_random(&seed, _i ? 100 : 3);
	spread(&vsx_sched_sh, true, weight, weight, 200);
}
END_TEST

START_TEST(ten_thousand_servers)
{
	static u32 weight[10000];
	u32 i;

	for (i = 0; i < 10000; i++)
		weight[i] = 1 + i % 3;
	spread(&vsx_sched_sh, true, weight, weight, 10000);
	for (i = 0; i < 10000; i++)
		weight[i] = 1;
	spread(&vsx_sched_dh, false, weight, weight, 10000);
}
END_TEST

START_TEST(an_address_stays)
{
	static const struct vsx_sched *const sched[] = { &vsx_sched_dh, &vsx_sched_sh, &vsx_sched_mh };
	static const u32 weight[5] = { 1, 2, 3, 4, 5 };
	struct kit *k = kit_new(sched[_i], weight, 5);
	u32 first[1000], i, round;

	for (i = 0; i < 1000; i++)
		first[i] = kit_pick_flow(k, i, i);
	for (round = 1; round < 10; round++) {
		/* Neither loads nor a rebuild of the same servers move it, nor the other address. */
		kit_load(k, round % 5, 100, 10);
		kit_rebuild(k, weight, 5);
		for (i = 0; i < 1000; i++)
			ck_assert_uint_eq(_i ? kit_pick_flow(k, i, round) : kit_pick_flow(k, round, i),
					  first[i]);
	}
	kit_free(k);
}
END_TEST

START_TEST(another_key_is_another_order)
{
	static const struct vsx_sched *const sched[] = { &vsx_sched_dh, &vsx_sched_sh, &vsx_sched_mh };
	static const u32 weight[4] = { 1, 1, 1, 1 };
	struct kit *k = kit_new(sched[_i], weight, 4);
	u32 first[1000], i, same = 0;

	for (i = 0; i < 1000; i++)
		first[i] = kit_pick_flow(k, i, i);
	k->secret.key[1]++;
	kit_rebuild(k, weight, 4);
	for (i = 0; i < 1000; i++)
		same += kit_pick_flow(k, i, i) == first[i];
	/* A quarter by chance. */
	ck_assert_uint_gt(same, 180);
	ck_assert_uint_lt(same, 320);
	kit_free(k);
}
END_TEST

/* Another director added the servers in another order, or one of them went and came back. */
START_TEST(order_of_addition_does_not_matter)
{
	static const struct vsx_sched *const sched[] = { &vsx_sched_dh, &vsx_sched_sh, &vsx_sched_mh };
	static const u32 weight[5] = { 3, 3, 2, 9, 1 };
	struct kit *k = kit_new(sched[_i], weight, 5);
	struct vsx_servers *s = k->servers;
	u32 i, turn, client[1000];
	struct vsx_server first;

	for (i = 0; i < 1000; i++)
		client[i] = kit_pick_flow(k, i, i);
	for (turn = 0; turn < 5; turn++) {
		first = s->server[turn];
		s->server[turn] = s->server[(turn + 2) % 5];
		s->server[(turn + 2) % 5] = first;
		if (s->sched->room_bytes)
			memset(s->room, 0, s->sched->room_bytes(&s->sum));
		s->sched->build(s);
		for (i = 0; i < 1000; i++)
			ck_assert_uint_eq(kit_pick_flow(k, i, i), client[i]);
	}
	kit_free(k);
}
END_TEST

/* The port of the client (sh, mh) or of the service (dh) counts if it is asked for, and only then. */
START_TEST(ports_count_with_the_flag)
{
	static const struct vsx_sched *const sched[] = { &vsx_sched_dh, &vsx_sched_sh, &vsx_sched_mh };
	static const u32 weight[4] = { 1, 1, 1, 1 };
	struct kit *k = kit_new(sched[_i], weight, 4);
	u32 seen[4] = {}, port, choice, client;

	choice = kit_pick_ports(k, 1, 1, 2, 1);
	for (port = 1; port <= 10000; port++)
		ck_assert_uint_eq(kit_pick_ports(k, 1, port, 2, port), choice);
	k->flags = VSX_SCHED_F_PORT;
	kit_rebuild(k, weight, 4);
	for (port = 1; port <= 10000; port++) {
		choice = kit_pick_ports(k, 1, port, 2, port);
		seen[choice]++;
		/* The other side's port never does. */
		ck_assert_uint_eq(_i ? kit_pick_ports(k, 1, port, 2, 99)
				     : kit_pick_ports(k, 1, 99, 2, port), choice);
	}
	kit_check_shares(seen, weight, 4);
	/* Nor is a client with another port the same as another client. */
	for (client = 0, port = 0; client < 1000; client++)
		port += kit_pick_ports(k, client, 5, client, 5) == kit_pick_ports(k, client, 6, client, 6);
	ck_assert_uint_gt(port, 180);
	ck_assert_uint_lt(port, 320);
	kit_free(k);
}
END_TEST

Suite *sched_hash_suite(void)
{
	Suite *s = suite_create("hash");
	TCase *tc = tcase_create("hash");

	tcase_add_loop_test(tc, sh_honours_weights, 0, CASES);
	tcase_add_loop_test(tc, dh_is_even, 0, CASES);
	tcase_add_loop_test(tc, sh_with_random_weights, 0, 5);
	tcase_add_test(tc, ten_thousand_servers);
	tcase_add_loop_test(tc, an_address_stays, 0, 3);
	tcase_add_loop_test(tc, another_key_is_another_order, 0, 3);
	tcase_add_loop_test(tc, order_of_addition_does_not_matter, 0, 3);
	tcase_add_loop_test(tc, ports_count_with_the_flag, 0, 3);
	suite_add_tcase(s, tc);
	return s;
}
