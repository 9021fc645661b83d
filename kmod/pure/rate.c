// SPDX-License-Identifier: GPL-2.0-only
/*
 * rate.c - the moving average IPVS has: every two seconds the average goes a quarter of the way to the rate of
 * those two seconds, so it follows a step to 95 % in 21 seconds. A late sample counts as several.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "pure/rate.h"

#define STEPS_MAX	32U	/* three quarters to this power are nothing */

static void step(u64 *avg, u64 events, u32 elapsed_ms, unsigned int steps)
{
	/* No overflow below 17 TB in a period. */
	u64 rate = div64_u64((events << VSX_RATE_SHIFT) * 1000, elapsed_ms);

	while (steps--)
		*avg += ((s64)rate - (s64)*avg) >> 2;
}

/**
 * vsx_rate_sample() - take the counters' present values into account.
 * @r: the average
 * @now: counts
 * @elapsed_ms: since the last sample
 *
 * Context: any; pure.
 */
void vsx_rate_sample(struct vsx_rate *r, const struct vsx_counts *now, u32 elapsed_ms)
{
	unsigned int steps = min(max(elapsed_ms / VSX_RATE_PERIOD_MS, 1U), STEPS_MAX);
	struct vsx_counts d = *now;

	elapsed_ms = max(elapsed_ms, 1U);
	vsx_counts_sub(&d, &r->last);
	r->last = *now;
	step(&r->avg.conns, d.conns, elapsed_ms, steps);
	step(&r->avg.in_packets, d.in_packets, elapsed_ms, steps);
	step(&r->avg.in_bytes, d.in_bytes, elapsed_ms, steps);
	step(&r->avg.out_packets, d.out_packets, elapsed_ms, steps);
	step(&r->avg.out_bytes, d.out_bytes, elapsed_ms, steps);
}

/**
 * vsx_rate_is_zero() - has nothing happened for long?
 * @r: the average
 *
 * Context: any; pure.
 * Return: true if every average is zero.
 */
bool vsx_rate_is_zero(const struct vsx_rate *r)
{
	return !(r->avg.conns | r->avg.in_packets | r->avg.in_bytes | r->avg.out_packets | r->avg.out_bytes);
}

static u64 rounded(u64 avg)
{
	return (avg + BIT(VSX_RATE_SHIFT - 1) - 1) >> VSX_RATE_SHIFT;
}

/**
 * vsx_rate_read() - averages, or sums of averages, in whole events.
 * @avg: with VSX_RATE_SHIFT binary places
 * @per_second: the result
 *
 * Context: any; pure.
 */
void vsx_rate_read(const struct vsx_counts *avg, struct vsx_counts *per_second)
{
	*per_second = (struct vsx_counts){
		.conns = rounded(avg->conns),
		.in_packets = rounded(avg->in_packets),
		.in_bytes = rounded(avg->in_bytes),
		.out_packets = rounded(avg->out_packets),
		.out_bytes = rounded(avg->out_bytes),
	};
}
