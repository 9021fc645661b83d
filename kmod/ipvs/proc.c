// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc.c - /proc/net/ip_vs: services and destinations, and the list of the files beside it.
 *
 * The form is IPVS's to the byte, for programs take it apart by columns: addresses and ports are hexadecimal,
 * and the persistence of a service is in ticks.
 */
#include <linux/proc_fs.h>
#include <linux/seq_file_net.h>

#include "ipvs/attr.h"
#include "ipvs/proc.h"
#include "ipvs/version.h"
#include "net.h"
#include "svc/dest.h"
#include "svc/order.h"
#include "svc/svc.h"

/* ---- services --------------------------------------------------------------------------------- */

/**
 * struct svc_iter - where a reader is
 * @p: the namespace; first, seq_file's
 * @pos: position of @seq
 * @seq: creation number of the service shown last or to be shown
 */
struct svc_iter {
	struct seq_net_private p;
	loff_t pos;
	u64 seq;
};

/* Services may go between two reads, then it is the one after it. */
static struct vsx_svc *svc_at(struct vsx_net *vn, struct svc_iter *it, loff_t pos)
{
	struct vsx_svc *svc = vsx_order_from(vn, pos < it->pos ? 0 : it->seq);
	loff_t at = pos < it->pos ? 1 : it->pos;

	while (svc && at++ < pos)
		svc = list_is_last(&svc->list, &vn->svcs) ? NULL : list_next_entry(svc, list);
	return svc;
}

static void *svc_stays(struct svc_iter *it, struct vsx_svc *svc, loff_t pos)
{
	if (!svc)
		return NULL;
	it->pos = pos;
	it->seq = svc->seq;
	return svc;
}

static void *svc_start(struct seq_file *m, loff_t *pos)
{
	struct vsx_net *vn = vsx_net(seq_file_net(m));
	struct svc_iter *it = m->private;

	mutex_lock(&vn->lock);
	if (!*pos) {
		it->pos = 1;
		it->seq = 0;
		return SEQ_START_TOKEN;
	}
	return svc_stays(it, svc_at(vn, it, *pos), *pos);
}

static void *svc_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct vsx_net *vn = vsx_net(seq_file_net(m));
	struct svc_iter *it = m->private;
	struct vsx_svc *svc = v;

	if (v == SEQ_START_TOKEN)
		svc = list_first_entry_or_null(&vn->svcs, struct vsx_svc, list);
	else
		svc = list_is_last(&svc->list, &vn->svcs) ? NULL : list_next_entry(svc, list);
	++*pos;
	if (!svc) {
		it->seq = vn->next_seq + 1;	/* a further read finds the end again */
		it->pos = *pos;
		return NULL;
	}
	return svc_stays(it, svc, *pos);
}

static void svc_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&vsx_net(seq_file_net(m))->lock);
}

static const char *method_name(u8 method)
{
	switch (method) {
	case VSX_METHOD_TUNNEL:
		return "Tunnel";
	case VSX_METHOD_DR:
		return "Route";
	default:
		return "Masq";
	}
}

static void show_dest(struct seq_file *m, const struct vsx_dest *d)
{
	if (d->addr.af == AF_INET6)
		seq_printf(m, "  -> [%pI6]:%04X", &d->addr.ip.in6, ntohs(d->addr.port));
	else
		seq_printf(m, "  -> %08X:%04X", ntohl(d->addr.ip.ip), ntohs(d->addr.port));
	seq_printf(m, "      %-7s %-6d %-10d %-10d\n", method_name(d->method), d->weight,
		   max(atomic_read(&d->load.active), 0), max(atomic_read(&d->load.inactive), 0));
}

static void show_svc(struct seq_file *m, const struct vsx_svc *svc)
{
	const struct vsx_addr *a = &svc->front.addr;
	const char *proto = vsx_proto_name(a->proto);
	u32 persist = svc->timeout[VSX_CONN_STATE_TEMPLATE];

	if (vsx_addr_is_mark(a))
		seq_printf(m, "FWM  %08X %s %s", a->ip.all[0], svc->sched->name,
			   svc->is_one_packet ? "ops " : "");
	else if (a->af == AF_INET6)
		seq_printf(m, "%s  [%pI6]:%04X %s ", proto, &a->ip.in6, ntohs(a->port), svc->sched->name);
	else
		seq_printf(m, "%s  %08X:%04X %s %s ", proto, ntohl(a->ip.ip), ntohs(a->port),
			   svc->sched->name, svc->is_one_packet ? "ops " : "");
	if (persist)
		seq_printf(m, "persistent %d %08X\n", persist * HZ,
			   ntohl((__force __be32)vsx_ipvs_netmask(svc)));
	else
		seq_putc(m, '\n');
}

static int svc_show(struct seq_file *m, void *v)
{
	const struct vsx_svc *svc = v;
	const struct vsx_dest *d;

	if (v == SEQ_START_TOKEN) {
		seq_printf(m, "IP Virtual Server version %d.%d.%d (size=%d)\n", VSX_IPVS_VERSION >> 16,
			   VSX_IPVS_VERSION >> 8 & 0xff, VSX_IPVS_VERSION & 0xff, VSX_IPVS_TABLE_SIZE);
		seq_puts(m, "Prot LocalAddress:Port Scheduler Flags\n");
		seq_puts(m, "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\n");
		return 0;
	}
	show_svc(m, svc);
	list_for_each_entry(d, &svc->dests, list)
		show_dest(m, d);
	return 0;
}

static const struct seq_operations svc_ops = {
	.start = svc_start,
	.next = svc_next,
	.stop = svc_stop,
	.show = svc_show,
};

/* ---- what is not there ------------------------------------------------------------------------ */

static int app_show(struct seq_file *m, void *v)
{
	seq_puts(m, "prot port    usecnt name\n");
	return 0;
}

static int conn_sync_show(struct seq_file *m, void *v)
{
	seq_puts(m, "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Origin Expires\n");
	return 0;
}

/* ---- the files -------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	int (*show)(struct seq_file *m, void *v);
} singles[] = {
	{ "ip_vs_app", app_show },
	{ "ip_vs_conn_sync", conn_sync_show },
	{ "ip_vs_stats", vsx_ipvs_stats_show },
	{ "ip_vs_stats_percpu", vsx_ipvs_stats_percpu_show },
	{ "ip_vs_status", vsx_ipvs_status_show },
};

/**
 * vsx_ipvs_proc_init() - make the files of a namespace.
 * @net: the namespace
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int vsx_ipvs_proc_init(struct net *net)
{
	unsigned int i;

	if (!proc_create_net("ip_vs", 0, net->proc_net, &svc_ops, sizeof(struct svc_iter)))
		return -ENOMEM;
	if (!proc_create_net("ip_vs_conn", 0, net->proc_net, &vsx_ipvs_conn_ops,
			     vsx_ipvs_conn_iter_bytes()))
		goto err_svc;
	for (i = 0; i < ARRAY_SIZE(singles); i++)
		if (!proc_create_net_single(singles[i].name, 0, net->proc_net, singles[i].show, NULL))
			goto err_singles;
	return 0;

err_singles:
	while (i--)
		remove_proc_entry(singles[i].name, net->proc_net);
	remove_proc_entry("ip_vs_conn", net->proc_net);
err_svc:
	remove_proc_entry("ip_vs", net->proc_net);
	return -ENOMEM;
}

/**
 * vsx_ipvs_proc_exit() - remove the files of a namespace.
 * @net: the namespace
 *
 * Context: process, may sleep.
 */
void vsx_ipvs_proc_exit(struct net *net)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(singles); i++)
		remove_proc_entry(singles[i].name, net->proc_net);
	remove_proc_entry("ip_vs_conn", net->proc_net);
	remove_proc_entry("ip_vs", net->proc_net);
}
