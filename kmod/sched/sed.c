// SPDX-License-Identifier: GPL-2.0-only
/*
 * sed.c - shortest expected delay: the server with the least (active + 1) / weight: what the connection
 * in hand would find there (LVS documentation, "Job Scheduling Algorithms").
 *
 * Quotients are compared as products: exact, no division. A choice is O(1), a load that changes
 * O(log n), an update of the servers O(n): tree.h.
 */
#include "sched/load.h"
#include "sched/tree.h"

static bool shorter_delay(const struct vsx_server *b, const struct vsx_server *a)
{
	return (vsx_active(b) + 1) * a->weight < (vsx_active(a) + 1) * b->weight;
}

static void sed_build(struct vsx_servers *s)
{
	vsx_tree_build(s, shorter_delay);
}

static void sed_load_changed(const struct vsx_servers *s, u32 i)
{
	vsx_tree_changed(s, i, shorter_delay);
}

static const struct vsx_server *sed_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	return vsx_tree_best(s);
}

const struct vsx_sched vsx_sched_sed = {
	.name = "sed",
	.room_bytes = vsx_tree_bytes,
	.build = sed_build,
	.pick = sed_pick,
	.load_changed = sed_load_changed,
};
