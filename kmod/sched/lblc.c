// SPDX-License-Identifier: GPL-2.0-only
/*
 * lblc.c - locality-based least connections: all connections to one address go to the same server, for caches
 * in front of many addresses; the server with the least overhead for its weight when the address is new,
 * its server is gone, or it is crowded while another has room (W. Zhang; LVS documentation, "Job Scheduling
 * Algorithms").
 *
 * Crowded: more active connections than its weight, while the one that wlc would choose has less than half of its
 * own. LVS searches all servers for one with less than half; this asks the one it would find best, in O(1).
 *
 * A choice is O(1): a line of the memory (locality.h), which has 16 384 addresses for lblc_expiration seconds, and what
 * leads from an id to a server. A load that changes is O(log n), an update of the servers O(n): tree.h. Which
 * server an address has outlives updates.
 */
#include "sched/locality.h"

#define LINES	2048

static const struct vsx_server *lblc_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	u64 hash = vsx_flow_hash(s, &flow->dst, 0);
	u32 expires = READ_ONCE(s->tune->lblc_expiration);
	u64 *word = vsx_local_find(s->state, LINES, hash, now, expires);
	const struct vsx_server *srv = NULL;

	if (word)
		srv = vsx_local_server(s, READ_ONCE(*word) & VSX_LOCAL_VALUE);
	if (!srv || vsx_is_overloaded(srv) || vsx_local_is_crowded(s, srv))
		srv = vsx_tree_best(s);
	/* If all are, nobody is chosen, and the address keeps the server it had. */
	if (vsx_is_overloaded(srv))
		return srv;
	if (word)
		vsx_local_use(word, now, srv->id);
	else
		vsx_local_enter(s->state, LINES, hash, now, srv->id);
	return srv;
}

const struct vsx_sched vsx_sched_lblc = {
	.name = "lblc",
	.room_bytes = vsx_local_room_bytes,
	.state_bytes = sizeof(u64) * LINES * VSX_LOCAL_WAYS,
	.build = vsx_local_build,
	.pick = lblc_pick,
	.load_changed = vsx_local_load_changed,
};
