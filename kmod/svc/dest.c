// SPDX-License-Identifier: GPL-2.0-only
/*
 * dest.c - destinations and the endpoints they share.
 *
 * Life of a destination: configured (in vsx_svc.dests) -> removed (in vsx_net.limbo_dests, found by
 * packets of its connections only) -> ripe (a collector's pass has begun after the grace ran out and
 * after every packet that could still choose it was done: this pass ends its connections) -> free (the
 * next pass, a grace period later). Adding the same server to the same service turns removed or ripe
 * back to configured, with its connections and its id.
 */
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/route.h>

#include "conn/sweep.h"
#include "net.h"
#include "svc/dest.h"
#include "svc/rates.h"
#include "svc/routes.h"
#include "svc/snap.h"
#include "svc/svc.h"

/* ---- endpoints -------------------------------------------------------------------------------- */

/* Connections of marks and of all ports use any port and protocol of the server. */
static struct vsx_end *end_get(const struct vsx_svc *svc, const struct vsx_addr *addr)
{
	struct vsx_net *vn = svc->vn;
	struct vsx_addr at = *addr;
	struct vsx_end *end;
	int id;

	if (svc->is_full) {
		at.port = 0;
		at.proto = 0;
	}
	end = vsx_end_of(&vn->ends, &at);
	if (end) {
		end->users++;
		return end;
	}
	end = kzalloc(sizeof(*end), GFP_KERNEL_ACCOUNT);
	if (!end)
		return NULL;
	id = ida_alloc_range(&vn->addr_ids, 1, INT_MAX, GFP_KERNEL);
	if (id < 0)
		goto err_end;
	end->vn = vn;
	end->node.addr = at;
	end->node.id = id;
	end->users = 1;
	if (vsx_hot_add(&vn->ends, &end->node))
		goto err_id;
	return end;

err_id:
	ida_free(&vn->addr_ids, id);
err_end:
	kfree(end);
	return NULL;
}

static void end_free_rcu_cb(struct rcu_head *head)
{
	struct vsx_end *end = container_of(head, struct vsx_end, rcu);

	ida_free(&end->vn->addr_ids, end->node.id);
	kfree(end);
}

/* A packet that has found it by address may still look for a connection with its id. */
static void end_put(struct vsx_net *vn, struct vsx_end *end)
{
	if (--end->users)
		return;
	vsx_hot_del(&vn->ends, &end->node);
	call_rcu(&end->rcu, end_free_rcu_cb);
}

/* ---- objects ---------------------------------------------------------------------------------- */

static struct vsx_dest *dest_alloc(struct vsx_svc *svc, const struct vsx_addr *addr)
{
	struct vsx_dest *d = kzalloc(sizeof(*d), GFP_KERNEL_ACCOUNT);
	int id;

	if (!d)
		return NULL;
	d->addr = *addr;
	d->svc = svc;
	INIT_LIST_HEAD(&d->list);
	INIT_LIST_HEAD(&d->rate_list);
	d->stats = __netdev_alloc_pcpu_stats(struct vsx_pcpu_stats, GFP_KERNEL_ACCOUNT);
	if (!d->stats)
		goto err_dest;
	d->routes = vsx_routes_alloc();
	if (!d->routes)
		goto err_stats;
	d->end = end_get(svc, addr);
	if (!d->end)
		goto err_route;
	id = vsx_idtab_add(&svc->vn->dests, d, VSX_DEST_ID_MAX);
	if (id < 0)
		goto err_end;
	d->id = id;
	return d;

err_end:
	end_put(svc->vn, d->end);
err_route:
	vsx_routes_free(d->routes);
err_stats:
	free_percpu(d->stats);
err_dest:
	kfree(d);
	return NULL;
}

static void dest_free_rcu_cb(struct rcu_head *head)
{
	struct vsx_dest *d = container_of(head, struct vsx_dest, rcu);

	vsx_routes_free(d->routes);
	free_percpu(d->stats);
	kfree(d);
}

/**
 * vsx_dest_free() - free a destination in limbo.
 * @dest: no connection refers to it; packets that borrowed it under RCU may still be running
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_dest_free(struct vsx_dest *dest)
{
	struct vsx_svc *svc = dest->svc;
	struct vsx_counts c;

	vsx_stats_read(dest->stats, &c);
	vsx_counts_add(&svc->past, &c);
	vsx_rates_leave(dest);
	list_del(&dest->list);
	svc->n_limbo--;
	end_put(svc->vn, dest->end);
	vsx_idtab_del(&svc->vn->dests, dest->id);
	call_rcu(&dest->rcu, dest_free_rcu_cb);
}

/* ---- configuration ---------------------------------------------------------------------------- */

static int port_check(const struct vsx_svc *svc, const struct vsx_addr *a, const char **why)
{
	if (a->port || svc->is_full)
		return 0;
	*why = "a destination needs a port";
	return -EINVAL;
}

/* A link-local address does not say on which link, unless it is the director's own. */
static bool is_on_all_links(struct net *net, const struct vsx_addr *a)
{
	return a->af == AF_INET6 && (ipv6_addr_type(&a->ip.in6) & IPV6_ADDR_LINKLOCAL) &&
	       !ipv6_chk_addr(net, &a->ip.in6, NULL, 0);
}

static bool is_unicast(struct net *net, const struct vsx_addr *a)
{
	unsigned int type;

	if (a->af == AF_INET6)
		return ipv6_addr_type(&a->ip.in6) & IPV6_ADDR_UNICAST;
	type = inet_addr_type(net, a->ip.ip);
	/* A namespace without an address has no table yet, and then all are broadcast addresses. */
	if (type == RTN_BROADCAST && inet_addr_type(net, htonl(INADDR_LOOPBACK)) == RTN_BROADCAST)
		return !ipv4_is_zeronet(a->ip.ip) && !ipv4_is_lbcast(a->ip.ip);
	return type == RTN_UNICAST || type == RTN_LOCAL;
}

/* Can a server be there? Routes of the moment say what is a broadcast address. */
static int addr_check(const struct vsx_svc *svc, const struct vsx_addr *a, const char **why)
{
	struct net *net = svc->vn->net;

	if (!is_unicast(net, a))
		*why = "the destination's address is not a unicast address";
	else if (is_on_all_links(net, a))
		*why = "a link-local address does not say on which link the destination is";
	else
		return 0;
	return -EINVAL;
}

/**
 * struct dest_words - what of a destination a command can change
 * @weight: weight
 * @upper: upper threshold
 * @lower: lower threshold
 * @method: forwarding method
 * @tun: tunnel
 */
struct dest_words {
	u32 weight;
	u32 upper;
	u32 lower;
	u8 method;
	struct vsx_tun tun;
};

static struct dest_words words_of(const struct vsx_dest *d)
{
	return (struct dest_words){ d->weight, d->load.upper, d->load.lower, d->method,
				    vsx_dest_tun(d) };
}

static void words_write(struct vsx_dest *d, const struct dest_words *w)
{
	WRITE_ONCE(d->weight, w->weight);
	/* Who raises the limit wants more connections now, not below the lower threshold. */
	if (w->upper > d->load.upper)
		WRITE_ONCE(d->load.is_overloaded, false);
	WRITE_ONCE(d->load.upper, w->upper);
	WRITE_ONCE(d->load.lower, w->lower);
	WRITE_ONCE(d->method, w->method);
	/* Open connections through a tunnel go on through it, whatever new ones do. */
	if (w->method == VSX_METHOD_TUNNEL)
		WRITE_ONCE(d->tun, w->tun);
	/* The thresholds before the look, as packets do it with the counters. */
	smp_mb();
	vsx_load_limit(&d->load);
}

/* The same for forwarding. What belongs to another method or type of tunnel does not stay. */
static void forwarding_from(struct dest_words *w, const struct vsx_dest_cfg *cfg)
{
	if (cfg->has & VSX_DEST_HAS_METHOD)
		w->method = cfg->method;
	if (w->method != VSX_METHOD_TUNNEL ||
	    ((cfg->has & VSX_DEST_HAS_TUN_TYPE) && cfg->tun.type != w->tun.type))
		w->tun = (struct vsx_tun){};
	if (cfg->has & VSX_DEST_HAS_TUN_TYPE)
		w->tun.type = cfg->tun.type;
	if (cfg->has & VSX_DEST_HAS_TUN_PORT)
		w->tun.port = cfg->tun.port;
	if (cfg->has & VSX_DEST_HAS_TUN_CHECKSUM)
		w->tun.checksum = cfg->tun.checksum;
}

/* What is given replaces what @w has. */
static int words_from(struct dest_words *w, const struct vsx_dest_cfg *cfg, const char **why)
{
	if (cfg->has & VSX_DEST_HAS_WEIGHT)
		w->weight = cfg->weight;
	if (cfg->has & VSX_DEST_HAS_UPPER)
		w->upper = cfg->upper;
	if (cfg->has & VSX_DEST_HAS_LOWER)
		w->lower = cfg->lower;
	if (w->weight > VSX_WEIGHT_MAX) {
		*why = "a weight is between 0 and 2147483647";
		return -ERANGE;
	}
	if (w->lower > w->upper) {
		*why = "the lower threshold is above the upper one";
		return -ERANGE;
	}
	forwarding_from(w, cfg);
	return 0;
}

static int tun_check(const struct vsx_tun *tun, const char **why)
{
	if (tun->type == VSX_TUNNEL_GUE && !tun->port)
		*why = "a GUE tunnel needs a port";
	else if (tun->type != VSX_TUNNEL_GUE && tun->port)
		*why = "only a GUE tunnel has a port";
	else if (tun->type == VSX_TUNNEL_IPIP && tun->checksum)
		*why = "an IPIP tunnel has no checksum";
	else if (tun->type != VSX_TUNNEL_GUE && tun->checksum == VSX_TUNNEL_CHECKSUM_REMOTE)
		*why = "only a GUE tunnel has remote checksum offload";
	else
		return 0;
	return -EINVAL;
}

/* Can packets of the service be forwarded to this address this way? */
static int forwarding_check(const struct vsx_svc *svc, const struct vsx_addr *a,
			    const struct dest_words *w, const char **why)
{
	const struct vsx_tun *tun = &w->tun;
	const struct vsx_addr *front = &svc->front.addr;

	if (w->method != VSX_METHOD_TUNNEL && (tun->type || tun->port || tun->checksum)) {
		*why = "only the method tunnel has a tunnel's options";
		return -EINVAL;
	}
	if (w->method != VSX_METHOD_TUNNEL && a->af != front->af) {
		*why = "only a tunnel leads to a destination of another address family than the service's";
		return -EAFNOSUPPORT;
	}
	/* Old clients give the servers of a mark a port, which means nothing then. */
	if (w->method != VSX_METHOD_NAT && !svc->is_full && a->port != front->port) {
		*why = "direct routing and tunnels do not change the port: it must be the service's";
		return -EINVAL;
	}
	return tun_check(tun, why);
}

static struct vsx_dest *dest_in(struct list_head *list, const struct vsx_svc *svc,
				const struct vsx_addr *addr)
{
	struct vsx_dest *d;

	list_for_each_entry(d, list, list)
		if (d->svc == svc && vsx_addr_equal(&d->addr, addr))
			return d;
	return NULL;
}

/**
 * vsx_dest_find() - a configured destination.
 * @svc: its service
 * @addr: its address
 *
 * Context: process, under vsx_net.lock.
 * Return: the destination, or NULL.
 */
struct vsx_dest *vsx_dest_find(struct vsx_svc *svc, const struct vsx_addr *addr)
{
	lockdep_assert_held(&svc->vn->lock);
	return dest_in(&svc->dests, svc, addr);
}

/**
 * vsx_dest_retire() - move a destination to limbo. Its connections stay.
 * @dest: configured, and not in its service's snapshot any more
 *
 * Context: process, under vsx_net.lock; the caller kicks the collector.
 */
void vsx_dest_retire(struct vsx_dest *dest)
{
	struct vsx_svc *svc = dest->svc;
	u32 now = vsx_now();

	WRITE_ONCE(dest->removed_at, now ?: 1);
	dest->gp = get_state_synchronize_rcu();
	list_move_tail(&dest->list, &svc->vn->limbo_dests);
	svc->n_limbo++;
	svc->n_dests--;
	svc->vn->n_dests--;
}

/* Back from limbo, or new from dest_alloc(): make it one of the service's. */
static int dest_enter(struct vsx_dest *d, const struct dest_words *words)
{
	const struct dest_words old = words_of(d);
	struct vsx_svc *svc = d->svc;
	struct list_head *home = d->list.prev;	/* where to put it back, if that fails */
	bool is_new = list_empty(&d->list);
	u32 removed_at = d->removed_at;
	struct vsx_tun tun = d->tun;
	int err;

	words_write(d, words);
	/*
	 * Before it can be chosen: a connection to a removed destination would be reset. If this fails, a
	 * pass that has begun may have spared its connections: it is not ripe any more in any case.
	 */
	WRITE_ONCE(d->ripe_pass, 0);
	WRITE_ONCE(d->removed_at, 0);
	list_move(&d->list, &svc->dests);
	err = vsx_snap_publish(svc, NULL);
	if (err) {
		WRITE_ONCE(d->removed_at, removed_at);
		d->gp = get_state_synchronize_rcu();	/* packets have seen it as not removed */
		words_write(d, &old);
		WRITE_ONCE(d->tun, tun);
		if (is_new)
			list_del_init(&d->list);
		else
			list_move(&d->list, home);
		return err;
	}
	d->seq = ++svc->vn->next_seq;
	vsx_stats_read(d->stats, &d->zero);	/* who came back counts from here on, as the newly added do */
	svc->n_limbo -= !is_new;
	svc->n_dests++;
	svc->vn->n_dests++;
	return 0;
}

static int dest_add_new(struct vsx_svc *svc, const struct vsx_addr *addr, const struct dest_words *words)
{
	struct vsx_dest *d = dest_alloc(svc, addr);
	int err;

	if (!d)
		return -ENOMEM;
	err = dest_enter(d, words);
	if (err) {
		/* No packet has been able to choose it. */
		list_add(&d->list, &svc->vn->limbo_dests);
		svc->n_limbo++;
		vsx_dest_free(d);
	}
	return err;
}

/**
 * vsx_dest_add() - add a destination, or bring a removed one back to life.
 * @svc: its service
 * @cfg: what it is to be; weight 1 and NAT if not given
 * @why: a sentence, set on error
 *
 * Context: process, may sleep; under vsx_net.lock.
 * Return: 0; -EEXIST, -EAFNOSUPPORT, -EINVAL, -ERANGE, -ENOMEM. On error nothing has changed.
 */
int vsx_dest_add(struct vsx_svc *svc, const struct vsx_dest_cfg *cfg, const char **why)
{
	struct dest_words words = { .weight = 1 };
	struct vsx_dest *d;
	int err;

	err = port_check(svc, &cfg->addr, why) ?: words_from(&words, cfg, why) ?:
	      forwarding_check(svc, &cfg->addr, &words, why);
	if (err)
		return err;
	if (vsx_dest_find(svc, &cfg->addr)) {
		*why = "the service has this destination already";
		return -EEXIST;
	}
	d = dest_in(&svc->vn->limbo_dests, svc, &cfg->addr);
	if (!d) {
		err = addr_check(svc, &cfg->addr, why);
		if (err)
			return err;
	}
	err = d ? dest_enter(d, &words) : dest_add_new(svc, &cfg->addr, &words);
	if (err)
		*why = "not enough memory";
	return err;
}

/* Of all a command can change the weight alone needs a new snapshot. */
static int weight_change(struct vsx_dest *d, u32 weight)
{
	u32 old = d->weight;
	int err;

	if (weight == old)
		return 0;
	WRITE_ONCE(d->weight, weight);
	err = vsx_snap_publish(d->svc, NULL);
	if (err)
		WRITE_ONCE(d->weight, old);
	return err;
}

/* The rest of a configured destination's words, which cannot fail. */
static void words_change(struct vsx_dest *d, const struct dest_words *words)
{
	words_write(d, words);
	rcu_read_lock();
	vsx_dest_tell(d, true);
	rcu_read_unlock();
}

/**
 * vsx_dest_set() - change what is given of a destination; its connections stay.
 * @svc: its service
 * @cfg: the destination and its new values
 * @why: a sentence, set on error
 *
 * Context: process, may sleep; under vsx_net.lock.
 * Return: 0; -ENOENT, -EAFNOSUPPORT, -EINVAL, -ERANGE, -ENOMEM. On error nothing has changed.
 */
int vsx_dest_set(struct vsx_svc *svc, const struct vsx_dest_cfg *cfg, const char **why)
{
	struct vsx_dest *d = vsx_dest_find(svc, &cfg->addr);
	struct dest_words words;
	int err;

	if (!d) {
		*why = "the service has no such destination";
		return -ENOENT;
	}
	words = words_of(d);
	err = words_from(&words, cfg, why) ?: forwarding_check(svc, &cfg->addr, &words, why);
	if (err)
		return err;
	err = weight_change(d, words.weight);
	if (err) {
		*why = "not enough memory";
		return err;
	}
	words_change(d, &words);
	return 0;
}

/**
 * vsx_dest_del() - remove a destination; its connections are held or rescheduled by their packets.
 * @svc: its service
 * @addr: its address
 * @why: a sentence, set on error
 *
 * Context: process, may sleep; under vsx_net.lock.
 * Return: 0; -ENOENT, -ENOMEM. On error nothing has changed.
 */
int vsx_dest_del(struct vsx_svc *svc, const struct vsx_addr *addr, const char **why)
{
	struct vsx_dest *d = vsx_dest_find(svc, addr);
	int err;

	if (!d) {
		*why = "the service has no such destination";
		return -ENOENT;
	}
	err = vsx_snap_publish(svc, d);
	if (err) {
		*why = "not enough memory";
		return err;
	}
	vsx_dest_retire(d);
	vsx_sweep_kick(svc->vn);
	return 0;
}

/**
 * vsx_dest_counts() - what passed a destination since it was added or last zeroed.
 * @dest: the destination
 * @sum: the counts
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_dest_counts(const struct vsx_dest *dest, struct vsx_counts *sum)
{
	vsx_stats_read(dest->stats, sum);
	vsx_counts_sub(sum, &dest->zero);
}

/* ---- the collector's side --------------------------------------------------------------------- */

/**
 * vsx_dest_ripen() - note which removed destinations the pass that begins now will clear.
 * @vn: the namespace
 * @pass: number of the pass, not 0
 *
 * Ripe is who has been removed longer than its grace, and longer ago than an RCU grace period: no packet
 * is still opening a connection to it. vsx_conn_is_over() says yes to all it has from now on, whatever
 * becomes of the grace, and the sweep does not let one escape.
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_dest_ripen(struct vsx_net *vn, u32 pass)
{
	u32 now = vsx_now();
	struct vsx_dest *d;

	list_for_each_entry(d, &vn->limbo_dests, list)
		if (!d->ripe_pass && (s32)(now - d->removed_at) > vsx_svc_grace(d->svc) &&
		    poll_state_synchronize_rcu(d->gp))
			WRITE_ONCE(d->ripe_pass, pass);
}

/**
 * vsx_dest_purge() - free the destinations that were ripe in an earlier pass.
 * @vn: the namespace
 * @pass: the pass that begins now; a grace period has passed since the end of the one before
 *
 * Context: process, under vsx_net.lock.
 */
void vsx_dest_purge(struct vsx_net *vn, u32 pass)
{
	struct vsx_dest *d, *tmp;

	list_for_each_entry_safe(d, tmp, &vn->limbo_dests, list)
		if (d->ripe_pass && d->ripe_pass != pass)
			vsx_dest_free(d);
}
