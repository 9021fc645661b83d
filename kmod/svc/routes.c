// SPDX-License-Identifier: GPL-2.0-only
/*
 * routes.c - a destination's cache of the route to it: an entry for each CPU, from its first to its last day.
 */
#include <net/dst.h>

#include "svc/routes.h"

/**
 * vsx_routes_alloc() - make a destination's route cache.
 *
 * Context: process, may sleep.
 * Return: a cache without routes, or NULL.
 */
struct vsx_route __percpu *vsx_routes_alloc(void)
{
	return alloc_percpu_gfp(struct vsx_route, GFP_KERNEL_ACCOUNT);
}

/**
 * vsx_routes_free() - free a destination's route cache.
 * @routes: the cache; no packet can find it any more
 *
 * Context: any.
 */
void vsx_routes_free(struct vsx_route __percpu *routes)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct vsx_route *r = per_cpu_ptr(routes, cpu);

		dst_release(r->next_hop);
		dst_release(r->dst);
	}
	free_percpu(routes);
}
