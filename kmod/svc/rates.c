// SPDX-License-Identifier: GPL-2.0-only
/*
 * rates.c - events per second, without a walk over services.
 *
 * Every two seconds a round samples the counters of the destinations that have connections, or had some so
 * lately that their rate is not yet zero. A packet that opens a connection puts its destination on the list, by
 * one test of a flag if it is there already; the round takes it off. So idle services cost nothing, however
 * many there are, and without any active destination there are no rounds. A destination has no packets
 * without connections, so it misses none while it is off the list. Datagrams scheduled one by one leave no
 * connection: each puts its destination on the list, and what came in the moment it left counts with the next.
 *
 * A service's rate is the sum over its destinations, the namespace's over all.
 */
#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/percpu.h>

#include "net.h"
#include "pure/rate.h"
#include "svc/dest.h"
#include "svc/rates.h"
#include "svc/svc.h"

static u64 now_ms(void)
{
	return ktime_to_ms(ktime_get());
}

static void next_round(struct vsx_net *vn)
{
	queue_delayed_work(system_unbound_wq, &vn->rates.work, msecs_to_jiffies(VSX_RATE_PERIOD_MS));
}

/**
 * vsx_rates_begin() - sample a destination from now on, if nobody else has seen to that.
 * @dest: as of vsx_rates_enter()
 *
 * Context: any, under rcu_read_lock().
 */
void vsx_rates_begin(struct vsx_dest *dest)
{
	struct vsx_rates *r = &dest->svc->vn->rates;

	if (xchg(&dest->is_sampled, 1))
		return;
	llist_add(&dest->rate_fresh, &r->fresh);
	smp_mb();	/* pairs with round() */
	if (READ_ONCE(r->is_idle) && xchg(&r->is_idle, 0)) {
		r->at_ms = now_ms();
		next_round(dest->svc->vn);
	}
}

static void take_fresh(struct vsx_net *vn)
{
	struct llist_node *first = llist_del_all(&vn->rates.fresh);
	struct vsx_dest *d, *tmp;

	llist_for_each_entry_safe(d, tmp, first, rate_fresh)
		list_add(&d->rate_list, &vn->rates.dests);
}

static bool has_conns(const struct vsx_dest *d)
{
	return atomic_read(&d->load.active) > 0 || atomic_read(&d->load.inactive) > 0;
}

static void leave_if_idle(struct vsx_dest *d)
{
	if (has_conns(d) || !vsx_rate_is_zero(&d->rate))
		return;
	list_del_init(&d->rate_list);
	WRITE_ONCE(d->is_sampled, 0);
	smp_mb();	/* pairs with vsx_rates_enter() */
	if (has_conns(d))
		vsx_rates_enter(d);
}

static void sample(struct vsx_net *vn, u32 elapsed_ms)
{
	bool is_on = READ_ONCE(vn->tune.run_estimation);
	struct vsx_dest *d, *tmp;
	struct vsx_counts now;

	list_for_each_entry_safe(d, tmp, &vn->rates.dests, rate_list) {
		vsx_stats_read(d->stats, &now);
		if (is_on)
			vsx_rate_sample(&d->rate, &now, elapsed_ms);
		else
			d->rate = (struct vsx_rate){ .last = now };
		leave_if_idle(d);
	}
}

static void round_work(struct work_struct *work)
{
	struct vsx_net *vn = container_of(to_delayed_work(work), struct vsx_net, rates.work);
	struct vsx_rates *r = &vn->rates;
	u64 now = now_ms();

	mutex_lock(&vn->lock);
	take_fresh(vn);
	sample(vn, min_t(u64, now - r->at_ms, U32_MAX));
	r->at_ms = now;
	if (!list_empty(&r->dests))
		goto out;
	WRITE_ONCE(r->is_idle, 1);
	smp_mb();	/* pairs with vsx_rates_begin(): it sees us idle, or we its destination */
	if (llist_empty(&r->fresh) || !xchg(&r->is_idle, 0))
		goto out_idle;
out:
	next_round(vn);
out_idle:
	mutex_unlock(&vn->lock);
}

/**
 * vsx_rates_leave() - forget a destination that is about to be freed.
 * @dest: no connection refers to it
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_rates_leave(struct vsx_dest *dest)
{
	struct vsx_net *vn = dest->svc->vn;
	struct vsx_counts c;
	int cpu;

	take_fresh(vn);
	list_del_init(&dest->rate_list);
	for_each_possible_cpu(cpu) {
		vsx_stats_read_cpu(dest->stats, cpu, &c);
		vsx_counts_add(per_cpu_ptr(vn->gone, cpu), &c);
	}
}

/**
 * vsx_dest_rates() - what passes a destination per second.
 * @dest: the destination
 * @per_second: the result
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_dest_rates(const struct vsx_dest *dest, struct vsx_counts *per_second)
{
	vsx_rate_read(&dest->rate.avg, per_second);
}

/**
 * vsx_svc_rates() - what passes a service per second.
 * @svc: the service
 * @per_second: the result
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_svc_rates(const struct vsx_svc *svc, struct vsx_counts *per_second)
{
	struct vsx_counts sum = {};
	const struct vsx_dest *d;

	list_for_each_entry(d, &svc->dests, list)
		vsx_counts_add(&sum, &d->rate.avg);
	vsx_rate_read(&sum, per_second);
}

/**
 * vsx_net_rates() - what passes the namespace's services per second.
 * @vn: the namespace
 * @per_second: the result
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_net_rates(const struct vsx_net *vn, struct vsx_counts *per_second)
{
	struct vsx_counts sum = {};
	const struct vsx_dest *d;

	list_for_each_entry(d, &vn->rates.dests, rate_list)
		vsx_counts_add(&sum, &d->rate.avg);
	vsx_rate_read(&sum, per_second);
}

static void sum_cpu(const struct list_head *dests, int cpu, struct vsx_counts *sum)
{
	const struct vsx_dest *d;
	struct vsx_counts c;

	list_for_each_entry(d, dests, list) {
		vsx_stats_read_cpu(d->stats, cpu, &c);
		vsx_counts_add(sum, &c);
	}
}

/**
 * vsx_net_counts_of_cpu() - what passed the namespace's services on a CPU, ever.
 * @vn: the namespace
 * @cpu: the CPU
 * @sum: the counts, those of services and destinations that are gone included
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_net_counts_of_cpu(const struct vsx_net *vn, int cpu, struct vsx_counts *sum)
{
	const struct vsx_svc *svc;

	*sum = *per_cpu_ptr(vn->gone, cpu);
	list_for_each_entry(svc, &vn->svcs, list)
		sum_cpu(&svc->dests, cpu, sum);
	sum_cpu(&vn->limbo_dests, cpu, sum);
}

static void sum_all(const struct list_head *dests, struct vsx_counts *sum)
{
	const struct vsx_dest *d;
	struct vsx_counts c;

	list_for_each_entry(d, dests, list) {
		vsx_stats_read(d->stats, &c);
		vsx_counts_add(sum, &c);
	}
}

/* The same over all CPUs, with one walk over the lists. */
static void counts_raw(const struct vsx_net *vn, struct vsx_counts *sum)
{
	const struct vsx_svc *svc;
	int cpu;

	*sum = (struct vsx_counts){};
	for_each_possible_cpu(cpu)
		vsx_counts_add(sum, per_cpu_ptr(vn->gone, cpu));
	list_for_each_entry(svc, &vn->svcs, list)
		sum_all(&svc->dests, sum);
	sum_all(&vn->limbo_dests, sum);
}

/**
 * vsx_net_counts() - what passed the namespace's services since they were last zeroed all together.
 * @vn: the namespace
 * @sum: the counts
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_net_counts(const struct vsx_net *vn, struct vsx_counts *sum)
{
	counts_raw(vn, sum);
	vsx_counts_sub(sum, &vn->zero);
}

/**
 * vsx_net_conns() - connections of the namespace.
 * @vn: the namespace
 *
 * Context: any.
 * Return: how many there are.
 */
u64 vsx_net_conns(const struct vsx_net *vn)
{
	return max(atomic_read(&vn->n_conns), 0);
}

/**
 * vsx_net_zero() - count the namespace from here on.
 * @vn: the namespace
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_net_zero(struct vsx_net *vn)
{
	counts_raw(vn, &vn->zero);
}

/**
 * vsx_rates_init() - set a namespace's rates up; no round before the first connection.
 * @vn: the namespace
 *
 * Context: process.
 */
void vsx_rates_init(struct vsx_net *vn)
{
	init_llist_head(&vn->rates.fresh);
	INIT_LIST_HEAD(&vn->rates.dests);
	INIT_DELAYED_WORK(&vn->rates.work, round_work);
	vn->rates.is_idle = 1;
}

/**
 * vsx_rates_exit() - no more rounds; no packet can start one any more.
 * @vn: the namespace
 *
 * Context: process, may sleep.
 */
void vsx_rates_exit(struct vsx_net *vn)
{
	cancel_delayed_work_sync(&vn->rates.work);
}
