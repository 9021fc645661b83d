/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * routes.h - a destination's cache of the route to it. How packets fill and use it: xmit/route.c.
 */
#ifndef VSX_SVC_ROUTES_H
#define VSX_SVC_ROUTES_H

#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <linux/types.h>

struct dst_entry;

/**
 * struct vsx_route - the route to a destination, cached by a CPU
 * @dst: the route, with a reference; NULL if there is none yet. Its CPU's own, BH off
 * @cookie: of the IPv6 route, for dst_check()
 * @src: the source address that goes with it; of IPv6 all zero if it was not asked for
 * @next_hop: of IPv6, a copy of @dst that names the destination as the next hop, with a reference; NULL if nobody has
 *	asked for it. Goes with @dst, and is good as long as that is; the same
 */
struct vsx_route {
	struct dst_entry *dst;
	u32 cookie;
	union nf_inet_addr src;
	struct dst_entry *next_hop;
};

/* Process context, may sleep. */
struct vsx_route __percpu *vsx_routes_alloc(void);

/* Any context; no packet can know them any more. */
void vsx_routes_free(struct vsx_route __percpu *routes);

#endif /* VSX_SVC_ROUTES_H */
