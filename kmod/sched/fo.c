// SPDX-License-Identifier: GPL-2.0-only
/*
 * fo.c - weighted failover: the server with the highest weight, the first of the snapshot among equals;
 * the next when it is gone, overloaded, or its weight is 0 (ip_vs_fo, documented in ipvsadm(8)).
 *
 * A choice is O(1), an update of the servers O(n): tree.h. A load that changes matters only when the server
 * becomes overloaded or ceases to be, and costs a walk that changes nothing otherwise.
 */
#include "sched/tree.h"

static bool is_heavier(const struct vsx_server *b, const struct vsx_server *a)
{
	return b->weight > a->weight;
}

static void fo_build(struct vsx_servers *s)
{
	vsx_tree_build(s, is_heavier);
}

static void fo_load_changed(const struct vsx_servers *s, u32 i)
{
	vsx_tree_changed(s, i, is_heavier);
}

static const struct vsx_server *fo_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	return vsx_tree_best(s);
}

const struct vsx_sched vsx_sched_fo = {
	.name = "fo",
	.room_bytes = vsx_tree_bytes,
	.build = fo_build,
	.pick = fo_pick,
	.load_changed = fo_load_changed,
};
