// SPDX-License-Identifier: GPL-2.0-only
/*
 * stress.c - the connection table under threads, for the thread sanitizer.
 *
 * Two inserters fill and empty the table in turns, each with its own half of the keys; two readers
 * look keys up and hold on to what they found; an updater, and the readers at times, count in the
 * values of keys that stay; the collector sweeps, merges, resizes and dumps, and grace periods pass. Afterwards everything is counted.
 *
 * A value is a tag computed from the key (32 bits), and a count (21).
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/rcupdate.h>

#include "conn/dir.h"
#include "table/kit.h"

#define INSERTERS 2
#define READERS 2
#define STAY 512u		/* keys that stay, and are counted in */
#define KEYS 24000u		/* keys that come and go, numbered after them */
#define TURNS 8			/* of filling and emptying */
#define SECONDS_MIN 5
#define SECONDS_MAX 60
#define COUNT_ONE (1ULL << 32)
#define TAG (COUNT_ONE - 1)

static bool is_stopping;
static bool is_filling = true;
static unsigned long added[STAY];	/* counts that must be in the values at the end */
static unsigned long inserted, killed, reaped, moved, passes, turns;
static long pages_most, pages_least = 1L << 40;

static unsigned int random_below(unsigned int *state, unsigned int n)
{
	*state = *state * 1664525 + 1013904223;
	return ((u64)*state * n) >> 32;
}

static u64 tag_of(const u64 *key)
{
	return (key[tab.key_words - 1] * 2654435761U ^ key[0] >> 3) & TAG;
}

static void die(const char *what)
{
	fprintf(stderr, "table_stress: %s\n", what);
	abort();
}

static bool stopping(void)
{
	return __atomic_load_n(&is_stopping, __ATOMIC_RELAXED);
}

static void tally(unsigned long *sum, unsigned long n)
{
	__atomic_fetch_add(sum, n, __ATOMIC_RELAXED);
}

static void insert_one(const struct vsx_key *k)
{
	struct vsx_slot *s;
	u64 word;

	rcu_read_lock();
	switch (vsx_table_insert(&tab, k, tag_of(k->w), &s, &word)) {
	case 0:
		tally(&inserted, 1);
		break;
	case -EEXIST:
		if ((word & TAG) != tag_of(k->w))
			die("the entry in the way is another key's");
		break;
	default:
		die("an insert was refused");
	}
	rcu_read_unlock();
}

static void kill_one(const struct vsx_key *k)
{
	struct vsx_slot *s;
	u64 word;

	rcu_read_lock();
	for (;;) {
		s = vsx_table_find(&tab, k, &word);
		if (!s)
			break;
		if (vsx_slot_kill(s, &word)) {
			tally(&killed, 1);
			break;
		}
		if (word & VSX_W_MOVED) {
			tally(&moved, 1);
			vsx_table_settle(&tab, k);
		}
	}
	rcu_read_unlock();
}

static void *inserter(void *arg)
{
	unsigned int me = (unsigned long)arg;
	unsigned int seed = me + 1;

	while (!stopping()) {
		unsigned int n = random_below(&seed, KEYS / INSERTERS) * INSERTERS + me;
		struct vsx_key k = kit_key(STAY + n);
		bool fill = __atomic_load_n(&is_filling, __ATOMIC_RELAXED);

		if (random_below(&seed, 16) ? fill : !fill)
			insert_one(&k);
		else
			kill_one(&k);
	}
	return NULL;
}

static void count_one(unsigned int n)
{
	struct vsx_key k = kit_key(n);
	struct vsx_slot *s;
	u64 word;

	rcu_read_lock();
	do {
		s = vsx_table_find(&tab, &k, &word);
		if (!s)
			die("a key that stays is not found");
		if (word & VSX_W_MOVED) {
			tally(&moved, 1);
			vsx_table_settle(&tab, &k);
		}
	} while (!vsx_slot_update(s, &word, (word & VSX_W_VALUE) + COUNT_ONE));
	rcu_read_unlock();
	tally(&added[n], 1);
}

static void *updater(void *arg)
{
	unsigned int seed = 77;

	while (!stopping())
		count_one(random_below(&seed, STAY));
	return NULL;
}

/* What was found stays this key's, alive or dead, until the reader leaves. */
static void check_held(const struct vsx_slot *s, const struct vsx_key *k)
{
	u64 word = atomic64_read_acquire(&s->word);

	if (!(word & VSX_W_USED))
		die("a slot was emptied under a reader");
	if ((word & TAG) != tag_of(k->w))
		die("a word is another key's");
	if (memcmp(s->key, k->w, tab.key_words * sizeof(u64)))
		die("a key changed under a reader");
}

/* Most readers leave soon; some stay as long as the collector gets on without them leaving. */
static void look_and_hold(const struct vsx_key *k, bool is_long)
{
	struct timespec nap = { .tv_nsec = 1000000 };
	struct vsx_slot *s;
	unsigned int i;
	u64 word;

	rcu_read_lock();
	s = vsx_table_find(&tab, k, &word);
	if (s && (word & TAG) != tag_of(k->w))
		die("a word found is another key's");
	for (i = 0; s && i < 20; i++)
		check_held(s, k);
	for (i = 0; s && is_long && i < 100; i++) {
		nanosleep(&nap, NULL);
		check_held(s, k);
	}
	rcu_read_unlock();
}

static void *reader(void *arg)
{
	unsigned int seed = (unsigned long)arg + 1000;

	while (!stopping()) {
		struct vsx_key k = kit_key(random_below(&seed, STAY + KEYS));

		look_and_hold(&k, !random_below(&seed, 2048));
		if (!random_below(&seed, 32))
			count_one(random_below(&seed, STAY));
	}
	return NULL;
}

/* While the table is to empty, the collector ends one in eight by itself. */
static bool over(void *ctx, const u64 *key, u64 word)
{
	unsigned int *seed = ctx;

	if ((word & TAG) != tag_of(key))
		die("the collector met a word that is another key's");
	return key[tab.key_words - 1] > STAY && !__atomic_load_n(&is_filling, __ATOMIC_RELAXED) &&
	       !random_below(seed, 8);
}

static void reap(void *ctx, const u64 *key, u64 word)
{
	tally(&reaped, 1);
}

static void sweep(unsigned int *seed)
{
	static const struct vsx_sweep_ops ops = { .is_over = over, .reaped = reap };
	u64 cursor = 0;

	do
		cursor = vsx_table_sweep(&tab, cursor, &ops, seed);
	while (cursor);
}

static void dump(void)
{
	static struct vsx_entry batch[VSX_REGION_SLOTS_MAX];
	unsigned int met = 0, count, i;
	u64 from = 0, last = 0, next;

	do {
		count = vsx_table_collect(&tab, from, batch, &next);
		for (i = 0; i < count; i++) {
			if (batch[i].hash <= last)
				die("a dump is out of order");
			last = batch[i].hash;
			if ((batch[i].word & TAG) != tag_of(batch[i].key))
				die("a dump gives another key's word");
			met += batch[i].key[tab.key_words - 1] <= STAY;
		}
		from = next;
	} while (from);
	if (met != STAY)
		die("a dump lost or doubled an entry");
}

static void *collector(void *arg)
{
	unsigned int seed = 4711;
	long pages, used;
	bool fill = true;

	while (!stopping()) {
		sweep(&seed);
		dump();
		vsx_table_resize(&tab);
		/* The table sees to the grace periods itself: every other pass begins without one. */
		if (++passes % 2)
			synchronize_rcu();
		pages = atomic_long_read(&tab.pages);
		pages_most = pages > pages_most ? pages : pages_most;
		if (turns && pages < pages_least)
			pages_least = pages;
		used = atomic_long_read(&tab.used);
		if (fill ? used > KEYS / 5 * 4 : used < KEYS / 10) {
			fill = !fill;
			tally(&turns, 1);
			__atomic_store_n(&is_filling, fill, __ATOMIC_RELAXED);
		}
	}
	return NULL;
}

/* Directories are resized far more often than growth would: any hint is a right one. */
static void *shaker(void *arg)
{
	unsigned int seed = 99;

	while (!stopping()) {
		struct timespec nap = { .tv_nsec = 2000000 };

		WRITE_ONCE(tab.depth_seen, random_below(&seed, 14));
		nanosleep(&nap, NULL);
	}
	return NULL;
}

static void run_threads(void)
{
	struct timespec second = { .tv_sec = 1 };
	pthread_t thread[INSERTERS + READERS + 3];
	unsigned int count = 0, i;

	for (i = 0; i < INSERTERS; i++)
		pthread_create(&thread[count++], NULL, inserter, (void *)(unsigned long)i);
	for (i = 0; i < READERS; i++)
		pthread_create(&thread[count++], NULL, reader, (void *)(unsigned long)i);
	pthread_create(&thread[count++], NULL, updater, NULL);
	pthread_create(&thread[count++], NULL, collector, NULL);
	pthread_create(&thread[count++], NULL, shaker, NULL);
	for (i = 0; i < SECONDS_MAX; i++) {
		if (i >= SECONDS_MIN && __atomic_load_n(&turns, __ATOMIC_RELAXED) >= TURNS)
			break;
		nanosleep(&second, NULL);
	}
	__atomic_store_n(&is_stopping, true, __ATOMIC_RELAXED);
	for (i = 0; i < count; i++)
		pthread_join(thread[i], NULL);
}

static void check_counts(void)
{
	unsigned int n, living = 0;
	u64 value;

	for (n = 0; n < STAY; n++) {
		must(kit_find(n, &value));
		must(value / COUNT_ONE == added[n]);
	}
	for (; n < STAY + KEYS; n++)
		living += kit_find(n, NULL);
	ck_assert_uint_eq(living, inserted - killed - reaped);
}

START_TEST(threads_lose_and_mix_up_nothing)
{
	unsigned int n;

	kit_init(_i);
	for (n = 0; n < STAY; n++) {
		struct vsx_key k = kit_key(n);

		must(kit_insert(n, tag_of(k.w)) == 0);
	}
	run_threads();
	printf("# stress: %s: %lu turns, %lu passes, %lu inserted, %lu killed, %lu reaped, ",
	       _i ? "wide" : "narrow", turns, passes, inserted, killed, reaped);
	printf("%lu met a move, %ld to %ld regions\n", moved, pages_least, pages_most);
	check_counts();
	ck_assert_int_gt(pages_most, 2 * pages_least);
	ck_assert_uint_gt(moved, 0);
	kit_exit();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("stress");
	TCase *tc = tcase_create("stress");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, threads_lose_and_mix_up_nothing, 0, WIDTHS);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
