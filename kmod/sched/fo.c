// SPDX-License-Identifier: GPL-2.0-only
/*
 * fo.c - weighted failover: the server with the highest weight, the first of the snapshot among equals;
 * the next when it is gone or its weight is 0 (ip_vs_fo, documented in ipvsadm(8)).
 *
 * A choice is O(1): an update of the servers finds the highest, O(n).
 */
#include "sched/sched.h"

static size_t fo_room_bytes(const struct vsx_totals *sum)
{
	return sizeof(u32);
}

static void fo_build(struct vsx_servers *s)
{
	u32 *highest = s->room, i;

	for (i = 1; i < s->n; i++)
		if (s->server[i].weight > s->server[*highest].weight)
			*highest = i;
}

static const struct vsx_server *fo_pick(const struct vsx_servers *s, const struct vsx_flow *flow)
{
	const u32 *highest = s->room;

	return &s->server[*highest];
}

const struct vsx_sched vsx_sched_fo = {
	.name = "fo",
	.room_bytes = fo_room_bytes,
	.build = fo_build,
	.pick = fo_pick,
};
