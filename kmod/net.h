/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net.h - the state of one network namespace.
 */
#ifndef VSX_NET_H
#define VSX_NET_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/ktime.h>
#include <linux/rbtree.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "conn/overload.h"
#include "conn/table.h"
#include "conn/value.h"
#include "stats/stats.h"
#include "svc/hot.h"
#include "svc/idtab.h"
#include "svc/rates.h"
#include "tune.h"

struct ctl_table;
struct ctl_table_header;
struct nf_hook_ops;

/* Tables of connections, by slots: narrow, wide, full ones of requests and of replies. */
enum { VSX_TABLE_NARROW, VSX_TABLE_WIDE, VSX_TABLE_FULL, VSX_TABLE_FULL_REPLY, VSX_TABLES };

/**
 * struct vsx_net - everything of a network namespace
 * @net: the namespace
 * @fronts: frontends (struct vsx_svc) by virtual address
 * @ends: endpoints (struct vsx_end) by server address; what replies are recognised by
 * @n_full: services of marks and of all ports, deleted ones too; written under @lock with WRITE_ONCE
 * @dests: destinations by the id in connection values
 * @tables: connections, VSX_TABLE_*; set up with the first service
 * @templates: persistence; set up with @tables
 * @reasons: per-CPU counters of packet exits
 * @sched_secret: what schedulers hash with; constant
 * @tune: knobs
 * @sysctl: where users turn them, NULL if they are in-tree ip_vs's; constant
 * @sysctl_table: its entries; constant
 *
 * @lock: serialises the control plane; protects all of the following and the structure of @fronts,
 *	@ends and @dests
 * @svcs: configured services, oldest first
 * @order: the same by vsx_svc.seq
 * @limbo_svcs: deleted services that connections may still refer to
 * @limbo_dests: removed destinations that connections may still refer to
 * @addr_ids: ids of frontends and endpoints
 * @next_seq: order of creation, for dumps that resume
 * @n_svcs: length of @svcs
 * @n_dests: destinations of the services in @svcs
 * @timeout: of services without one of their own: TCP, FIN, UDP, seconds; 0 for the built-in default
 * @gone: per-CPU counts of destinations that are gone
 * @zero: counts at the time of the last zero of all
 * @is_up: tables and hooks exist
 * @hook_ops: registered hooks, NULL when not up
 * @defrag_families: bit 0: IPv4 defragmentation is on, bit 1: IPv6
 *
 * @sweep: the collector
 * @sweep_gp: RCU state at the end of its last pass; the collector's own
 * @pass: number of its current pass; the collector's own, read under @lock
 * @sweep_idle: no pass is scheduled; set by the collector, cleared by who kicks it
 * @want_room: a table's directory should grow now
 * @template_keep: seconds a template lasts at least; written by the collector
 *
 * @pass_began: jiffies at its begin; the collector's own
 *
 * @rates: who is sampled for rates
 *
 * @n_conns: connections; changed by packets and the collector when one opens or ends
 * @overload: defences
 */
struct vsx_net {
	struct net *net;
	struct vsx_hot fronts;
	struct vsx_hot ends;
	u32 n_full;
	struct vsx_idtab dests;
	struct vsx_table tables[VSX_TABLES];
	struct vsx_table templates;
	struct vsx_pcpu_reasons __percpu *reasons ____cacheline_aligned;
	siphash_key_t sched_secret;
	struct vsx_tune tune;
	struct ctl_table_header *sysctl;
	struct ctl_table *sysctl_table;

	struct mutex lock ____cacheline_aligned;
	struct list_head svcs;
	struct rb_root order;
	struct list_head limbo_svcs;
	struct list_head limbo_dests;
	struct ida addr_ids;
	u64 next_seq;
	u32 n_svcs;
	u32 n_dests;
	u32 timeout[3];
	struct vsx_counts __percpu *gone;
	struct vsx_counts zero;
	bool is_up;
	struct nf_hook_ops *hook_ops;
	u8 defrag_families;

	struct delayed_work sweep;
	unsigned long sweep_gp;
	u32 pass;
	int sweep_idle;
	int want_room;
	u32 template_keep;
	unsigned long pass_began;

	struct vsx_rates rates;

	atomic_t n_conns ____cacheline_aligned;
	struct vsx_overload overload;
};

extern unsigned int vsx_net_id;

static inline struct vsx_net *vsx_net(const struct net *net)
{
	return net_generic(net, vsx_net_id);
}

/* Seconds, the unit of all connection times. */
static inline u32 vsx_now(void)
{
	return ktime_get_seconds();
}

int vsx_net_up(struct vsx_net *vn, const struct vsx_addr *front, const char **why);
int vsx_net_register(void);
void vsx_net_unregister(void);

#endif /* VSX_NET_H */
