/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rate.h - events per second of a set of counters, as a moving average.
 */
#ifndef VSX_PURE_RATE_H
#define VSX_PURE_RATE_H

#include "pure/counts.h"

#define VSX_RATE_PERIOD_MS	2000	/* of samples, as IPVS has it */
#define VSX_RATE_SHIFT		10	/* binary places of the average */

/**
 * struct vsx_rate - the average of one set of counters
 * @last: counts at the last sample
 * @avg: per second, with VSX_RATE_SHIFT binary places
 */
struct vsx_rate {
	struct vsx_counts last;
	struct vsx_counts avg;
};

void vsx_rate_sample(struct vsx_rate *r, const struct vsx_counts *now, u32 elapsed_ms);
bool vsx_rate_is_zero(const struct vsx_rate *r);
void vsx_rate_read(const struct vsx_counts *avg, struct vsx_counts *per_second);

#endif /* VSX_PURE_RATE_H */
