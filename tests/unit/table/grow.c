// SPDX-License-Identifier: GPL-2.0-only
/*
 * grow.c - the table at size: memory within its budget, every key found, small again when empty.
 */
#include <pthread.h>
#include <stdio.h>

#include <shim.h>

#include <linux/rcupdate.h>

#include "conn/dir.h"
#include "table/kit.h"

#define MILLION 1000000ULL

/* Bytes a slot at 1 M slots; a NAT connection has two: 2 M slots. */
static const unsigned int budget_one[WIDTHS] = { 40, 100 };
static const unsigned int budget_two[WIDTHS] = { 72, 180 };

static unsigned int dir_depth(void)
{
	unsigned int depth;

	rcu_read_lock();
	depth = rcu_dereference(tab.dir)->depth;
	rcu_read_unlock();
	return depth;
}

static void fill(u64 from, u64 to)
{
	for (; from < to; from++) {
		must(kit_insert(from, from ^ 0x5a5a) == 0);
		if (from % 65536 == 0)
			synchronize_rcu();
	}
}

static void check_all(u64 end)
{
	u64 n, value;

	for (n = 0; n < end; n++) {
		must(kit_find(n, &value));
		must(value == (n ^ 0x5a5a));
	}
	for (; n < end + 1000; n++)
		must(!kit_find(n, NULL));
	ck_assert_uint_eq(atomic_long_read(&tab.used), end);
}

START_TEST(two_million_entries_fit_the_budget)
{
	const char *name = _i ? "wide" : "narrow";
	double one, two;

	kit_init(_i);
	fill(0, MILLION);
	one = (double)vsx_table_bytes(&tab) / MILLION;
	fill(MILLION, 2 * MILLION);
	two = (double)vsx_table_bytes(&tab) / MILLION;
	printf("# table: %s: %.1f bytes a connection of one slot, %.1f of two (1 M, depth %u)\n",
	       name, one, two, dir_depth());
	ck_assert(one <= budget_one[_i]);
	ck_assert(two <= budget_two[_i]);
	check_all(2 * MILLION);
	kit_exit();
}
END_TEST

START_TEST(empty_table_is_small_again)
{
	size_t bytes;
	u64 n;
	int i;

	kit_init(_i);
	bytes = vsx_table_bytes(&tab);
	fill(0, 100000);
	ck_assert_uint_gt(vsx_table_bytes(&tab), 20 * bytes);
	for (n = 0; n < 100000; n++)
		must(kit_kill(n));
	for (i = 0; i < 24; i++)
		kit_pass_and_wait();
	ck_assert_int_eq(atomic_long_read(&tab.used), 0);
	ck_assert_int_eq(atomic_long_read(&tab.pages), 1);
	ck_assert_uint_le(vsx_table_bytes(&tab), bytes);
	kit_exit();
}
END_TEST

/* Every entry's tag is that of its hash at the depth of its region. Returns how many there are. */
static u64 check_tags(u64 end)
{
	u64 n, word, count = 0;

	rcu_read_lock();
	for (n = 0; n < end; n++) {
		struct vsx_key k = kit_key(n);
		const struct vsx_region *r = vsx_region_of_rcu(&tab, k.hash);

		if (!vsx_table_find(&tab, &k, &word))
			continue;
		must((word & VSX_W_TAG) == vsx_tag(k.hash, r->depth));
		must(!!(word & vsx_tag_bit(r->depth)) == (k.hash << r->depth >> 63));
		count++;
	}
	rcu_read_unlock();
	return count;
}

START_TEST(tags_tell_the_next_hash_bits)
{
	u64 n, end;
	int i;

	kit_init(_i);
	for (end = 0; end < 200000; end += 20000) {
		fill(end, end + 20000);
		ck_assert_uint_eq(check_tags(end + 20000), end + 20000);
	}
	for (n = 0; n < end; n++)
		must(n % 50 == 0 || kit_kill(n));
	for (i = 0; i < 24; i++)
		kit_pass_and_wait();
	ck_assert_uint_eq(check_tags(end), end / 50);
	for (n = 0; n < end; n += 50)
		must(kit_kill(n) && kit_insert(n, n) == 0);
	ck_assert_uint_eq(check_tags(end), end / 50);
	kit_exit();
}
END_TEST

/* Growth on the spot is left behind by the owner's only above 2048 entries. */
START_TEST(small_directory_grows_without_the_owner)
{
	struct vsx_slot *s;
	u64 word, n;

	kit_init(_i);
	for (n = 0; n < 20000; n++) {
		struct vsx_key k = kit_key(n);

		rcu_read_lock();
		must(vsx_table_insert(&tab, &k, 0, &s, &word) == 0);
		rcu_read_unlock();
	}
	ck_assert(is_room_needed);
	ck_assert_uint_gt(dir_depth(), VSX_DIR_DEPTH_MIN);
	for (n = 0; n < 20000; n++)
		must(kit_find(n, NULL));
	kit_exit();
}
END_TEST

/* The hint may say anything: a directory never gets too shallow for its regions. */
START_TEST(wrong_hint_does_not_shrink_below_the_regions)
{
	unsigned int depth, i;

	kit_init(_i);
	fill(0, 50000);
	for (i = 0; i < 20; i++) {
		WRITE_ONCE(tab.depth_seen, 0);
		vsx_table_resize(&tab);
	}
	depth = dir_depth();
	ck_assert_uint_ge(depth, 8);
	check_all(50000);
	WRITE_ONCE(tab.depth_seen, depth + 2);
	vsx_table_resize(&tab);
	ck_assert_uint_eq(dir_depth(), depth + 4);
	check_all(50000);
	kit_pass_and_wait();
	ck_assert_uint_lt(dir_depth(), depth + 4);
	check_all(50000);
	kit_exit();
}
END_TEST

static u64 resize_next;		/* key number the hook below inserts next */

static void insert_some(void)
{
	struct vsx_slot *s;
	u64 word, end;

	for (end = resize_next + 3000; resize_next < end; resize_next++) {
		struct vsx_key k = kit_key(resize_next);

		rcu_read_lock();
		must(vsx_table_insert(&tab, &k, resize_next ^ 0x5a5a, &s, &word) == 0);
		rcu_read_unlock();
	}
}

/* 50 000 entries, and a directory several levels deeper than they need. Returns the regions' depth. */
static unsigned int start_deep(int width)
{
	unsigned int deepest;

	kit_init(width);
	resize_next = 50000;
	fill(0, resize_next);
	kit_pass();
	deepest = tab.depth_seen;
	WRITE_ONCE(tab.depth_seen, deepest + 4);
	vsx_table_resize(&tab);
	ck_assert_uint_ge(dir_depth(), deepest + 6);
	return deepest;
}

/* Regions split in the copied part and in the part still to be copied. */
START_TEST(splits_while_the_directory_is_deepened)
{
	unsigned int depth;
	long pages;

	start_deep(_i);
	depth = dir_depth();
	pages = atomic_long_read(&tab.pages);
	WRITE_ONCE(tab.depth_seen, depth);
	shim_at_resched = insert_some;
	vsx_table_resize(&tab);
	shim_at_resched = NULL;
	ck_assert_uint_eq(dir_depth(), depth + 2);
	ck_assert_int_gt(atomic_long_read(&tab.pages), pages + 100);
	check_all(resize_next);
	kit_exit();
}
END_TEST

/* The directory being built has room for all regions, until one splits once more. */
START_TEST(split_takes_away_a_directory_that_is_too_shallow)
{
	unsigned int deepest, depth;

	deepest = start_deep(_i);
	depth = dir_depth();
	WRITE_ONCE(tab.depth_seen, deepest - 2);
	shim_at_resched = insert_some;
	vsx_table_resize(&tab);
	shim_at_resched = NULL;
	ck_assert_uint_eq(dir_depth(), depth);
	check_all(resize_next);

	kit_pass();
	ck_assert_uint_gt(tab.depth_seen, deepest);
	vsx_table_resize(&tab);
	ck_assert_uint_le(dir_depth(), depth);
	check_all(resize_next);
	kit_exit();
}
END_TEST

static unsigned int made_shallow;

static void *shallow_worker(void *arg)
{
	struct vsx_table *t = arg;
	unsigned int depth = READ_ONCE(t->depth_seen);

	WRITE_ONCE(t->depth_seen, depth + 3);
	vsx_table_resize(t);
	WRITE_ONCE(t->depth_seen, depth > 3 ? depth - 3 : 0);
	vsx_table_resize(t);
	WRITE_ONCE(t->depth_seen, depth);
	return NULL;
}

/* Between a splitter's look at the directory and its split, the worker makes the directory shallower. */
static void make_shallow(struct vsx_table *t)
{
	pthread_t worker;

	if (made_shallow++ % 2)
		return;
	must(pthread_create(&worker, NULL, shallow_worker, t) == 0);
	must(pthread_join(worker, NULL) == 0);
}

/* The directory is one level deeper than the region a split makes next. */
static void keep_one_level(const struct vsx_key *k, unsigned int *deepest)
{
	unsigned int depth;

	rcu_read_lock();
	depth = vsx_region_of_rcu(&tab, k->hash)->depth;
	rcu_read_unlock();
	if (depth <= *deepest)
		return;
	*deepest = depth;
	WRITE_ONCE(tab.depth_seen, depth);
	vsx_table_resize(&tab);
}

/* Keys of one line, so that a split is due only when there is no other room for the entry at hand. */
START_TEST(split_meets_a_directory_made_shallow_meanwhile)
{
	unsigned int deepest = 0;
	u64 from = 0, word;
	int i;

	kit_init(_i);
	made_shallow = 0;
	tab.need_room = make_shallow;
	for (i = 0; i < 5000; i++) {
		struct vsx_key k = kit_key_of_line(7, &from);
		struct vsx_slot *s;

		rcu_read_lock();
		must(vsx_table_insert(&tab, &k, 1, &s, &word) == 0);
		rcu_read_unlock();
		keep_one_level(&k, &deepest);
	}
	ck_assert_uint_gt(made_shallow, 10);
	ck_assert_int_eq(atomic_long_read(&tab.used), 5000);
	kit_exit();
}
END_TEST

Suite *table_grow_suite(void)
{
	Suite *s = suite_create("grow");
	TCase *tc = tcase_create("grow");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, two_million_entries_fit_the_budget, 0, WIDTHS_SHARED);
	tcase_add_loop_test(tc, empty_table_is_small_again, 0, WIDTHS);
	tcase_add_loop_test(tc, tags_tell_the_next_hash_bits, 0, WIDTHS);
	tcase_add_loop_test(tc, small_directory_grows_without_the_owner, 0, WIDTHS);
	tcase_add_loop_test(tc, wrong_hint_does_not_shrink_below_the_regions, 0, WIDTHS);
	tcase_add_loop_test(tc, splits_while_the_directory_is_deepened, 0, WIDTHS);
	tcase_add_loop_test(tc, split_takes_away_a_directory_that_is_too_shallow, 0, WIDTHS_SHARED);
	tcase_add_loop_test(tc, split_meets_a_directory_made_shallow_meanwhile, 0, WIDTHS_SHARED);
	suite_add_tcase(s, tc);
	return s;
}
