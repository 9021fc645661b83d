/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load.h - what schedulers compare: a server's connections as one number.
 */
#ifndef VSX_SCHED_LOAD_H
#define VSX_SCHED_LOAD_H

#include <linux/compiler.h>
#include <linux/limits.h>
#include <linux/minmax.h>

#include "sched/sched.h"

/**
 * vsx_active() - active connections of a server.
 * @srv: the server
 *
 * A counter may be read between a decrement and the increment that belongs before it: less than none is
 * none.
 *
 * Context: any.
 * Return: 0 to 2^31 - 1.
 */
static inline u64 vsx_active(const struct vsx_server *srv)
{
	return max(atomic_read(&srv->load->active), 0);
}

/**
 * vsx_overhead() - the load of a server as LVS weighs it: 256 * active + inactive connections.
 * @srv: the server
 *
 * Saturated at 2^32, so that the product with a 31-bit weight fits 64 bits: 16 M active connections.
 *
 * Context: any.
 * Return: 0 to 2^32 - 1.
 */
static inline u64 vsx_overhead(const struct vsx_server *srv)
{
	u64 inactive = max(atomic_read(&srv->load->inactive), 0);

	return min_t(u64, vsx_active(srv) * 256 + inactive, U32_MAX);
}

/**
 * vsx_is_lighter() - the comparison of wlc: has a server less overhead for its weight?
 * @b: the server
 * @a: the other
 *
 * Context: any.
 * Return: true if so, false between equals.
 */
static inline bool vsx_is_lighter(const struct vsx_server *b, const struct vsx_server *a)
{
	return vsx_overhead(b) * a->weight < vsx_overhead(a) * b->weight;
}

/**
 * vsx_is_overloaded() - does a server take no connection, because it has reached its limit?
 * @srv: the server
 *
 * Context: any.
 * Return: true if so.
 */
static inline bool vsx_is_overloaded(const struct vsx_server *srv)
{
	return READ_ONCE(srv->load->is_overloaded);
}

#endif /* VSX_SCHED_LOAD_H */
