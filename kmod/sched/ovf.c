// SPDX-License-Identifier: GPL-2.0-only
/*
 * ovf.c - weighted overflow: the server with the highest weight, until its active connections exceed that
 * weight; then the next one. Nobody if all are exceeded (ip_vs_ovf, documented in ipvsadm(8)).
 *
 * A choice is O(1), a load that changes O(log n), an update of the servers O(n): tree.h.
 */
#include "sched/load.h"
#include "sched/tree.h"

static bool has_place(const struct vsx_server *srv)
{
	return vsx_active(srv) <= srv->weight;
}

static bool fills_first(const struct vsx_server *b, const struct vsx_server *a)
{
	bool has_a = has_place(a), has_b = has_place(b);

	if (has_a != has_b)
		return has_b;
	return b->weight > a->weight;
}

static void ovf_build(struct vsx_servers *s)
{
	vsx_tree_build(s, fills_first);
}

static void ovf_load_changed(const struct vsx_servers *s, u32 i)
{
	vsx_tree_changed(s, i, fills_first);
}

static const struct vsx_server *ovf_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	const struct vsx_server *best = vsx_tree_best(s);

	return has_place(best) ? best : NULL;
}

const struct vsx_sched vsx_sched_ovf = {
	.name = "ovf",
	.room_bytes = vsx_tree_bytes,
	.build = ovf_build,
	.pick = ovf_pick,
	.load_changed = ovf_load_changed,
};
