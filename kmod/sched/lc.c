// SPDX-License-Identifier: GPL-2.0-only
/*
 * lc.c - least connections: the server with the least overhead, whatever its weight above 0, where
 * overhead = 256 * active + inactive connections (LVS documentation, "Job Scheduling Algorithms").
 *
 * A choice is O(1), a load that changes O(log n), an update of the servers O(n): tree.h.
 */
#include "sched/load.h"
#include "sched/tree.h"

static bool less_loaded(const struct vsx_server *b, const struct vsx_server *a)
{
	return vsx_overhead(b) < vsx_overhead(a);
}

static void lc_build(struct vsx_servers *s)
{
	vsx_tree_build(s, less_loaded);
}

static void lc_load_changed(const struct vsx_servers *s, u32 i)
{
	vsx_tree_changed(s, i, less_loaded);
}

static const struct vsx_server *lc_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	return vsx_tree_best(s);
}

const struct vsx_sched vsx_sched_lc = {
	.name = "lc",
	.room_bytes = vsx_tree_bytes,
	.build = lc_build,
	.pick = lc_pick,
	.load_changed = lc_load_changed,
};
