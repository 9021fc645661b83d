// SPDX-License-Identifier: GPL-2.0-only
/*
 * svc.c - virtual services: configuration, and the end of deleted ones.
 *
 * The control plane of a namespace is serialised by vsx_net.lock. Packets read what it publishes: the
 * frontend in vsx_net.fronts, the snapshot of servers (snap.c), single words written with WRITE_ONCE.
 *
 * Deleting a service does not touch its connections. It moves to limbo with its destinations: packets
 * of open connections still find it and are held or reset as the grace says, new ones are no longer
 * ours. The collector ends the connections; when none can be left, vsx_dest_purge() and
 * vsx_svc_purge() free what they referred to. A service holds the module while it is configured, not
 * while it is in limbo.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "conn/sweep.h"
#include "net.h"
#include "svc/check.h"
#include "svc/dest.h"
#include "svc/order.h"
#include "svc/rates.h"
#include "svc/snap.h"
#include "svc/svc.h"

#define SCTP_RTO	61	/* seconds: longer than any retransmission waits (RFC 9260, 16) */

/* Seconds, as IPVS has them; what is not named here cannot happen and would last a minute. */
static const u32 default_timeout[VSX_STATES] = {
	[VSX_CONN_STATE_NONE] = 60,
	[VSX_CONN_STATE_ESTABLISHED] = 900,
	[VSX_CONN_STATE_SYN_SENT] = 120,
	[VSX_CONN_STATE_SYN_RECV] = 60,
	[VSX_CONN_STATE_FIN_WAIT] = 120,
	[VSX_CONN_STATE_TIME_WAIT] = 120,
	[VSX_CONN_STATE_CLOSE] = 10,
	[VSX_CONN_STATE_CLOSE_WAIT] = 60,
	[VSX_CONN_STATE_LAST_ACK] = 30,
	[VSX_CONN_STATE_LISTEN] = 120,
	[VSX_CONN_STATE_SYNACK] = 120,
	[VSX_CONN_STATE_UDP] = 300,
	[VSX_CONN_STATE_UDP + 1 ... VSX_STATE_ONE_PACKET - 1] = 60,
	/* Who asks with one datagram has given up by then: RFC 1035, 4.2.1, and most resolvers wait 5 seconds. */
	[VSX_STATE_ONE_PACKET] = 10,
	[VSX_CONN_STATE_TEMPLATE] = 0,
	[VSX_CONN_STATE_SCTP_INIT1] = 4,
	[VSX_CONN_STATE_SCTP_INIT ... VSX_CONN_STATE_SCTP_COOKIE_ECHOED] = SCTP_RTO,
	[VSX_CONN_STATE_SCTP_ESTABLISHED] = 900,
	[VSX_CONN_STATE_SCTP_SHUTDOWN_SENT ... VSX_CONN_STATE_SCTP_SHUTDOWN_ACK_SENT] = SCTP_RTO,
	[VSX_CONN_STATE_SCTP_REJECTED] = 4,
	[VSX_CONN_STATE_SCTP_CLOSED] = SCTP_RTO,
};

/* The state each per-service timeout is for, in the order of vsx_svc_cfg.timeout. */
static const u8 own_timeout_state[3] = {
	VSX_CONN_STATE_ESTABLISHED, VSX_CONN_STATE_FIN_WAIT, VSX_CONN_STATE_UDP,
};

#define VSX_GRACE_DEFAULT	3	/* seconds: a reload or a flap of a health checker */

/* ---- timeouts of the namespace ---------------------------------------------------------------- */

/**
 * vsx_svc_timeout() - the timeout of services that have none of their own.
 * @vn: the namespace
 * @i: which, in the order of vsx_svc_cfg.timeout
 *
 * Context: process, under vsx_net.lock.
 * Return: seconds.
 */
u32 vsx_svc_timeout(const struct vsx_net *vn, unsigned int i)
{
	return vn->timeout[i] ?: default_timeout[own_timeout_state[i]];
}

/**
 * vsx_svc_grace() - how long TCP connections of a removed server are held.
 * @svc: its service
 *
 * Context: any, under rcu_read_lock() or vsx_net.lock.
 * Return: seconds; -1 for not at all.
 */
s32 vsx_svc_grace(const struct vsx_svc *svc)
{
	return READ_ONCE(svc->vn->tune.expire_nodest_conn) ? -1 : (s32)READ_ONCE(svc->grace);
}

static void timeout_follow(struct list_head *svcs, unsigned int i, u32 seconds)
{
	struct vsx_svc *svc;

	list_for_each_entry(svc, svcs, list)
		if (!svc->own_timeout[i])
			WRITE_ONCE(svc->timeout[own_timeout_state[i]], seconds);
}

/**
 * vsx_svc_set_timeout() - change the timeout of services that have none of their own.
 * @vn: the namespace
 * @i: which, in the order of vsx_svc_cfg.timeout
 * @seconds: 1 to VSX_TIMEOUT_MAX
 *
 * Connections that exist follow at once.
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_svc_set_timeout(struct vsx_net *vn, unsigned int i, u32 seconds)
{
	lockdep_assert_held(&vn->lock);
	vn->timeout[i] = seconds;
	timeout_follow(&vn->svcs, i, seconds);
	timeout_follow(&vn->limbo_svcs, i, seconds);
}

/* ---- configuration ---------------------------------------------------------------------------- */

static_assert(sizeof(siphash_key_t) == VSX_SCHED_KEY_LEN);

static void conf_apply(struct vsx_sched_conf *conf, const struct vsx_svc_cfg *cfg)
{
	if (cfg->has & VSX_SVC_HAS_SCHED_FLAGS)
		conf->flags = cfg->sched_flags;
	if (cfg->has & VSX_SVC_HAS_TABLE_SIZE)
		conf->table_size = cfg->table_size;
	if (!(cfg->has & VSX_SVC_HAS_KEY))
		return;
	conf->has_key = cfg->key;
	memset(&conf->key, 0, sizeof(conf->key));
	if (cfg->key)
		memcpy(&conf->key, cfg->key, sizeof(conf->key));
}

static void cfg_apply(struct vsx_svc *svc, const struct vsx_svc_cfg *cfg,
		      const struct vsx_sched *sched)
{
	unsigned int i;

	if (sched)
		svc->sched = sched;
	conf_apply(&svc->sched_conf, cfg);
	for (i = 0; i < ARRAY_SIZE(svc->own_timeout); i++) {
		unsigned int state = own_timeout_state[i];

		if (!(cfg->has & VSX_SVC_HAS_TIMEOUT(i)))
			continue;
		svc->own_timeout[i] = cfg->timeout[i];
		WRITE_ONCE(svc->timeout[state], cfg->timeout[i] ?: vsx_svc_timeout(svc->vn, i));
	}
	if (cfg->has & VSX_SVC_HAS_GRACE)
		WRITE_ONCE(svc->grace, cfg->grace);
	if (cfg->has & VSX_SVC_HAS_NO_DEST)
		WRITE_ONCE(svc->no_dest, cfg->no_dest);
	if (cfg->has & VSX_SVC_HAS_MSS)
		WRITE_ONCE(svc->mss, cfg->mss);
	if (cfg->has & VSX_SVC_HAS_PREFIX)
		WRITE_ONCE(svc->persist_prefix, cfg->persist_prefix);
	if (cfg->has & VSX_SVC_HAS_QUIESCENT)
		WRITE_ONCE(svc->expires_quiescent, cfg->expire_quiescent);
	if (cfg->has & VSX_SVC_HAS_PERSIST)
		WRITE_ONCE(svc->timeout[VSX_CONN_STATE_TEMPLATE], cfg->persist);
	if (cfg->has & VSX_SVC_HAS_ONE_PACKET)
		WRITE_ONCE(svc->is_one_packet, cfg->one_packet);
	WRITE_ONCE(svc->timeout[VSX_STATE_ONE_PACKET],
		   svc->own_timeout[2] ?: default_timeout[VSX_STATE_ONE_PACKET]);
}

static void cfg_defaults(struct vsx_svc *svc)
{
	unsigned int i;

	for (i = 0; i < VSX_STATES; i++)
		WRITE_ONCE(svc->timeout[i], default_timeout[i]);
	for (i = 0; i < ARRAY_SIZE(own_timeout_state); i++)
		WRITE_ONCE(svc->timeout[own_timeout_state[i]], vsx_svc_timeout(svc->vn, i));
	memset(svc->own_timeout, 0, sizeof(svc->own_timeout));
	WRITE_ONCE(svc->grace, VSX_GRACE_DEFAULT);
	WRITE_ONCE(svc->no_dest, VSX_NO_DEST_REJECT);
	WRITE_ONCE(svc->mss, 0);
	WRITE_ONCE(svc->is_starved, false);
	WRITE_ONCE(svc->persist_prefix, vsx_addr_bits(&svc->front.addr));
	WRITE_ONCE(svc->expires_quiescent, false);
	WRITE_ONCE(svc->is_one_packet, false);
	svc->sched_memo = 0;
	svc->sched_conf = (struct vsx_sched_conf){};
	svc->sched = &vsx_sched_wlc;	/* as ipvsadm's default */
}

static struct vsx_svc *svc_alloc(struct vsx_net *vn, const struct vsx_addr *addr)
{
	struct vsx_svc *svc = kzalloc(sizeof(*svc), GFP_KERNEL_ACCOUNT);
	int id;

	if (!svc)
		return NULL;
	id = ida_alloc_range(&vn->addr_ids, 1, INT_MAX, GFP_KERNEL);
	if (id < 0) {
		kfree(svc);
		return NULL;
	}
	svc->front.addr = *addr;
	svc->front.id = id;
	svc->vn = vn;
	svc->is_full = vsx_addr_is_mark(addr) || !addr->port;
	/* A packet that finds it before it is complete passes it by. */
	svc->is_removed = true;
	atomic64_set(&svc->cursor, get_random_u32());
	INIT_LIST_HEAD(&svc->list);
	INIT_LIST_HEAD(&svc->dests);
	return svc;
}

static void svc_free_now(struct vsx_svc *svc)
{
	ida_free(&svc->vn->addr_ids, svc->front.id);
	kvfree(svc->sched_state);
	kfree(svc);
}

static void svc_free_rcu_cb(struct rcu_head *head)
{
	svc_free_now(container_of(head, struct vsx_svc, rcu));
}

/*
 * No connection refers to the service any more; packets that have found it by its address may still use it
 * and look for a connection with its id.
 */
static void svc_free(struct vsx_svc *svc)
{
	call_rcu(&svc->rcu, svc_free_rcu_cb);
}

static struct vsx_svc *svc_any(struct vsx_net *vn, const struct vsx_addr *addr)
{
	return vn->is_up ? vsx_svc_of(&vn->fronts, addr) : NULL;
}

/**
 * vsx_svc_find() - a configured service.
 * @vn: the namespace
 * @addr: its virtual address
 *
 * Context: process, under vsx_net.lock.
 * Return: the service, or NULL.
 */
struct vsx_svc *vsx_svc_find(struct vsx_net *vn, const struct vsx_addr *addr)
{
	struct vsx_svc *svc = svc_any(vn, addr);

	lockdep_assert_held(&vn->lock);
	return svc && !svc->is_removed ? svc : NULL;
}

/**
 * vsx_svc_add() - add a service, or bring a deleted one back to life.
 * @vn: the namespace
 * @cfg: what it is to be; what is not given gets its default
 * @why: a sentence, set on error
 *
 * Context: process, may sleep; under vsx_net.lock.
 * Return: 0; -EEXIST, -EINVAL, -ENOENT (scheduler), -EPROTONOSUPPORT, -ENOMEM, -EBUSY (module is
 * being unloaded). On error nothing has changed.
 */
int vsx_svc_add(struct vsx_net *vn, const struct vsx_svc_cfg *cfg, const char **why)
{
	const struct vsx_sched *sched = NULL;
	struct vsx_svc *svc;
	bool is_new;
	int err;

	lockdep_assert_held(&vn->lock);
	err = vsx_check_svc(cfg, 0, &sched, why);
	if (err)
		return err;
	svc = svc_any(vn, &cfg->addr);
	if (svc && !svc->is_removed) {
		*why = "the service exists already";
		return -EEXIST;
	}
	is_new = !svc;
	if (!try_module_get(THIS_MODULE)) {
		*why = "the module is being unloaded";
		return -EBUSY;
	}
	/* The first service brings the namespace up, when nothing else can fail any more. */
	if (is_new)
		svc = svc_alloc(vn, &cfg->addr);
	if (!svc) {
		*why = "not enough memory";
		err = -ENOMEM;
		goto err_module;
	}
	err = vsx_net_up(vn, &cfg->addr, why);
	if (err)
		goto err_svc;
	if (is_new) {
		/* To an empty table it cannot fail. */
		*why = "not enough memory";
		err = vsx_hot_add(&vn->fronts, &svc->front);
		if (err)
			goto err_svc;
		WRITE_ONCE(vn->n_full, vn->n_full + svc->is_full);
	} else {
		vsx_svc_zero(svc);
	}
	cfg_defaults(svc);
	cfg_apply(svc, cfg, sched);
	vsx_order_add(svc);
	/* Pairs with the acquire in path/in.c: who sees it configured sees all of the above. */
	smp_store_release(&svc->is_removed, false);
	return 0;

err_svc:
	/* No packet has seen it. One from limbo stays there. */
	if (is_new)
		svc_free_now(svc);
err_module:
	module_put(THIS_MODULE);
	return err;
}

static bool same_conf(const struct vsx_sched_conf *a, const struct vsx_sched_conf *b)
{
	return a->flags == b->flags && a->table_size == b->table_size && a->has_key == b->has_key &&
	       !memcmp(&a->key, &b->key, sizeof(a->key));
}

/* Let packets choose as the new configuration says, if it says anything new about that. */
static int sched_change(struct vsx_svc *svc, const struct vsx_svc_cfg *cfg, const struct vsx_sched *sched)
{
	const struct vsx_sched_conf old_conf = svc->sched_conf;
	const struct vsx_sched *old = svc->sched;
	u32 memo = svc->sched_memo;
	int err;

	conf_apply(&svc->sched_conf, cfg);
	if (sched)
		svc->sched = sched;
	if (svc->sched == old && same_conf(&svc->sched_conf, &old_conf))
		return 0;
	if (svc->sched != old || svc->sched_conf.table_size != old_conf.table_size)
		svc->sched_memo = 0;
	err = vsx_snap_publish(svc, NULL);
	if (err) {
		svc->sched = old;
		svc->sched_conf = old_conf;
		svc->sched_memo = memo;
	}
	return err;
}

/**
 * vsx_svc_set() - change what is given of a service; its connections stay.
 * @vn: the namespace
 * @cfg: the service and its new values
 * @why: a sentence, set on error
 *
 * Context: process, may sleep; under vsx_net.lock.
 * Return: 0; -ESRCH, -ENOENT (scheduler), -ENOMEM. On error nothing has changed.
 */
int vsx_svc_set(struct vsx_net *vn, const struct vsx_svc_cfg *cfg, const char **why)
{
	struct vsx_svc *svc = vsx_svc_find(vn, &cfg->addr);
	const struct vsx_sched *sched = NULL;
	int err;

	if (!svc) {
		*why = "there is no such service";
		return -ESRCH;
	}
	err = vsx_check_svc(cfg, svc->timeout[VSX_CONN_STATE_TEMPLATE], &sched, why);
	if (err)
		return err;
	err = sched_change(svc, cfg, sched);
	if (err) {
		*why = "not enough memory";
		return err;
	}
	cfg_apply(svc, cfg, sched);
	return 0;
}

/* Take a configured service out of service. */
static void svc_retire(struct vsx_svc *svc)
{
	struct vsx_net *vn = svc->vn;
	struct vsx_dest *d, *tmp;

	WRITE_ONCE(svc->is_removed, true);
	vsx_snap_withdraw(svc);
	list_for_each_entry_safe(d, tmp, &svc->dests, list)
		vsx_dest_retire(d);
	vsx_order_del(svc);
	module_put(THIS_MODULE);
	vsx_sweep_kick(vn);
}

/**
 * vsx_svc_del() - delete a service and its destinations.
 * @vn: the namespace
 * @addr: its virtual address
 * @why: a sentence, set on error
 *
 * Context: process; under vsx_net.lock.
 * Return: 0 or -ESRCH.
 */
int vsx_svc_del(struct vsx_net *vn, const struct vsx_addr *addr, const char **why)
{
	struct vsx_svc *svc = vsx_svc_find(vn, addr);

	if (!svc) {
		*why = "there is no such service";
		return -ESRCH;
	}
	svc_retire(svc);
	return 0;
}

/**
 * vsx_svc_flush() - delete all services.
 * @vn: the namespace
 *
 * Context: process; under vsx_net.lock.
 */
void vsx_svc_flush(struct vsx_net *vn)
{
	struct vsx_svc *svc, *tmp;

	lockdep_assert_held(&vn->lock);
	list_for_each_entry_safe(svc, tmp, &vn->svcs, list)
		svc_retire(svc);
}

/* ---- statistics ------------------------------------------------------------------------------- */

static void svc_counts_raw(struct vsx_svc *svc, struct vsx_counts *sum)
{
	struct vsx_counts c;
	struct vsx_dest *d;

	*sum = svc->past;
	list_for_each_entry(d, &svc->dests, list) {
		vsx_stats_read(d->stats, &c);
		vsx_counts_add(sum, &c);
	}
	if (!svc->n_limbo)
		return;
	list_for_each_entry(d, &svc->vn->limbo_dests, list) {
		if (d->svc != svc)
			continue;
		vsx_stats_read(d->stats, &c);
		vsx_counts_add(sum, &c);
	}
}

/**
 * vsx_svc_counts() - what passed a service since it was added or last zeroed.
 * @svc: the service
 * @sum: the counts, those of removed destinations included
 *
 * Context: process; under vsx_net.lock.
 */
void vsx_svc_counts(struct vsx_svc *svc, struct vsx_counts *sum)
{
	svc_counts_raw(svc, sum);
	vsx_counts_sub(sum, &svc->zero);
}

/**
 * vsx_svc_zero() - count a service and its destinations from here on.
 * @svc: the service
 *
 * Packets' counters are not written: the present sums become the new origin.
 *
 * Context: process; under vsx_net.lock.
 */
void vsx_svc_zero(struct vsx_svc *svc)
{
	struct vsx_dest *d;

	svc_counts_raw(svc, &svc->zero);
	list_for_each_entry(d, &svc->dests, list) {
		vsx_stats_read(d->stats, &d->zero);
		d->rate = (struct vsx_rate){ .last = d->zero };
	}
}

/**
 * vsx_svc_zero_all() - count everything from here on.
 * @vn: the namespace
 *
 * Context: process; under vsx_net.lock.
 */
void vsx_svc_zero_all(struct vsx_net *vn)
{
	struct vsx_svc *svc;

	list_for_each_entry(svc, &vn->svcs, list)
		vsx_svc_zero(svc);
	vsx_net_zero(vn);
}

/* ---- the end ---------------------------------------------------------------------------------- */

/**
 * vsx_svc_purge() - free deleted services that nothing refers to any more.
 * @vn: the namespace
 *
 * A service's last destination has been purged, a grace period after its last connection; packets
 * that still find the frontend see it removed and pass it by.
 *
 * Context: process, under vsx_net.lock; the collector.
 */
void vsx_svc_purge(struct vsx_net *vn)
{
	struct vsx_svc *svc, *tmp;

	list_for_each_entry_safe(svc, tmp, &vn->limbo_svcs, list) {
		if (svc->n_limbo)
			continue;
		list_del(&svc->list);
		vsx_hot_del(&vn->fronts, &svc->front);
		WRITE_ONCE(vn->n_full, vn->n_full - svc->is_full);
		svc_free(svc);
	}
}

/**
 * vsx_svc_exit() - free everything; the namespace has no packets and no commands any more.
 * @vn: the namespace
 *
 * Context: process, may sleep; under vsx_net.lock.
 */
void vsx_svc_exit(struct vsx_net *vn)
{
	struct vsx_dest *d, *tmp;

	vsx_svc_flush(vn);
	list_for_each_entry_safe(d, tmp, &vn->limbo_dests, list)
		vsx_dest_free(d);
	vsx_svc_purge(vn);
}
