/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dest.h - destinations (real servers of a service) and endpoints (their addresses).
 */
#ifndef VSX_SVC_DEST_H
#define VSX_SVC_DEST_H

#include <linux/list.h>
#include <linux/llist.h>

#include "sched/sched.h"
#include "pure/rate.h"
#include "stats/stats.h"
#include "svc/hot.h"
#include "svc/rates.h"
#include "svc/svc.h"

struct vsx_net;
struct vsx_route;

/**
 * struct vsx_end - an endpoint: the address replies come from, shared by destinations that have it
 * @node: address and id; constant
 * @vn: the namespace; constant
 * @users: destinations; protected by vsx_net.lock
 * @rcu: frees it
 */
struct vsx_end {
	struct vsx_hot_node node;
	struct vsx_net *vn;
	u32 users;
	struct rcu_head rcu;
};

/**
 * struct vsx_tun - what the packets of a tunnel are wrapped up in; one word, read and written as one
 * @type: enum vsx_tunnel_type
 * @checksum: enum vsx_tunnel_checksum
 * @port: UDP port of GUE, otherwise 0
 */
struct vsx_tun {
	u8 type;
	u8 checksum;
	__be16 port;
} __aligned(4);

/**
 * struct vsx_dest - a destination
 *
 * Connections refer to it by @id, without a reference count. It outlives its removal until the
 * collector has ended every connection that names it and a grace period has passed; then the id is
 * free for another. Until then it comes back to life if the same server is added again.
 *
 * @addr: address of the server; constant
 * @id: constant
 * @end: its endpoint; constant
 * @svc: its service; constant
 * @stats: per-CPU counters
 * @removed_at: vsx_now() when removed, 0 while configured; written under vsx_net.lock
 * @weight: 0 is quiesced; written under vsx_net.lock with WRITE_ONCE
 * @tun: of those of its connections that go through a tunnel; written under vsx_net.lock with WRITE_ONCE
 * @method: enum vsx_method of new connections, each of which keeps its own; the same
 * @snap_index: place in the service's snapshot; a hint, checked by who uses it
 * @routes: per-CPU cache of the route to it
 * @is_sampled: it is on one of the lists of vsx_rates; set by packets, cleared under vsx_net.lock
 * @load: connections, changed by packets when one opens, ends or stops being active
 * @templates: of persistence that name it; changed by packets and the collector
 *
 * @list: in vsx_svc.dests or vsx_net.limbo_dests; this and the following protected by vsx_net.lock
 * @seq: order of addition
 * @gp: RCU state at removal
 * @ripe_pass: collector's pass that ends its last connections, 0 if that is still to come; read by packets
 * @zero: counts at the time of the last zero
 * @rate: what passes it per second
 * @rate_list: in vsx_rates.dests, or empty
 * @rate_fresh: in vsx_rates.fresh; lock-free
 * @rcu: frees it
 */
struct vsx_dest {
	/* The line every packet of its connections reads. */
	struct vsx_addr addr;
	u32 id;
	u32 removed_at;
	struct vsx_svc *svc;
	struct vsx_pcpu_stats __percpu *stats;
	struct vsx_route __percpu *routes;

	struct vsx_end *end;
	u32 weight;
	u32 snap_index;
	int is_sampled;
	struct vsx_tun tun;
	u8 method;

	struct vsx_load load ____cacheline_aligned;
	atomic_t templates;

	struct list_head list;
	u64 seq;
	unsigned long gp;
	u32 ripe_pass;
	struct vsx_counts zero;
	struct vsx_rate rate;
	struct list_head rate_list;
	struct llist_node rate_fresh;
	struct rcu_head rcu;
};

/**
 * vsx_dest_tun() - what new connections to a destination are wrapped up in.
 * @dest: the destination
 *
 * Its @tun may be that of open connections, from before it got another method.
 *
 * Context: under vsx_net.lock.
 * Return: the tunnel; all zero if it is not reached by one.
 */
static inline struct vsx_tun vsx_dest_tun(const struct vsx_dest *dest)
{
	return dest->method == VSX_METHOD_TUNNEL ? dest->tun : (struct vsx_tun){};
}

/* Which fields of a configuration are given. */
#define VSX_DEST_HAS_WEIGHT	BIT(0)
#define VSX_DEST_HAS_UPPER	BIT(1)
#define VSX_DEST_HAS_LOWER	BIT(2)
#define VSX_DEST_HAS_METHOD	BIT(3)
#define VSX_DEST_HAS_TUN_TYPE	BIT(4)
#define VSX_DEST_HAS_TUN_PORT	BIT(5)
#define VSX_DEST_HAS_TUN_CHECKSUM	BIT(6)

/**
 * struct vsx_dest_cfg - a destination as a command describes it
 * @addr: address of the server; its protocol is the service's
 * @has: VSX_DEST_HAS_*
 * @weight: 0 to 2^31 - 1
 * @upper: connections from which on it gets no new one, 0 for no limit
 * @lower: connections below which it does again, 0 for three quarters of @upper
 * @method: enum vsx_method
 * @tun: the tunnel
 */
struct vsx_dest_cfg {
	struct vsx_addr addr;
	u32 has;
	u8 method;
	struct vsx_tun tun;
	u32 weight;
	u32 upper;
	u32 lower;
};

/* Process context, under vsx_net.lock. Errors come with a sentence in *why. */
int vsx_dest_add(struct vsx_svc *svc, const struct vsx_dest_cfg *cfg, const char **why);
int vsx_dest_set(struct vsx_svc *svc, const struct vsx_dest_cfg *cfg, const char **why);
int vsx_dest_del(struct vsx_svc *svc, const struct vsx_addr *addr, const char **why);
struct vsx_dest *vsx_dest_find(struct vsx_svc *svc, const struct vsx_addr *addr);
void vsx_dest_retire(struct vsx_dest *dest);
void vsx_dest_counts(const struct vsx_dest *dest, struct vsx_counts *sum);
void vsx_dest_ripen(struct vsx_net *vn, u32 pass);
void vsx_dest_purge(struct vsx_net *vn, u32 pass);
void vsx_dest_free(struct vsx_dest *dest);

/**
 * vsx_end_of() - the endpoint a packet from this address may be a reply of.
 * @ends: vsx_net.ends
 * @addr: source of the packet
 *
 * Context: any, under rcu_read_lock().
 * Return: the endpoint, borrowed under RCU; or NULL.
 */
static inline struct vsx_end *vsx_end_of(const struct vsx_hot *ends, const struct vsx_addr *addr)
{
	struct vsx_hot_node *n = vsx_hot_find(ends, addr);

	return n ? container_of(n, struct vsx_end, node) : NULL;
}

/**
 * vsx_end_of_full() - the endpoint that services of marks and of all ports have of a server.
 * @ends: vsx_net.ends
 * @addr: its address, with any port and protocol
 *
 * Context: any, under rcu_read_lock().
 * Return: the endpoint, borrowed under RCU; or NULL.
 */
static inline struct vsx_end *vsx_end_of_full(const struct vsx_hot *ends, const struct vsx_addr *addr)
{
	struct vsx_addr wild = *addr;

	wild.port = 0;
	wild.proto = 0;
	return vsx_end_of(ends, &wild);
}

/**
 * vsx_dest_tell() - the load of a destination has changed: bring its service's snapshot up to date.
 * @dest: the destination; the caller has a full barrier between the change and this call
 * @limit_changed: so has its being overloaded
 *
 * Context: any, under rcu_read_lock(); concurrently.
 */
static inline void vsx_dest_tell(struct vsx_dest *dest, bool limit_changed)
{
	const struct vsx_snap *snap = rcu_dereference(dest->svc->snap);
	const struct vsx_servers *s;
	u32 i;

	/* An index is written before its snapshot is published. */
	smp_rmb();
	i = READ_ONCE(dest->snap_index);
	if (!snap || !(snap->servers.sched->load_changed || limit_changed))
		return;
	/* The index may belong to a snapshot just before or after this one. */
	s = &snap->servers;
	if (i >= s->n || s->server[i].owner != dest)
		return;
	if (limit_changed)
		vsx_sched_note(s, i);
	if (s->sched->load_changed)
		s->sched->load_changed(s, i);
}

/**
 * vsx_rates_enter() - a destination has opened a connection: see to it that it is sampled.
 * @dest: its load and counters tell already, and the caller has passed a full barrier since: leave_if_idle()
 *	in rates.c sees the connection, or we the flag cleared
 *
 * Context: any, under rcu_read_lock().
 */
static inline void vsx_rates_enter(struct vsx_dest *dest)
{
	if (unlikely(!READ_ONCE(dest->is_sampled)))
		vsx_rates_begin(dest);
}

#endif /* VSX_SVC_DEST_H */
