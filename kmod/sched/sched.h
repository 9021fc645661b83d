/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched.h - the scheduler interface.
 *
 * A scheduler is a pure file: it sees an immutable snapshot of the servers that may be chosen (weight
 * above 0), built on the control path and published by RCU with the service. What moves is only the
 * service's cursor, each server's load, and words of the scheduler's own room that it changes with
 * atomic operations; there is no lock.
 */
#ifndef VSX_SCHED_SCHED_H
#define VSX_SCHED_SCHED_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/ipvsx.h>
#include <linux/siphash.h>
#include <linux/types.h>

/**
 * struct vsx_load - connections of a server, changed when one opens, ends, or stops being active
 * @active: connections in an active state
 * @inactive: the others
 * @upper: from so many on it is overloaded; 0 for no limit. Written on the control path with WRITE_ONCE
 * @lower: below so many it is not any more; 0 for three quarters of @upper. The same
 * @is_overloaded: it takes no new connection; kept by vsx_load_limit()
 */
struct vsx_load {
	atomic_t active;
	atomic_t inactive;
	u32 upper;
	u32 lower;
	bool is_overloaded;
};

/**
 * struct vsx_server - one server of a snapshot
 * @owner: the caller's object (the destination); schedulers do not look inside
 * @load: its load, alive as long as the snapshot
 * @ident: keyed hash of its address: the same in every snapshot
 * @weight: 1 to 2^31 - 1
 * @id: a number of its own below 2^24, not 0, as long as it is configured
 */
struct vsx_server {
	void *owner;
	struct vsx_load *load;
	u64 ident;
	u32 weight;
	u32 id;
};

/**
 * struct vsx_sched_conf - how a service wants its scheduler; hash schedulers heed it
 * @flags: enum vsx_sched_flags
 * @table_size: entries of mh's table, a prime; 0 for as many as it takes
 * @has_key: @key is given
 * @key: what to hash with instead of the namespace's secret
 */
struct vsx_sched_conf {
	u32 flags;
	u32 table_size;
	bool has_key;
	siphash_key_t key;
};

/**
 * struct vsx_totals - what the size of a scheduler's room may depend on
 * @n: number of servers, at least 1
 * @weight_sum: all of them together
 * @table_size: as configured
 * @memo: a word that the scheduler may keep from one rebuild of a service to the next; 0 at first
 */
struct vsx_totals {
	u32 n;
	u64 weight_sum;
	u32 table_size;
	u32 *memo;
};

struct vsx_flow;
struct vsx_sched;
struct vsx_tune;

/**
 * struct vsx_servers - a snapshot
 * @sched: the scheduler it was built for
 * @cursor: the service's position; survives rebuilds
 * @secret: what hashes are keyed with: the service's key or the namespace's
 * @room: the scheduler's own memory, zeroed before the first build; aligned to 16 bytes
 * @takers: a bit for each server that is not overloaded; kept by vsx_sched_note()
 * @state: the scheduler's memory that outlives snapshots, for hints only; NULL if it wants none
 * @tune: the namespace's knobs, read with READ_ONCE
 * @n: number of servers, at least 1 when pick is called
 * @flags: enum vsx_sched_flags
 * @sum: over all servers
 * @server: newest first, as IPVS visits them, unless the scheduler has put them in another order
 */
struct vsx_servers {
	const struct vsx_sched *sched;
	atomic64_t *cursor;
	siphash_key_t secret;
	void *room;
	unsigned long *takers;
	void *state;
	const struct vsx_tune *tune;
	u32 n;
	u32 flags;
	struct vsx_totals sum;
	struct vsx_server server[];
};

/**
 * struct vsx_sched - a scheduler
 * @name: as users write it
 * @room_bytes: size of its room for such servers; NULL for none
 * @state_bytes: size of memory that it finds again in the service's next snapshot, zeroed at first; 0 for none
 * @build: fill the room, or put the servers in another order; NULL if there is nothing to do. Process context;
 *	once more after publication if @load_changed is there, so that no load is missed
 * @pick: choose for a flow, in this second; softirq, concurrently on all CPUs. NULL if no server takes a
 *	connection now. It may name one that is overloaded: vsx_sched_pick() sees to that
 * @load_changed: server @i's load has changed (its being overloaded, too), and then a full barrier has been
 *	passed; NULL if it does
 *	not matter. Same context as pick, and concurrently with a second build
 */
struct vsx_sched {
	const char *name;
	size_t (*room_bytes)(const struct vsx_totals *sum);
	size_t state_bytes;
	void (*build)(struct vsx_servers *s);
	const struct vsx_server *(*pick)(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now);
	void (*load_changed)(const struct vsx_servers *s, u32 i);
};

extern const struct vsx_sched vsx_sched_rr;
extern const struct vsx_sched vsx_sched_wrr;
extern const struct vsx_sched vsx_sched_lc;
extern const struct vsx_sched vsx_sched_wlc;
extern const struct vsx_sched vsx_sched_lblc;
extern const struct vsx_sched vsx_sched_lblcr;
extern const struct vsx_sched vsx_sched_sed;
extern const struct vsx_sched vsx_sched_nq;
extern const struct vsx_sched vsx_sched_fo;
extern const struct vsx_sched vsx_sched_ovf;
extern const struct vsx_sched vsx_sched_dh;
extern const struct vsx_sched vsx_sched_sh;
extern const struct vsx_sched vsx_sched_mh;
extern const struct vsx_sched vsx_sched_twos;

const struct vsx_sched *vsx_sched_find(const char *name);

/* limit.c; any context, concurrently. */
const struct vsx_server *vsx_sched_pick_again(const struct vsx_servers *s, const struct vsx_flow *flow,
					      u32 now);
bool vsx_load_limit(struct vsx_load *load);
void vsx_sched_note(const struct vsx_servers *s, u32 i);

/**
 * vsx_is_taker() - does a server take connections?
 * @s: the snapshot
 * @srv: the server
 *
 * By the snapshot's bit map, which nearer caches hold than the loads of many servers.
 *
 * Context: any, under rcu_read_lock().
 * Return: true if so.
 */
static inline bool vsx_is_taker(const struct vsx_servers *s, const struct vsx_server *srv)
{
	return test_bit(srv - s->server, s->takers);
}

/**
 * vsx_sched_pick() - choose a server that is not overloaded.
 * @s: the snapshot
 * @flow: what is to be scheduled
 * @now: seconds, for those that forget
 *
 * Context: softirq, concurrently on all CPUs.
 * Return: the server, NULL if no server takes a connection now.
 */
static inline const struct vsx_server *
vsx_sched_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	const struct vsx_server *srv = s->sched->pick(s, flow, now);

	return likely(!srv || vsx_is_taker(s, srv)) ? srv : vsx_sched_pick_again(s, flow, now);
}

/* The room of a snapshot of @n servers begins this far into its allocation. */
static inline size_t vsx_servers_bytes(u32 n)
{
	return (sizeof(struct vsx_servers) + n * sizeof(struct vsx_server) + 15) & ~(size_t)15;
}

#endif /* VSX_SCHED_SCHED_H */
