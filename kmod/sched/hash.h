/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hash.h - where a flow lies, for the schedulers that always send the same one to the same server.
 *
 * Keyed: a remote party who chooses addresses and ports cannot choose the server. One key per namespace,
 * so that two services with the same servers send a client to the same one, which is what protocols
 * of two ports ask for.
 */
#ifndef VSX_SCHED_HASH_H
#define VSX_SCHED_HASH_H

#include <linux/string.h>

#include "pure/siphash13.h"
#include "sched/sched.h"

static inline u64 vsx_flow_hash(const struct vsx_servers *s, const void *addr, u32 len, __be16 port)
{
	u64 w[3] = { 0, 0, (u64)len << 16 | (__force u16)port };

	memcpy(w, addr, len);
	return vsx_siphash13(w, 3, s->secret);
}

/* Scale 32 random bits to 0 ... n - 1 without a division. */
static inline u32 vsx_scale(u32 random, u32 n)
{
	return (u64)random * n >> 32;
}

#endif /* VSX_SCHED_HASH_H */
