// SPDX-License-Identifier: GPL-2.0-only
/*
 * wrr.c - weighted round robin: exact shares per cycle, interleaved, O(log n) and without a lock.
 *
 * Divide the weights by their greatest common divisor and lay the servers along a circle of W = sum of
 * weights places, each as wide as its weight. Tick t of the service's cursor stands at place
 * t * stride mod W. The stride is prime to W, so W ticks in a row visit every place exactly once and
 * a server is chosen exactly weight times in any W consecutive choices, on any number of CPUs. The
 * stride is the one nearest to W divided by the golden ratio: multiples of the golden ratio spread most
 * evenly (three-distance theorem; Knuth, TAOCP vol. 3, 6.4), so heavy servers do not come in bursts.
 * Which server owns a place is a binary search in the running sums: 14 steps for 10 000 servers.
 *
 * An update rebuilds the sums, O(n), and goes on where the cursor stands.
 */
#include <linux/gcd.h>
#include <linux/limits.h>
#include <linux/math64.h>

#include "sched/sched.h"

/**
 * struct wrr_room - the circle
 * @total: W, at most 2^31 * n
 * @stride: prime to @total
 * @end: running sums: server i owns the places below end[i] that lower servers do not
 */
struct wrr_room {
	u64 total;
	u64 stride;
	u64 end[];
};

static size_t wrr_room_bytes(u32 n)
{
	return sizeof(struct wrr_room) + n * sizeof(u64);
}

static u64 gcd64(u64 a, u64 b)
{
	while (b) {
		u64 r;

		div64_u64_rem(a, b, &r);
		a = b;
		b = r;
	}
	return a;
}

/* The number prime to @total that is nearest to total / 1.618. */
static u64 golden_stride(u64 total)
{
	/* 2^32 / 1.6180339887: total is below 2^48, so the product is taken in two halves. */
	const u64 inverse = 2654435769U;
	u64 near = (total >> 32) * inverse + (((total & U32_MAX) * inverse) >> 32);
	u64 d;

	for (d = 0; d < total; d++) {
		if (near + d < total && gcd64(near + d, total) == 1)
			return near + d;
		if (near > d && gcd64(near - d, total) == 1)
			return near - d;
	}
	return 1;
}

static void wrr_build(struct vsx_servers *s)
{
	struct wrr_room *room = s->room;
	unsigned long divisor = 0;
	u64 sum = 0;
	u32 i;

	for (i = 0; i < s->n; i++)
		divisor = gcd(divisor, s->server[i].weight);
	for (i = 0; i < s->n; i++) {
		sum += s->server[i].weight / (u32)divisor;
		room->end[i] = sum;
	}
	room->total = sum;
	room->stride = golden_stride(sum);
}

static const struct vsx_server *wrr_pick(const struct vsx_servers *s, const struct vsx_flow *flow)
{
	const struct wrr_room *room = s->room;
	u64 tick, place;
	u32 low = 0, high = s->n - 1;

	div64_u64_rem(atomic64_inc_return(s->cursor) - 1, room->total, &tick);
	/* The remainder of a product that may need 128 bits: what wraps cancels. */
	place = tick * room->stride -
		mul_u64_u64_div_u64(tick, room->stride, room->total) * room->total;
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
