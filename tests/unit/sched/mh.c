// SPDX-License-Identifier: GPL-2.0-only
/*
 * mh.c - Maglev hashing: shares, what a change moves, and what a rebuild costs, read off the table.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <linux/bitops.h>

#include "sched/kit.h"

/* What the room of mh begins with. */
struct table {
	u32 size;
	u32 is_wide;
	u32 keep_at;
	u16 entry[];
};

static const struct table *table_of(const struct kit *k)
{
	return k->servers->room;
}

/* How much of entry @i is whose: which of the servers given, KIT_NOBODY if it is nobody's. */
static double part(const struct kit *k, u32 i, u32 *owner)
{
	const struct table *t = table_of(k);
	const u32 *keep = (const void *)t + t->keep_at, *wide = (const u32 *)t->entry;
	bool is_whole = t->is_wide ? wide[i] < 1u << 31 : t->entry[i] < 1u << 15;
	u32 server = t->is_wide ? wide[i] & ~(1u << 31) : t->entry[i] & ~(1u << 15);

	*owner = KIT_NOBODY;
	if (server == k->servers->n)
		return 0;
	*owner = (struct vsx_load *)k->servers->server[server].owner - k->load;
	return is_whole ? 1 : keep[server] / 4294967296.0;
}

/* Greatest difference of a share from the weight's, relative to the share. */
static double worst_share(const struct kit *k, const u32 *weight, u32 n)
{
	u32 i, owner, size = table_of(k)->size;
	double *has = calloc(n, sizeof(*has)), all = 0, worst = 0;

	for (i = 0; i < size; i++) {
		double of = part(k, i, &owner);

		all += of;
		if (owner != KIT_NOBODY)
			has[owner] += of;
	}
	for (i = 0; i < n; i++) {
		double share = all * weight[i] / k->servers->sum.weight_sum;

		if (weight[i])
			worst = fmax(worst, fabs(has[i] - share) / share);
		else
			ck_assert_double_eq(has[i], 0);
	}
	free(has);
	return worst;
}

static void random_weights(u32 *weight, u32 n, u32 lowest, u32 highest, u64 seed)
{
	u32 i;

	for (i = 0; i < n; i++)
		weight[i] = lowest + kit_random(&seed, highest - lowest + 1);
}

START_TEST(shares_are_within_one_percent)
{
	static const struct {
		u32 n, lowest, highest;
	} c[] = {
		{ 1, 1, 1 }, { 2, 1, 1 }, { 3, 100, 100 }, { 10, 1, 1 }, { 10, 1, 20 }, { 50, 1, 10 },
		{ 100, 100, 100 }, { 300, 10, 20 }, { 655, 1, 1 }, { 1000, 1, 1 }, { 1000, 1, 2 },
		{ 2000, 65535, 65535 }, { 10000, 1, 1 }, { 5, 2147483000, 2147483647 },
	};
	u32 *weight = calloc(c[_i].n, sizeof(*weight));
	double worst;
	struct kit *k;

	random_weights(weight, c[_i].n, c[_i].lowest, c[_i].highest, _i);
	k = kit_new(&vsx_sched_mh, weight, c[_i].n);
	worst = worst_share(k, weight, c[_i].n);
	if (worst > 0.01)
		ck_abort_msg("%u servers: %.2f %%", c[_i].n, 100 * worst);
	kit_free(k);
	free(weight);
}
END_TEST
#define SHARE_CASES 14

START_TEST(very_different_weights)
{
	static const u32 weight[4][4] = {
		{ 1, 65535, 1, 65535 }, { 1, 2147483647, 0, 1000 }, { 2147483647, 2147483647, 1, 1 },
		{ 1, 10000000, 3, 5 },
	};
	struct kit *k = kit_new(&vsx_sched_mh, weight[_i], 4);
	double worst;

	worst = worst_share(k, weight[_i], 4);
	if (worst > 0.01)
		ck_abort_msg("%.2f %%", 100 * worst);
	kit_free(k);
}
END_TEST

/* Whose each of many clients is. */
#define CLIENTS 200000

static u32 *owners(struct kit *k)
{
	u32 i, *o = calloc(CLIENTS, sizeof(*o));

	for (i = 0; i < CLIENTS; i++)
		o[i] = kit_pick_flow(k, 0x0a000000 + i, 1);
	return o;
}

/* How many of them are another server's than in @before. */
static double moved(struct kit *k, const u32 *before)
{
	u32 i, n = 0, *after = owners(k);

	for (i = 0; i < CLIENTS; i++)
		n += after[i] != before[i];
	free(after);
	return (double)n / CLIENTS;
}

/* One of n leaves and comes back, one gets double weight: what moves beyond what must. */
static void check_disruption(u32 n, u32 lowest, u32 highest, u64 seed)
{
	u32 *weight = calloc(n, sizeof(*weight)), round, i, was, *before, size;
	struct kit *k;

	random_weights(weight, n, lowest, highest, seed);
	k = kit_new(&vsx_sched_mh, weight, n);
	before = owners(k);
	size = table_of(k)->size;
	for (round = 0; round < 3; round++) {
		double sum = k->servers->sum.weight_sum, must, beyond;

		i = kit_random(&seed, n);
		was = weight[i];
		weight[i] = 0;
		kit_rebuild(k, weight, n);
		ck_assert_uint_eq(table_of(k)->size, size);
		beyond = moved(k, before) - was / sum;
		if (beyond > 0.01)
			ck_abort_msg("%u servers: one leaves, %.2f %% more move", n, 100 * beyond);
		weight[i] = 2 * was;
		kit_rebuild(k, weight, n);
		must = 2 * was / (sum + was) - was / sum;
		beyond = moved(k, before) - must;
		if (table_of(k)->size == size && beyond > 0.01)
			ck_abort_msg("%u servers: one doubles, %.2f %% more move", n, 100 * beyond);
		weight[i] = was;
		k->memo = size;
		kit_rebuild(k, weight, n);
		ck_assert(!moved(k, before));
	}
	free(before);
	kit_free(k);
	free(weight);
}

START_TEST(a_change_moves_what_it_must)
{
	static const u32 n[] = { 2, 3, 5, 10, 20, 50, 100, 300, 655, 1000, 10000 };

	check_disruption(n[_i], 1, 1, _i);
	if (n[_i] < 1000) {
		check_disruption(n[_i], 100, 100, _i);
		check_disruption(n[_i], 1, 10, _i);
		check_disruption(n[_i], 1, 100, _i);
	}
}
END_TEST
#define DISRUPTION_CASES 11

/* Servers that come and go at a boundary of sizes do not make the table grow and shrink. */
START_TEST(size_is_kept)
{
	static u32 weight[20000];
	struct kit *k;
	u32 i;

	for (i = 0; i < 20000; i++)
		weight[i] = 1;
	k = kit_new(&vsx_sched_mh, weight, 10000);
	ck_assert_uint_eq(table_of(k)->size, 65521);
	kit_rebuild(k, weight, 600);
	ck_assert_uint_eq(table_of(k)->size, 65521);
	kit_free(k);
	k = kit_new(&vsx_sched_mh, weight, 20000);
	ck_assert_uint_eq(table_of(k)->size, 262139);
	kit_rebuild(k, weight, 600);
	ck_assert_uint_eq(table_of(k)->size, 262139);
	k->memo = 4194301;
	kit_rebuild(k, weight, 600);
	/* 64 times too large. */
	ck_assert_uint_eq(table_of(k)->size, 65521);
	kit_free(k);
}
END_TEST

/* Also where most entries are had in part, and a quarter are nobody's. */
START_TEST(clients_are_spread)
{
	static const struct {
		u32 n, size;
	} c[] = { { 5, 0 }, { 60, 251 }, { 125, 251 }, { 300, 1009 } };
	u32 weight[300], seen[300] = {}, i;
	struct kit *k;

	for (i = 0; i < c[_i].n; i++)
		weight[i] = i % 5 + 1;
	k = kit_new(&vsx_sched_mh, weight, c[_i].n);
	k->table_size = c[_i].size;
	kit_rebuild(k, weight, c[_i].n);
	for (i = 0; i < 100000; i++)
		seen[kit_pick_flow(k, 0x0a000000 + i, 1)]++;
	kit_check_shares(seen, weight, c[_i].n);
	kit_free(k);
}
END_TEST

/* A size that is configured is taken, at once and back. */
START_TEST(configured_size)
{
	static const u32 weight[3] = { 1, 1, 1 }, size[] = { 251, 65537, 131071, 4194301 };
	struct kit *k = kit_new(&vsx_sched_mh, weight, 3);
	double worst;

	k->table_size = size[_i];
	kit_rebuild(k, weight, 3);
	ck_assert_uint_eq(table_of(k)->size, size[_i]);
	worst = worst_share(k, weight, 3);
	if (worst > 0.01)
		ck_abort_msg("%.2f %%", 100 * worst);
	k->table_size = 0;
	k->memo = 0;
	kit_rebuild(k, weight, 3);
	ck_assert_uint_eq(table_of(k)->size, 65521);
	kit_free(k);
}
END_TEST

/* More servers than entries: some get none, none twice as much. */
START_TEST(table_too_small)
{
	static u32 weight[1000];
	u32 seen[1000] = {}, i, owner;
	struct kit *k;

	for (i = 0; i < 1000; i++)
		weight[i] = 1;
	k = kit_new(&vsx_sched_mh, weight, 1000);
	k->table_size = 251;
	kit_rebuild(k, weight, 1000);
	for (i = 0; i < 251; i++) {
		ck_assert_double_eq(part(k, i, &owner), 1);
		ck_assert_uint_eq(seen[owner]++, 0);
	}
	kit_free(k);
}
END_TEST

/* Past 32767 servers entries are wide. */
START_TEST(seventy_thousand_servers)
{
	u32 *weight = calloc(70000, sizeof(*weight)), i;
	struct kit *k;

	for (i = 0; i < 70000; i++)
		weight[i] = 1;
	for (i = 32766; i <= 32768; i++) {
		k = kit_new(&vsx_sched_mh, weight, i);
		ck_assert_uint_eq(table_of(k)->is_wide, i > 32767);
		ck_assert(worst_share(k, weight, i) <= 0.01);
		kit_free(k);
	}
	k = kit_new(&vsx_sched_mh, weight, 70000);
	ck_assert(worst_share(k, weight, 70000) <= 0.01);
	kit_free(k);
	free(weight);
}
END_TEST

/* The header comment's M * ln(M), with half as much again for the luck of the last entries. */
START_TEST(rebuild_costs_m_log_m)
{
	static const u32 n[] = { 1, 2, 10, 655, 1000, 10000 };
	u32 *weight = calloc(n[_i], sizeof(*weight)), size;
	unsigned long before = shim_bit_tests;
	struct kit *k;

	random_weights(weight, n[_i], 1, 1, 0);
	k = kit_new(&vsx_sched_mh, weight, n[_i]);
	size = table_of(k)->size;
	if (shim_bit_tests - before > 1.5 * size * log(size))
		ck_abort_msg("%u servers, %u entries: %lu looks", n[_i], size, shim_bit_tests - before);
	kit_free(k);
	free(weight);
}
END_TEST

Suite *sched_mh_suite(void)
{
	Suite *s = suite_create("mh");
	TCase *tc = tcase_create("mh");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, shares_are_within_one_percent, 0, SHARE_CASES);
	tcase_add_loop_test(tc, very_different_weights, 0, 4);
	tcase_add_loop_test(tc, a_change_moves_what_it_must, 0, DISRUPTION_CASES);
	tcase_add_test(tc, size_is_kept);
	tcase_add_loop_test(tc, configured_size, 0, 4);
	tcase_add_test(tc, table_too_small);
	tcase_add_test(tc, seventy_thousand_servers);
	tcase_add_loop_test(tc, clients_are_spread, 0, 4);
	tcase_add_loop_test(tc, rebuild_costs_m_log_m, 0, 6);
	suite_add_tcase(s, tc);
	return s;
}
