/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rates.h - rates of destinations that have something to do, and the sums of a namespace.
 */
#ifndef VSX_SVC_RATES_H
#define VSX_SVC_RATES_H

#include <linux/list.h>
#include <linux/llist.h>
#include <linux/workqueue.h>

struct vsx_counts;
struct vsx_dest;
struct vsx_net;
struct vsx_svc;

/**
 * struct vsx_rates - who is sampled in a namespace
 * @fresh: destinations that packets have put here since the last round; lock-free
 * @dests: destinations that are sampled; protected by vsx_net.lock
 * @work: a round
 * @at_ms: time of the last round; the rounds' own, and of who starts the first
 * @is_idle: no round is scheduled; set by the last round, cleared by who starts the next
 */
struct vsx_rates {
	struct llist_head fresh;
	struct list_head dests;
	struct delayed_work work;
	u64 at_ms;
	int is_idle;
};

void vsx_rates_init(struct vsx_net *vn);
void vsx_rates_exit(struct vsx_net *vn);

/* Any context, under rcu_read_lock(). */
void vsx_rates_begin(struct vsx_dest *dest);

/* Process context, under vsx_net.lock. */
void vsx_rates_leave(struct vsx_dest *dest);
void vsx_dest_rates(const struct vsx_dest *dest, struct vsx_counts *per_second);
void vsx_svc_rates(const struct vsx_svc *svc, struct vsx_counts *per_second);
void vsx_net_rates(const struct vsx_net *vn, struct vsx_counts *per_second);
void vsx_net_counts(const struct vsx_net *vn, struct vsx_counts *sum);
void vsx_net_counts_of_cpu(const struct vsx_net *vn, int cpu, struct vsx_counts *sum);
u64 vsx_net_conns(const struct vsx_net *vn);
void vsx_net_zero(struct vsx_net *vn);

#endif /* VSX_SVC_RATES_H */
