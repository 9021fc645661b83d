// SPDX-License-Identifier: GPL-2.0-only
/*
 * wlc.c - weighted least connections: the server with the least overhead per weight, where
 * overhead = 256 * active + inactive connections (LVS documentation, "Job Scheduling Algorithms").
 *
 * Quotients are compared as products: exact, no division. A choice is O(1), a load that changes
 * O(log n), an update of the servers O(n): tree.h.
 */
#include "sched/load.h"
#include "sched/tree.h"

static void wlc_build(struct vsx_servers *s)
{
	vsx_tree_build(s, vsx_is_lighter);
}

static void wlc_load_changed(const struct vsx_servers *s, u32 i)
{
	vsx_tree_changed(s, i, vsx_is_lighter);
}

static const struct vsx_server *wlc_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	return vsx_tree_best(s);
}

const struct vsx_sched vsx_sched_wlc = {
	.name = "wlc",
	.room_bytes = vsx_tree_bytes,
	.build = wlc_build,
	.pick = wlc_pick,
	.load_changed = wlc_load_changed,
};
