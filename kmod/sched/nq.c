// SPDX-License-Identifier: GPL-2.0-only
/*
 * nq.c - never queue: an idle server, one without active connections, if there is one, the first of the
 * snapshot if there are several; otherwise the shortest expected delay as sed.c has it (LVS
 * documentation, "Job Scheduling Algorithms").
 *
 * A choice is O(1), a load that changes O(log n), an update of the servers O(n): tree.h.
 */
#include "sched/load.h"
#include "sched/tree.h"

static bool serves_sooner(const struct vsx_server *b, const struct vsx_server *a)
{
	u64 active_a = vsx_active(a), active_b = vsx_active(b);

	if (!active_a || !active_b)
		return active_a;
	return (active_b + 1) * a->weight < (active_a + 1) * b->weight;
}

static void nq_build(struct vsx_servers *s)
{
	vsx_tree_build(s, serves_sooner);
}

static void nq_load_changed(const struct vsx_servers *s, u32 i)
{
	vsx_tree_changed(s, i, serves_sooner);
}

static const struct vsx_server *nq_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	return vsx_tree_best(s);
}

const struct vsx_sched vsx_sched_nq = {
	.name = "nq",
	.room_bytes = vsx_tree_bytes,
	.build = nq_build,
	.pick = nq_pick,
	.load_changed = nq_load_changed,
};
