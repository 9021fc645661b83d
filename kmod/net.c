// SPDX-License-Identifier: GPL-2.0-only
/*
 * net.c - a network namespace comes and goes.
 *
 * A namespace costs a structure until its first service; then it gets tables, hooks and, where needed,
 * defragmentation, and keeps them until it goes. When it goes, with whatever is configured and in flight: hooks first
 * (pre_exit; the grace period that follows it ends the packets), then the collector, then objects and their
 * RCU callbacks.
 */
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <linux/user_namespace.h>
#include <net/netfilter/ipv4/nf_defrag_ipv4.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

#include "conn/sweep.h"
#include "net.h"
#include "path/path.h"
#include "svc/svc.h"

#define DEFRAG_IPV4	BIT(0)
#define DEFRAG_IPV6	BIT(1)

unsigned int vsx_net_id __read_mostly;

/* Who made the namespace without rights on this machine gets so much memory for each table. */
#define PAGES_MAX_UNPRIVILEGED	4096

/* Of any other namespace's tables each may take so much of the machine's memory. */
#define PAGES_MAX_SHARE	8

/* Templates of persistence, which live long and which one packet makes: 256 MiB, some six million clients. */
#define PAGES_MAX_TEMPLATES	65536

/**
 * struct table_kind - how a table of connections is made
 * @key_words: words of its keys
 * @match_words: how many of them count
 * @need_room: its callback
 */
struct table_kind {
	unsigned int key_words;
	unsigned int match_words;
	void (*need_room)(struct vsx_table *t);
};

static const struct table_kind kinds[VSX_TABLES] = {
	[VSX_TABLE_NARROW] = { VSX_KEY_WORDS_NARROW, VSX_KEY_WORDS_NARROW, vsx_sweep_narrow_room },
	[VSX_TABLE_WIDE] = { VSX_KEY_WORDS_WIDE, VSX_KEY_WORDS_WIDE, vsx_sweep_wide_room },
	[VSX_TABLE_FULL] = { VSX_KEY_WORDS_FULL, VSX_MATCH_WORDS_REQUEST, vsx_sweep_full_room },
	[VSX_TABLE_FULL_REPLY] = {
		VSX_KEY_WORDS_FULL, VSX_MATCH_WORDS_REPLY, vsx_sweep_full_reply_room,
	},
};

static void conns_exit(struct vsx_net *vn, unsigned int n)
{
	while (n--)
		vsx_table_destroy(&vn->tables[n]);
}

static int conns_init(struct vsx_net *vn, const siphash_key_t *secret)
{
	bool is_ours = vn->net->user_ns == &init_user_ns;
	unsigned int i;
	int err;

	for (i = 0; i < VSX_TABLES; i++) {
		struct vsx_table *t = &vn->tables[i];

		err = vsx_table_init(t, kinds[i].key_words, secret, kinds[i].need_room);
		if (err) {
			conns_exit(vn, i);
			return err;
		}
		t->match_words = kinds[i].match_words;
		t->pages_max = is_ours ? totalram_pages() / PAGES_MAX_SHARE : PAGES_MAX_UNPRIVILEGED;
	}
	return 0;
}

static int tables_init(struct vsx_net *vn)
{
	siphash_key_t secret;
	int err;

	get_random_bytes(&secret, sizeof(secret));
	err = conns_init(vn, &secret);
	if (err)
		return err;
	err = vsx_table_init(&vn->templates, VSX_KEY_WORDS_WIDE, &secret, vsx_sweep_template_room);
	if (err)
		goto err_conns;
	vn->templates.pages_max = vn->net->user_ns == &init_user_ns ? PAGES_MAX_TEMPLATES
								    : PAGES_MAX_UNPRIVILEGED;
	err = vsx_hot_init(&vn->fronts, get_random_u32());
	if (err)
		goto err_templates;
	err = vsx_hot_init(&vn->ends, get_random_u32());
	if (err)
		goto err_fronts;
	return 0;

err_fronts:
	vsx_hot_exit(&vn->fronts);
err_templates:
	vsx_table_destroy(&vn->templates);
err_conns:
	conns_exit(vn, VSX_TABLES);
	return err;
}

static void tables_exit(struct vsx_net *vn)
{
	vsx_hot_exit(&vn->ends);
	vsx_hot_exit(&vn->fronts);
	vsx_table_destroy(&vn->templates);
	conns_exit(vn, VSX_TABLES);
}

/*
 * Needed only for rules that mark packets by their ports, which come before our hooks; these see to the rest
 * (path/hooks.c).
 */
static int defrag_enable(struct vsx_net *vn, const struct vsx_addr *front, const char **why)
{
	u8 bit = front->af == AF_INET ? DEFRAG_IPV4 : DEFRAG_IPV6;
	int err;

	if ((vn->defrag_families & bit) || !vsx_addr_is_mark(front))
		return 0;
	*why = "defragmentation of this address family is not available";
	err = front->af == AF_INET ? nf_defrag_ipv4_enable(vn->net) : nf_defrag_ipv6_enable(vn->net);
	if (!err)
		vn->defrag_families |= bit;
	return err;
}

static void defrag_disable(struct vsx_net *vn)
{
	if (vn->defrag_families & DEFRAG_IPV4)
		nf_defrag_ipv4_disable(vn->net);
	if (vn->defrag_families & DEFRAG_IPV6)
		nf_defrag_ipv6_disable(vn->net);
	vn->defrag_families = 0;
}

/**
 * vsx_net_up() - make a namespace ready for a service.
 * @vn: the namespace
 * @front: its address
 * @why: a sentence, set on error
 *
 * Context: process, may sleep; under vsx_net.lock.
 * Return: 0 or -errno. On error nothing has changed.
 */
int vsx_net_up(struct vsx_net *vn, const struct vsx_addr *front, const char **why)
{
	int err;

	lockdep_assert_held(&vn->lock);
	if (vn->is_up)
		return defrag_enable(vn, front, why);
	*why = "not enough memory for the connection table";
	err = tables_init(vn);
	if (err)
		return err;
	err = defrag_enable(vn, front, why);
	if (err)
		goto err_tables;
	*why = "the netfilter hooks could not be registered";
	err = vsx_hooks_register(vn);
	if (err)
		goto err_defrag;
	/* Pairs with readers of connections that hold no lock. */
	smp_store_release(&vn->is_up, true);
	return 0;

err_defrag:
	defrag_disable(vn);
err_tables:
	tables_exit(vn);
	return err;
}

static int __net_init net_init(struct net *net)
{
	struct vsx_net *vn = vsx_net(net);

	vn->net = net;
	mutex_init(&vn->lock);
	INIT_LIST_HEAD(&vn->svcs);
	vn->order = RB_ROOT;
	INIT_LIST_HEAD(&vn->limbo_svcs);
	INIT_LIST_HEAD(&vn->limbo_dests);
	ida_init(&vn->addr_ids);
	vsx_idtab_init(&vn->dests);
	vsx_sweep_init(vn);
	vsx_rates_init(vn);
	vsx_tune_init(vn);
	vsx_overload_init(vn);
	get_random_bytes(&vn->sched_secret, sizeof(vn->sched_secret));
	vn->reasons = netdev_alloc_pcpu_stats(struct vsx_pcpu_reasons);
	vn->gone = alloc_percpu(struct vsx_counts);
	if (vn->reasons && vn->gone)
		return 0;
	free_percpu(vn->gone);
	free_percpu(vn->reasons);
	return -ENOMEM;
}

static void __net_exit net_pre_exit(struct net *net)
{
	struct vsx_net *vn = vsx_net(net);

	/* No command can come any more: its socket would hold the namespace. */
	if (vn->is_up) {
		vsx_hooks_unregister(vn);
		defrag_disable(vn);
	}
}

static void __net_exit net_exit(struct net *net)
{
	struct vsx_net *vn = vsx_net(net);

	if (vn->is_up) {
		/* A flush kicks the collector: it is stopped after that. */
		mutex_lock(&vn->lock);
		vsx_svc_flush(vn);
		mutex_unlock(&vn->lock);
		vsx_sweep_exit(vn);
		vsx_rates_exit(vn);
		mutex_lock(&vn->lock);
		vsx_svc_exit(vn);
		mutex_unlock(&vn->lock);
		tables_exit(vn);
		kfree(vn->hook_ops);
		/* Callbacks release routes and ids: both belong to the namespace. */
		rcu_barrier();
	}
	vsx_overload_exit(vn);
	vsx_idtab_exit(&vn->dests);
	ida_destroy(&vn->addr_ids);
	free_percpu(vn->gone);
	free_percpu(vn->reasons);
	mutex_destroy(&vn->lock);
}

static struct pernet_operations net_ops = {
	.init = net_init,
	.pre_exit = net_pre_exit,
	.exit = net_exit,
	.id = &vsx_net_id,
	.size = sizeof(struct vsx_net),
};

/**
 * vsx_net_register() - follow the network namespaces.
 *
 * Context: process, module init.
 * Return: 0 or -errno.
 */
int vsx_net_register(void)
{
	return register_pernet_subsys(&net_ops);
}

/**
 * vsx_net_unregister() - let go of all namespaces; none has a service.
 *
 * Context: process, module exit.
 */
void vsx_net_unregister(void)
{
	unregister_pernet_subsys(&net_ops);
}
