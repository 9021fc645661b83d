// SPDX-License-Identifier: GPL-2.0-only
/*
 * dh.c - destination hashing: all connections to one address go to the same server, for caches in front of
 * many addresses (LVS documentation, "Job Scheduling Algorithms"). As in LVS a weight above 0 does not
 * matter; unlike there, which server it is cannot be foretold from outside. With flags the virtual port
 * counts too, and what hashes to an overloaded server goes to another (hash.h).
 *
 * The keyed hash of the address, scaled to the number of servers: O(1). An update sorts the servers (hash.c),
 * O(n log n), and moves most addresses, as in LVS; mh does not, but hashes sources.
 */
#include "sched/hash.h"

static const struct vsx_server *server_at(const struct vsx_servers *s, u64 hash)
{
	return &s->server[vsx_scale(hash >> 32, s->n)];
}

static const struct vsx_server *dh_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	return vsx_hash_pick(s, vsx_flow_hash(s, &flow->dst, s->flags & VSX_SCHED_F_PORT), server_at);
}

const struct vsx_sched vsx_sched_dh = {
	.name = "dh",
	.build = vsx_hash_line_up,
	.pick = dh_pick,
};
