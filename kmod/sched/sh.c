// SPDX-License-Identifier: GPL-2.0-only
/*
 * sh.c - source hashing: all connections of one client address go to the same server; clients are spread in
 * proportion to the weights (LVS documentation, "Job Scheduling Algorithms"). With flags the client's port
 * counts too, and who hashes to an overloaded server goes to another (hash.h).
 *
 * The keyed hash of the address picks by the alias method (alias.h) instead of LVS's 256 buckets: O(1), and
 * shares are right for any weights and number of servers. An update sorts the servers (hash.c), O(n log n), and
 * may move most clients, as in LVS: mh.c keeps them in place.
 */
#include "sched/alias.h"

static const struct vsx_server *sh_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	return vsx_hash_pick(s, vsx_client_hash(s, flow), vsx_alias_pick);
}

static void sh_build(struct vsx_servers *s)
{
	vsx_hash_line_up(s);
	vsx_alias_build(s);
}

const struct vsx_sched vsx_sched_sh = {
	.name = "sh",
	.room_bytes = vsx_alias_bytes,
	.build = sh_build,
	.pick = sh_pick,
};
