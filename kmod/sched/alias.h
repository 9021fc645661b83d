/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * alias.h - a server for a random number, in proportion to the weights, O(1).
 *
 * Walker's alias method (A. J. Walker, "An Efficient Method for Generating Discrete Random Variables with
 * General Distributions", ACM TOMS 3, 1977), built in O(n) (M. D. Vose, IEEE TSE 17, 1991): every server
 * has a column of the same width; where its weight does not fill it, the rest belongs to one other server.
 * A number picks a column and a place in it. In integers; shares are right within 2^-31.
 */
#ifndef VSX_SCHED_ALIAS_H
#define VSX_SCHED_ALIAS_H

#include "sched/hash.h"

/**
 * struct vsx_alias - a column; a snapshot's room begins with one per server
 * @keep: places below it are the server's own
 * @other: whose the others are
 */
struct vsx_alias {
	u32 keep;
	u32 other;
};

size_t vsx_alias_bytes(const struct vsx_totals *sum);
void vsx_alias_build(struct vsx_servers *s);

static inline const struct vsx_server *vsx_alias_pick(const struct vsx_servers *s, u64 random)
{
	const struct vsx_alias *column = s->room;
	u32 i = vsx_scale(random >> 32, s->n);

	if ((u32)random >= column[i].keep)
		i = column[i].other;
	return &s->server[i];
}

#endif /* VSX_SCHED_ALIAS_H */
