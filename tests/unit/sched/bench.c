// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench.c - what a connection costs with 10 servers and with 10 000: choose, open, become inactive, end.
 * Measured, not judged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "sched/kit.h"

#define ROUNDS 2000000u
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

/* Nanoseconds for a choice alone. */
static double choices(struct kit *k)
{
	double start = now();
	u32 i, sum = 0;

	for (i = 0; i < ROUNDS; i++)
		sum += choose(k, i);
	start = now() - start;
	if (sum == 1)
		puts("");
	return start * 1e9 / ROUNDS;
}

/* Nanoseconds for a connection's life, with some thousand others open. */
static double lives(struct kit *k)
{
	static u32 ring[OPEN];
	double start;
	u32 i;

	for (i = 0; i < OPEN; i++)
		kit_load(k, ring[i] = choose(k, i), 1, 0);
	start = now();
	for (i = 0; i < ROUNDS; i++) {
		u32 *end = &ring[i % OPEN], chosen = choose(k, i);

		kit_load(k, *end, -1, 1);
		kit_load(k, *end, 0, -1);
		if (chosen == KIT_NOBODY)
			chosen = i % k->servers->n;
		kit_load(k, *end = chosen, 1, 0);
	}
	return (now() - start) * 1e9 / ROUNDS;
}

int main(void)
{
	static const char *const name[] = {
		"rr", "wrr", "lc", "wlc", "sed", "nq", "fo", "ovf", "dh", "sh", "mh", "twos",
	};
	static u32 weight[10000];
	u32 i, w;

	for (w = 0; w < 10000; w++)
		weight[w] = 1000 + w % 5;
	printf("%-6s%12s%12s%8s%12s%12s%8s%14s\n", "", "choice 10", "10000", "ratio", "life 10", "10000",
	       "ratio", "rebuild 10000");
	for (i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		struct kit *few = kit_new(vsx_sched_find(name[i]), weight, 10);
		double a = choices(few), c = lives(few), start = now(), build, b, d;
		struct kit *many = kit_new(vsx_sched_find(name[i]), weight, 10000);

		build = now() - start;
		b = choices(many);
		d = lives(many);
		printf("%-6s%9.1f ns%9.1f ns%8.2f%9.1f ns%9.1f ns%8.2f%11.2f ms\n", name[i], a, b, b / a, c,
		       d, d / c, build * 1e3);
		kit_free(few);
		kit_free(many);
	}
	return 0;
}
