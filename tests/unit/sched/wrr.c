// SPDX-License-Identifier: GPL-2.0-only
/*
 * wrr.c - weighted round robin: exact shares in any cycle, and spread over it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sched/kit.h"

#define SERVERS_MAX 64

static u32 gcd_of(const u32 *weight, u32 n)
{
	u32 i, g = 0;

	for (i = 0; i < n; i++) {
		u32 b = weight[i];

		while (b) {
			u32 r = g % b;

			g = b;
			b = r;
		}
	}
	return g;
}

/* In any window of one cycle each server is chosen exactly as often as its weight says. */
static void check_shares(const u32 *weight, u32 n)
{
	struct kit *k = kit_new(&vsx_sched_wrr, weight, n);
	u32 divisor = gcd_of(weight, n), count[SERVERS_MAX] = {};
	u32 *window, total = 0, i, j;

	for (i = 0; i < n; i++)
		total += weight[i] / divisor;
	window = calloc(total, sizeof(*window));
	for (i = 0; i < total; i++)
		count[window[i] = kit_pick(k)]++;
	for (i = 0; i < 2 * total; i++) {
		for (j = 0; j < n; j++)
			if (count[j] != weight[j] / divisor)
				ck_abort_msg("server %u: %u of %u, weight %u", j, count[j], total,
					     weight[j]);
		count[window[i % total]]--;
		count[window[i % total] = kit_pick(k)]++;
	}
	free(window);
	kit_free(k);
}

START_TEST(shares_are_exact_in_any_cycle)
{
	static const struct {
		u32 n;
		u32 weight[5];
	} c[] = {
		{ 3, { 3, 2, 1 } }, { 3, { 5, 1, 1 } }, { 3, { 1, 1, 1 } }, { 2, { 100, 1 } },
		{ 2, { 1, 65535 } }, { 4, { 6, 4, 2, 8 } }, { 1, { 9 } }, { 2, { 1, 1 } },
		{ 5, { 0, 2, 0, 1, 3 } }, { 3, { 1000, 500, 250 } }, { 5, { 1, 2, 4, 8, 15 } },
	};

	check_shares(c[_i].weight, c[_i].n);
}
END_TEST
#define SHARES_CASES 11

START_TEST(shares_of_random_weights_are_exact)
{
	u32 weight[SERVERS_MAX];
	u64 seed = 1;
	u32 round, i, n;

	for (round = 0; round < 200; round++) {
		n = 1 + kit_random(&seed, 12);
		for (i = 0; i < n; i++)
			weight[i] = 1 + kit_random(&seed, 50);
		check_shares(weight, n);
	}
}
END_TEST

/*
 * The greatest surplus or lack of a server against its share, after any number of choices. Picking in
 * blocks would reach weight * (1 - weight / total): a quarter of the cycle for two equal ones.
 */
static double unevenness(const u32 *weight, u32 n)
{
	struct kit *k = kit_new(&vsx_sched_wrr, weight, n);
	u32 count[SERVERS_MAX] = {}, total = 0, i, j;
	double worst = 0;

	for (i = 0; i < n; i++)
		total += weight[i];
	for (i = 1; i <= total; i++) {
		count[kit_pick(k)]++;
		for (j = 0; j < n; j++) {
			double off = count[j] - (double)i * weight[j] / total;

			off = off < 0 ? -off : off;
			worst = off > worst ? off : worst;
		}
	}
	kit_free(k);
	return worst;
}

START_TEST(heavy_servers_do_not_come_in_bursts)
{
	static const struct {
		u32 n;
		u32 weight[4];
	} c[] = {
		{ 2, { 500, 501 } }, { 3, { 1000, 500, 251 } }, { 2, { 1, 4000 } },
		{ 4, { 100, 100, 101, 100 } }, { 3, { 5, 1, 1 } }, { 3, { 3, 2, 1 } },
	};
	double worst = unevenness(c[_i].weight, c[_i].n);

	/* It grows with the logarithm of the cycle; in blocks the first case would be off by 250. */
	if (worst >= 4)
		ck_abort_msg("off by %.2f", worst);
}
END_TEST
#define BURST_CASES 6

START_TEST(documented_sequences)
{
	static const struct {
		u32 n;
		u32 weight[4];
		const char *twice;	/* two cycles, so that their seam shows */
	} c[] = {
		{ 3, { 3, 2, 1 }, "ABACABABACAB" },
		{ 3, { 5, 1, 1 }, "AAABACAAAABACA" },
		{ 2, { 2, 1 }, "AABAAB" },
		{ 4, { 1, 1, 1, 1 }, "ADBCADBC" },
		{ 1, { 7 }, "AAAA" },
	};
	struct kit *k = kit_new(&vsx_sched_wrr, c[_i].weight, c[_i].n);
	char got[32] = "";
	size_t i;

	for (i = 0; i < strlen(c[_i].twice); i++)
		got[i] = 'A' + kit_pick(k);
	ck_assert_str_eq(got, c[_i].twice);
	kit_free(k);
}
END_TEST
#define SEQUENCE_CASES 5

START_TEST(weights_of_thirty_one_bits)
{
	static const u32 weight[3] = { 2147483647, 2147483646, 1 };
	struct kit *k = kit_new(&vsx_sched_wrr, weight, 3);
	u32 count[3] = {}, i;

	for (i = 0; i < 100000; i++)
		count[kit_pick(k)]++;
	ck_assert_int_lt(abs((int)count[0] - 50000), 20);
	ck_assert_int_lt(abs((int)count[1] - 50000), 20);
	ck_assert_uint_le(count[2], 1);
	kit_free(k);
}
END_TEST

START_TEST(ten_thousand_servers)
{
	static u32 weight[10000], count[10000];
	u32 i, total = 0;
	struct kit *k;

	for (i = 0; i < 10000; i++) {
		weight[i] = 1 + i % 7;
		total += weight[i];
	}
	k = kit_new(&vsx_sched_wrr, weight, 10000);
	for (i = 0; i < total; i++)
		count[kit_pick(k)]++;
	ck_assert_int_eq(memcmp(weight, count, sizeof(weight)), 0);
	kit_free(k);
}
END_TEST

START_TEST(change_of_weights_takes_effect)
{
	static const u32 before[2] = { 3, 1 }, after[2] = { 1, 3 };
	struct kit *k = kit_new(&vsx_sched_wrr, before, 2);
	u32 count[2] = {}, i;

	for (i = 0; i < 7; i++)
		kit_pick(k);
	kit_rebuild(k, after, 2);
	for (i = 0; i < 400; i++)
		count[kit_pick(k)]++;
	ck_assert_uint_eq(count[0], 100);
	ck_assert_uint_eq(count[1], 300);
	kit_free(k);
}
END_TEST

Suite *sched_wrr_suite(void)
{
	Suite *s = suite_create("wrr");
	TCase *tc = tcase_create("wrr");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, shares_are_exact_in_any_cycle, 0, SHARES_CASES);
	tcase_add_test(tc, shares_of_random_weights_are_exact);
	tcase_add_loop_test(tc, heavy_servers_do_not_come_in_bursts, 0, BURST_CASES);
	tcase_add_loop_test(tc, documented_sequences, 0, SEQUENCE_CASES);
	tcase_add_test(tc, weights_of_thirty_one_bits);
	tcase_add_test(tc, ten_thousand_servers);
	tcase_add_test(tc, change_of_weights_takes_effect);
	suite_add_tcase(s, tc);
	return s;
}
