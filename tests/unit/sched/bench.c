// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench.c - what a connection costs with 10 to 10 000 servers: choose, open, become inactive, end; and what a
 * change costs mh. Measured, not judged; the best of SLICES each, which a machine that does other things
 * disturbs least.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <linux/bitops.h>

#include "sched/kit.h"

#define SLICES 24u
#define ROUNDS 250000u
#define SIZES 4
#define OPEN 4096u

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static u32 choose(struct kit *k, u32 i)
{
	return kit_pick_flow(k, i * 2654435761u, i);
}

/* A choice alone. */
static void choices(struct kit *k, u32 *ring, u32 from)
{
	u32 i, sum = 0;

	for (i = from; i < from + ROUNDS; i++)
		sum += choose(k, i);
	/* The compiler cannot know that it never is. */
	if (sum == 1)
		puts("");
}

/* A connection's life, with some thousand others open, whose servers are in @ring. */
static void lives(struct kit *k, u32 *ring, u32 from)
{
	u32 i;

	for (i = 0; i < OPEN && !from; i++)
		kit_load(k, ring[i] = choose(k, i), 1, 0);
	for (i = from; i < from + ROUNDS; i++) {
		u32 *end = &ring[i % OPEN], chosen = choose(k, i);

		kit_load(k, *end, -1, 1);
		kit_load(k, *end, 0, -1);
		if (chosen == KIT_NOBODY)
			chosen = i % k->servers->n;
		kit_load(k, *end = chosen, 1, 0);
	}
}

/* Nanoseconds for one of them, of each size; their slices alternate, so that a slow moment meets all alike. */
static void best(struct kit *const *k, void (*slice)(struct kit *k, u32 *ring, u32 from), double *least)
{
	static u32 ring[SIZES][OPEN];
	double start;
	u32 i, j;

	for (j = 0; j < SIZES; j++)
		least[j] = 1e9;
	for (i = 0; i < SLICES; i++)
		for (j = 0; j < SIZES; j++) {
			start = now();
			slice(k[j], ring[j], i * ROUNDS);
			start = (now() - start) * 1e9 / ROUNDS;
			least[j] = start < least[j] ? start : least[j];
		}
}

/* One weight of 1000 changes, with 65537 entries. */
static void rebuild_of_mh(const u32 *weight)
{
	static u32 changed[1000];
	struct kit *k = kit_new(&vsx_sched_mh, weight, 1000);
	unsigned long looks;
	double start;
	u32 i;

	for (i = 0; i < 1000; i++)
		changed[i] = weight[i];
	changed[500] *= 2;
	k->table_size = 65537;
	kit_rebuild(k, weight, 1000);
	looks = shim_bit_tests;
	start = now();
	kit_rebuild(k, changed, 1000);
	start = now() - start;
	printf("\nmh, one weight of 1000 changes, 65537 entries: ");
	printf("%lu looks at the bitmap, 65537 stores, %.2f ms\n", shim_bit_tests - looks, start * 1e3);
	kit_free(k);
}

int main(void)
{
	static const char *const name[] = {
		"rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sed", "nq", "fo", "ovf", "dh", "sh", "mh", "twos",
	};
	static const u32 size[SIZES] = { 10, 100, 1000, 10000 };
	static u32 weight[10000];
	u32 i, j, w;

	for (w = 0; w < 10000; w++)
		weight[w] = 1000 + w % 5;
	printf("%-6s choice, ns:%5u%8u%8u%8u   ratio   life, ns:%5u%8u%8u%8u   ratio   rebuild %u\n", "",
	       size[0], size[1], size[2], size[3], size[0], size[1], size[2], size[3], size[3]);
	for (i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		double a[SIZES], c[SIZES], build = 0;
		struct kit *k[SIZES];

		for (j = 0; j < SIZES; j++) {
			build = now();
			k[j] = kit_new(vsx_sched_find(name[i]), weight, size[j]);
			build = now() - build;
		}
		best(k, choices, a);
		best(k, lives, c);
		for (j = 0; j < SIZES; j++)
			kit_free(k[j]);
		printf("%-6s            %5.1f%8.1f%8.1f%8.1f%8.2f", name[i], a[0], a[1], a[2], a[3],
		       a[3] / a[0]);
		printf("             %5.1f%8.1f%8.1f%8.1f%8.2f%9.2f ms\n", c[0], c[1], c[2], c[3],
		       c[3] / c[0], build * 1e3);
	}
	rebuild_of_mh(weight);
	return 0;
}
