// SPDX-License-Identifier: GPL-2.0-only
/*
 * twos.c - the better of two: draw two servers at random in proportion to their weights and take the one with
 * the lower overhead per weight (M. Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing", IEEE TPDS 12, 2001; ip_vs_twos, documented in ipvsadm(8)). Overhead is that of wlc.
 *
 * Each draw is O(1) by the alias method (alias.h), and nothing shared is written: less exact than wlc, but
 * a load that changes costs nothing. An update of the servers is O(n).
 *
 * Random numbers are the kernel's, from a per-CPU batch, some nanoseconds each. A hash of the service's
 * cursor would make all CPUs write one line for every choice; a hash of the flow would send a client that
 * repeats its port to the same two servers again and again.
 */
#include <linux/random.h>

#include "sched/alias.h"
#include "sched/load.h"

static const struct vsx_server *twos_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	const struct vsx_server *a = vsx_alias_pick(s, get_random_u64());
	const struct vsx_server *b = vsx_alias_pick(s, get_random_u64());

	return vsx_overhead(b) * a->weight < vsx_overhead(a) * b->weight ? b : a;
}

const struct vsx_sched vsx_sched_twos = {
	.name = "twos",
	.room_bytes = vsx_alias_bytes,
	.build = vsx_alias_build,
	.pick = twos_pick,
};
