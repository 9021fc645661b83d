/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * svc.h - virtual services.
 */
#ifndef VSX_SVC_SVC_H
#define VSX_SVC_SVC_H

#include <linux/ipvsx.h>
#include <linux/list.h>
#include <linux/rbtree.h>

#include "conn/value.h"
#include "sched/sched.h"
#include "stats/stats.h"
#include "svc/hot.h"

struct vsx_net;

/**
 * struct vsx_snap - a published snapshot of a service's servers
 * @rcu: frees it
 * @servers: what the scheduler sees; followed by its servers and its room
 */
struct vsx_snap {
	struct rcu_head rcu;
	struct vsx_servers servers;
};

/**
 * struct vsx_sched_state - memory of a scheduler that outlives the snapshots of a service
 * @rcu: frees it, when no snapshot names it any more
 * @sched: whose it is
 * @mem: vsx_sched.state_bytes
 */
struct vsx_sched_state {
	struct rcu_head rcu;
	const struct vsx_sched *sched;
	u64 mem[] ____cacheline_aligned;
};

/**
 * struct vsx_svc - a virtual service
 *
 * Alive from its creation until the collector's pass after the one in which no connection could refer
 * to it any more; freed by RCU. A deleted service (@is_removed) stays in vsx_net.fronts that long, so
 * that its connections end in order, and comes back to life if it is added again meanwhile.
 *
 * @front: address and id of the frontend; constant
 * @snap: servers to choose from, NULL if there is none; written under vsx_net.lock, read under RCU
 * @is_one_packet: each datagram is scheduled anew; written under vsx_net.lock with WRITE_ONCE
 * @expires_quiescent: persistence does not keep clients at a server of weight 0; the same
 * @is_full: of a mark or of all ports; constant
 * @persist_prefix: leading bits of a client's address that persistence goes by; the same
 * @timeout: seconds by state, that of templates is 0 without persistence; the same
 * @grace: seconds that TCP connections of a removed server are held; the same
 * @no_dest: enum vsx_no_dest; the same
 * @mss: largest TCP segment that SYNs may ask for, 0 for any; the same
 * @is_removed: deleted, not yet gone; the same
 * @is_starved: the last connection found no server; written by packets when that changes
 * @cursor: position of rr and wrr; begins at random; changed by packets
 *
 * @vn: the namespace; constant
 * @list: in vsx_net.svcs or .limbo_svcs; this and the following protected by vsx_net.lock
 * @order: in vsx_net.order while it is configured
 * @seq: order of creation
 * @dests: destinations, newest first
 * @n_dests: length of @dests
 * @n_limbo: removed destinations of this service not yet gone
 * @sched: the scheduler
 * @sched_conf: how it is wanted; the snapshot has its own copy of what packets need
 * @sched_state: its memory that outlives snapshots; NULL if it has none. Packets find it in the snapshot
 * @sched_memo: a word of its own
 * @own_timeout: per-service timeouts as configured: TCP, FIN, UDP; 0 for the default
 * @past: counts of destinations that are gone
 * @zero: counts at the time of the last zero
 * @rcu: frees it
 */
struct vsx_svc {
	struct vsx_hot_node front;
	struct vsx_snap __rcu *snap;
	bool is_one_packet;
	bool expires_quiescent;
	bool is_full;
	u8 persist_prefix;
	u32 timeout[VSX_STATES];
	u32 grace;
	u8 no_dest;
	u16 mss;
	bool is_removed;
	bool is_starved;
	atomic64_t cursor;

	struct vsx_net *vn;
	struct list_head list;
	struct rb_node order;
	u64 seq;
	struct list_head dests;
	u32 n_dests;
	u32 n_limbo;
	const struct vsx_sched *sched;
	struct vsx_sched_conf sched_conf;
	struct vsx_sched_state *sched_state;
	u32 sched_memo;
	u32 own_timeout[3];
	struct vsx_counts past;
	struct vsx_counts zero;
	struct rcu_head rcu;
};

/* Which fields of a configuration are given. */
#define VSX_SVC_HAS_SCHED	BIT(0)
#define VSX_SVC_HAS_TIMEOUT(i)	BIT(1 + (i))	/* 0 TCP, 1 FIN, 2 UDP */
#define VSX_SVC_HAS_GRACE	BIT(4)
#define VSX_SVC_HAS_NO_DEST	BIT(5)
#define VSX_SVC_HAS_PERSIST	BIT(6)
#define VSX_SVC_HAS_PREFIX	BIT(7)
#define VSX_SVC_HAS_QUIESCENT	BIT(8)
#define VSX_SVC_HAS_ONE_PACKET	BIT(9)
#define VSX_SVC_HAS_SCHED_FLAGS	BIT(10)
#define VSX_SVC_HAS_TABLE_SIZE	BIT(11)
#define VSX_SVC_HAS_KEY		BIT(12)
#define VSX_SVC_HAS_MSS		BIT(13)

/**
 * struct vsx_svc_cfg - a service as a command describes it
 * @addr: which service
 * @has: VSX_SVC_HAS_*
 * @sched: name of the scheduler
 * @sched_flags: enum vsx_sched_flags
 * @table_size: entries of mh's table; 0 for the default
 * @key: 16 bytes to hash with, or NULL for the namespace's secret
 * @timeout: TCP, FIN, UDP, seconds; 0 for the default
 * @grace: seconds
 * @no_dest: enum vsx_no_dest
 * @mss: largest TCP segment, 0 for any
 * @persist: seconds of persistence, 0 for none
 * @persist_prefix: 1 to 32 (IPv4) or 128 (IPv6)
 * @expire_quiescent: 0 or 1
 * @one_packet: 0 or 1
 */
struct vsx_svc_cfg {
	struct vsx_addr addr;
	u32 has;
	const char *sched;
	u32 sched_flags;
	u32 table_size;
	const void *key;
	u32 timeout[3];
	u32 grace;
	u8 no_dest;
	u16 mss;
	u32 persist;
	u8 persist_prefix;
	u8 expire_quiescent;
	u8 one_packet;
};

/* Process context, under vsx_net.lock. Errors come with a sentence in *why. */
int vsx_svc_add(struct vsx_net *vn, const struct vsx_svc_cfg *cfg, const char **why);
int vsx_svc_set(struct vsx_net *vn, const struct vsx_svc_cfg *cfg, const char **why);
int vsx_svc_del(struct vsx_net *vn, const struct vsx_addr *addr, const char **why);
void vsx_svc_flush(struct vsx_net *vn);
void vsx_svc_zero(struct vsx_svc *svc);
void vsx_svc_zero_all(struct vsx_net *vn);
u32 vsx_svc_timeout(const struct vsx_net *vn, unsigned int i);
void vsx_svc_set_timeout(struct vsx_net *vn, unsigned int i, u32 seconds);
struct vsx_svc *vsx_svc_find(struct vsx_net *vn, const struct vsx_addr *addr);
void vsx_svc_counts(struct vsx_svc *svc, struct vsx_counts *sum);
void vsx_svc_purge(struct vsx_net *vn);
void vsx_svc_exit(struct vsx_net *vn);

/* Any context, under rcu_read_lock() or vsx_net.lock. */
s32 vsx_svc_grace(const struct vsx_svc *svc);

/**
 * vsx_svc_of() - the service a packet to this address asks for.
 * @fronts: vsx_net.fronts
 * @addr: destination of the packet
 *
 * Context: any, under rcu_read_lock().
 * Return: the service, possibly a removed one, borrowed under RCU; or NULL.
 */
static inline struct vsx_svc *vsx_svc_of(const struct vsx_hot *fronts, const struct vsx_addr *addr)
{
	struct vsx_hot_node *n = vsx_hot_find(fronts, addr);

	return n ? container_of(n, struct vsx_svc, front) : NULL;
}

#endif /* VSX_SVC_SVC_H */
