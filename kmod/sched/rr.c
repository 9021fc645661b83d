// SPDX-License-Identifier: GPL-2.0-only
/*
 * rr.c - round robin: each server in turn, whatever its weight above 0.
 *
 * One atomic increment of the service's cursor and a remainder: O(1), and exact on any number of CPUs
 * (each value of the cursor is taken once). The 64-bit cursor does not wrap; it begins at random, so
 * that a fleet of directors does not march in step. An update of the servers rebuilds the snapshot, O(n), and
 * goes on where the cursor stands.
 */
#include <linux/math64.h>

#include "sched/sched.h"

static const struct vsx_server *rr_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	u32 i;

	div_u64_rem((u64)atomic64_inc_return(s->cursor) - 1, s->n, &i);
	return &s->server[i];
}

const struct vsx_sched vsx_sched_rr = {
	.name = "rr",
	.pick = rr_pick,
};
