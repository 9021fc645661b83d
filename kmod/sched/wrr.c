// SPDX-License-Identifier: GPL-2.0-only
/*
 * wrr.c - weighted round robin: exact shares per cycle, interleaved, O(1) and without a lock.
 *
 * Divide the weights by their greatest common divisor and lay the servers along a circle of P places, each
 * server as wide as its weight; P is the first prime not below W, the sum of the weights, and the few places
 * past W are nobody's. Tick t of the service's cursor stands at place t * stride mod P, and a tick that meets
 * nobody's place is passed over. P is prime, so any P ticks in a row visit every place once, and any W choices
 * in a row choose each server exactly as often as its weight, on any number of CPUs. The stride is P divided
 * by the golden ratio: its multiples spread most evenly (three-distance theorem; Knuth, TAOCP vol. 3, 6.4), so
 * heavy servers do not come in bursts: 3:2:1 gives A B A C A B.
 *
 * Which server owns a place is looked up in a guide table (H.-C. Chen and Y. Asau, "On Generating Random Variates
 * from an Empirical Distribution", AIIE Transactions 6, 1974): places are cut into n to 2 n cells, each of which
 * knows the first server in it, and all places come up equally often, so that one or two servers come into
 * question on average. Among them a binary search, so that it is never more than log2(n) steps.
 *
 * Sums past 2^24 are scaled down to it, no server below 1: shares are then right within n / 2^24.
 *
 * An update rebuilds the sums and finds the prime, O(n) and some thousand divisions at most, and goes on
 * where the cursor stands.
 */
#include <linux/bits.h>
#include <linux/gcd.h>
#include <linux/math64.h>
#include <linux/types.h>

#include "sched/sched.h"

#define WRR_PLACES_MAX	BIT(24)

/**
 * struct wrr_room - the circle
 * @prime: P, the number of places
 * @stride: P / 1.618
 * @shift: a cell has 2^shift places
 * @end: running sums: server i owns the places below end[i] that lower servers do not. Behind them the
 *	guide table, the owner of the first place of each cell and at its end the last server
 */
struct wrr_room {
	u32 prime;
	u32 stride;
	u32 shift;
	u32 end[];
};

static size_t wrr_room_bytes(const struct vsx_totals *sum)
{
	return sizeof(struct wrr_room) + (3 * (size_t)sum->n + 1) * sizeof(u32);
}

static bool is_prime(u32 p)
{
	u32 d;

	for (d = 2; d * d <= p; d++)
		if (p % d == 0)
			return false;
	return true;
}

/* How far the weights, divided by @divisor, must be shifted for their sum to fit the circle. */
static unsigned int scale_of(const struct vsx_servers *s, u32 divisor)
{
	unsigned int shift = 0;
	u64 sum = 0;
	u32 i;

	for (i = 0; i < s->n; i++)
		sum += s->server[i].weight / divisor;
	while (sum >> shift > WRR_PLACES_MAX)
		shift++;
	return shift;
}

static void guide_build(const struct vsx_servers *s, struct wrr_room *room)
{
	u32 last = room->end[s->n - 1] - 1, *guide = &room->end[s->n];
	u32 cell, i = 0;

	while (last >> room->shift >= 2 * s->n)
		room->shift++;
	for (cell = 0; cell <= last >> room->shift; cell++) {
		while (room->end[i] <= cell << room->shift)
			i++;
		guide[cell] = i;
	}
	guide[cell] = s->n - 1;
}

static void wrr_build(struct vsx_servers *s)
{
	struct wrr_room *room = s->room;
	unsigned long divisor = 0;
	unsigned int shift;
	u32 sum = 0;
	u32 i;

	for (i = 0; i < s->n; i++)
		divisor = gcd(divisor, s->server[i].weight);
	shift = scale_of(s, divisor);
	for (i = 0; i < s->n; i++) {
		u32 width = s->server[i].weight / (u32)divisor >> shift;

		sum += width ? width : 1;
		room->end[i] = sum;
	}
	room->prime = sum < 2 ? 2 : sum;
	while (!is_prime(room->prime))
		room->prime++;
	/* 2654435769 is 2^32 / 1.6180339887; the product has at most 57 bits. */
	room->stride = (u64)room->prime * 2654435769U >> 32;
	guide_build(s, room);
}

static u32 next_place(const struct vsx_servers *s)
{
	const struct wrr_room *room = s->room;
	u32 at, place;

	div_u64_rem((u64)atomic64_inc_return(s->cursor) - 1, room->prime, &at);
	div_u64_rem((u64)at * room->stride, room->prime, &place);
	return place;
}

static const struct vsx_server *wrr_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	const struct wrr_room *room = s->room;
	const u32 *cell = &room->end[s->n];
	u32 place, low, high;

	/* Primes lie dense: a few places in a row may be nobody's, and rarely two ticks land there. */
	do {
		place = next_place(s);
	} while (place >= room->end[s->n - 1]);
	cell += place >> room->shift;
	low = cell[0];
	high = cell[1];
	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (place < room->end[mid])
			high = mid;
		else
			low = mid + 1;
	}
	return &s->server[low];
}

const struct vsx_sched vsx_sched_wrr = {
	.name = "wrr",
	.room_bytes = wrr_room_bytes,
	.build = wrr_build,
	.pick = wrr_pick,
};
