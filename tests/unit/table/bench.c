// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench.c - nanoseconds a lookup and an insert take in userspace. No test: it prints.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <linux/rcupdate.h>

#include "table/kit.h"

#define LOOKUPS 4000000u

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static double measure_insert(unsigned int entries)
{
	double start = now_ns();
	unsigned int n;

	for (n = 0; n < entries; n++)
		kit_insert(n, n);
	return (now_ns() - start) / entries;
}

/* @dependent: the next key depends on what was found, so that misses do not overlap. */
static double measure_find(unsigned int entries, bool dependent)
{
	unsigned int i, n = 1, found = 0;
	struct vsx_slot *s;
	double start;
	u64 word = 0;

	rcu_read_lock();
	start = now_ns();
	for (i = 0; i < LOOKUPS; i++) {
		struct vsx_key k;

		n = n * 1664525 + 1013904223 + (dependent ? (unsigned int)(word >> 58 & 1) : 0);
		k = kit_key((u64)n * entries >> 32);
		s = vsx_table_find(&tab, &k, &word);
		found += !!s;
	}
	start = now_ns() - start;
	rcu_read_unlock();
	if (found != LOOKUPS)
		abort();
	return start / LOOKUPS;
}

int main(void)
{
	static const unsigned int sizes[] = { 1000, 100000, 1000000, 4000000 };
	unsigned int width, i;

	printf("%-8s %9s %10s %14s %12s %10s\n", "slots", "entries", "find ns", "dependent ns",
	       "insert ns", "bytes each");
	for (width = 0; width < WIDTHS; width++)
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			double insert;

			kit_init(width);
			insert = measure_insert(sizes[i]);
			printf("%-8s %9u %10.1f %14.1f %12.1f %10.1f\n", width ? "wide" : "narrow",
			       sizes[i], measure_find(sizes[i], false), measure_find(sizes[i], true),
			       insert, (double)vsx_table_bytes(&tab) / sizes[i]);
			kit_exit();
		}
	return 0;
}
