/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hash.h - where a flow lies, for the schedulers that always send the same one to the same server.
 *
 * Keyed: a remote party who chooses addresses and ports cannot choose the server. One key per namespace,
 * so that two services with the same servers send a client to the same one, which is what protocols
 * of two ports ask for; or the service's own, so that several directors agree.
 *
 * Who hashes to an overloaded server is refused, as in LVS; with VSX_SCHED_F_FALLBACK it goes where its next
 * hash says, which is the same for the same flow. If a share f of the servers is overloaded, all
 * VSX_HASH_TRIES hashes are in vain with a chance of f^VSX_HASH_TRIES; then vsx_sched_pick() finds another.
 */
#ifndef VSX_SCHED_HASH_H
#define VSX_SCHED_HASH_H

#include <linux/compiler.h>
#include <linux/string.h>

#include "addr.h"
#include "pure/siphash13.h"
#include "sched/load.h"
#include "sched/sched.h"

#define VSX_HASH_TRIES	16

void vsx_hash_line_up(struct vsx_servers *s);

static inline u64 vsx_flow_hash(const struct vsx_servers *s, const struct vsx_addr *addr, u32 port_counts)
{
	u64 len = addr->af == AF_INET ? 4 : 16;
	u64 w[3] = { 0, 0, len << 16 | (port_counts ? (__force u16)addr->port : 0) };

	memcpy(w, &addr->ip, sizeof(addr->ip));
	return vsx_siphash13(w, 3, &s->secret);
}

/* Of the client's address, and port if that counts. */
static inline u64 vsx_client_hash(const struct vsx_servers *s, const struct vsx_flow *flow)
{
	return vsx_flow_hash(s, &flow->src, s->flags & VSX_SCHED_F_PORT);
}

/* The hash after this one: a permutation of a secret is as secret. */
static inline u64 vsx_next_hash(u64 hash)
{
	/* splitmix64 (G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", 2014) */
	hash += 0x9e3779b97f4a7c15ULL;
	hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9ULL;
	hash = (hash ^ hash >> 27) * 0x94d049bb133111ebULL;
	return hash ^ hash >> 31;
}

/* Scale 32 random bits to 0 ... n - 1 without a division. */
static inline u32 vsx_scale(u32 random, u32 n)
{
	return (u64)random * n >> 32;
}

/**
 * vsx_hash_pick() - the server of a hash, or what to do if it is overloaded.
 * @s: the snapshot
 * @hash: of the flow
 * @server_at: whose a hash is; a constant argument
 *
 * Context: any, under rcu_read_lock().
 * Return: a server, overloaded only if all tries were; NULL if there is no fallback.
 */
static __always_inline const struct vsx_server *
vsx_hash_pick(const struct vsx_servers *s, u64 hash,
	      const struct vsx_server *(*server_at)(const struct vsx_servers *s, u64 hash))
{
	const struct vsx_server *srv = server_at(s, hash);
	unsigned int try;

	if (likely(vsx_is_taker(s, srv)))
		return srv;
	if (!(s->flags & VSX_SCHED_F_FALLBACK))
		return NULL;
	for (try = 1; try < VSX_HASH_TRIES && !vsx_is_taker(s, srv); try++) {
		hash = vsx_next_hash(hash);
		srv = server_at(s, hash);
	}
	return srv;
}

#endif /* VSX_SCHED_HASH_H */
