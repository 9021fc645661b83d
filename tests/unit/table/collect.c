// SPDX-License-Identifier: GPL-2.0-only
/*
 * collect.c - dumps: every entry that lives throughout is given exactly once, in hash order,
 * whatever becomes of the regions between two steps.
 */
#include <stdlib.h>

#include "table/kit.h"

#define STAY 3000ULL
#define EXTRA 40000ULL	/* numbers of keys that come and go begin here */

static struct vsx_entry batch[VSX_REGION_SLOTS_MAX];
static unsigned char met[STAY];
static u64 last_hash;

static u64 number_of(const struct vsx_entry *e)
{
	return e->key[tab.key_words - 1] - 1;
}

static void check_batch(unsigned int count, u64 from, u64 next)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		u64 n = number_of(&batch[i]);

		must(batch[i].hash == kit_key(n).hash);
		must(batch[i].hash >= from);
		if (next)
			must(batch[i].hash < next);
		must(batch[i].hash > last_hash);
		last_hash = batch[i].hash;
		must(!(batch[i].word & VSX_W_DEAD));
		if (n < STAY) {
			must((batch[i].word & VSX_W_VALUE) == n);
			met[n]++;
		}
	}
}

static void start(int width)
{
	u64 n;

	kit_init(width);
	memset(met, 0, sizeof(met));
	last_hash = 0;
	for (n = 0; n < STAY; n++)
		must(kit_insert(n, n) == 0);
}

static void check_met(void)
{
	u64 n;

	for (n = 0; n < STAY; n++)
		must(met[n] == 1);
}

/* @between is called between two steps. */
static void dump(void (*between)(unsigned int step))
{
	unsigned int step = 0;
	u64 from = 0, next;

	do {
		unsigned int count = vsx_table_collect(&tab, from, batch, &next);

		check_batch(count, from, next);
		between(step++);
		from = next;
	} while (from);
}

static void nothing(unsigned int step)
{
}

static long pages_most;

/* First much is inserted, so that regions ahead and behind split; then it ends, and they merge. */
static void grow_and_shrink(unsigned int step)
{
	u64 n;

	if (step < 8)
		for (n = 0; n < 1000; n++)
			must(kit_insert(EXTRA + step * 1000 + n, 0) == 0);
	else if (step < 16)
		for (n = 0; n < 1000; n++)
			must(kit_kill(EXTRA + (step - 8) * 1000 + n));
	else
		kit_pass_and_wait();
	if (atomic_long_read(&tab.pages) > pages_most)
		pages_most = atomic_long_read(&tab.pages);
}

START_TEST(dump_of_a_still_table)
{
	start(_i);
	dump(nothing);
	check_met();
	kit_exit();
}
END_TEST

START_TEST(dump_while_regions_split_and_merge)
{
	long first;

	start(_i);
	first = atomic_long_read(&tab.pages);
	pages_most = first;
	dump(grow_and_shrink);
	check_met();
	ck_assert_int_gt(pages_most, first + first / 2);
	ck_assert_int_lt(atomic_long_read(&tab.pages), pages_most - first / 2);
	kit_exit();
}
END_TEST

/* A message that is full ends a batch early; the next step begins behind the last hash sent. */
START_TEST(dump_in_small_messages)
{
	u64 from = 0, next;

	start(_i);
	do {
		unsigned int count = vsx_table_collect(&tab, from, batch, &next);

		if (count > 7) {
			count = 7;
			next = batch[6].hash + 1;
		}
		check_batch(count, from, next);
		from = next;
	} while (from);
	check_met();
	kit_exit();
}
END_TEST

START_TEST(dead_entries_are_not_dumped)
{
	u64 n;

	start(_i);
	for (n = 0; n < STAY; n += 2)
		kit_kill(n);
	dump(nothing);
	for (n = 0; n < STAY; n++)
		must(met[n] == (n & 1));
	kit_exit();
}
END_TEST

Suite *table_collect_suite(void)
{
	Suite *s = suite_create("collect");
	TCase *tc = tcase_create("collect");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, dump_of_a_still_table, 0, WIDTHS);
	tcase_add_loop_test(tc, dump_while_regions_split_and_merge, 0, WIDTHS);
	tcase_add_loop_test(tc, dump_in_small_messages, 0, WIDTHS);
	tcase_add_loop_test(tc, dead_entries_are_not_dumped, 0, WIDTHS);
	suite_add_tcase(s, tc);
	return s;
}
