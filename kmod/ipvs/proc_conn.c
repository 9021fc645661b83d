// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc_conn.c - /proc/net/ip_vs_conn: connections, what `ipvsadm -Lc` shows.
 *
 * They come in the order of their hash, a region of the table at a time: that order does not depend on where
 * the table keeps them, so one that lives throughout is shown exactly once however the table grows or
 * shrinks between two reads.
 */
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/seq_file_net.h>

#include "conn/conn.h"
#include "conn/full.h"
#include "conn/template.h"
#include "ipvs/proc.h"
#include "net.h"
#include "svc/dest.h"
#include "svc/svc.h"

/**
 * struct conn_iter - where a reader is
 * @p: the namespace; first, seq_file's
 * @pos: position of the present entry
 * @hash: hash of the present entry: a further read goes on there
 * @next: hash that the region after this one begins with, 0 after the last of the table
 * @table: index of the table, one more than the last at the end
 * @n: entries copied; they and the following are good until the reader pauses
 * @i: the present one
 * @entries: copies of one region's slots, by hash
 */
struct conn_iter {
	struct seq_net_private p;
	loff_t pos;
	u64 hash;
	u64 next;
	u32 table;
	u32 n;
	u32 i;
	struct vsx_entry entries[VSX_REGION_SLOTS_MAX];
};

static void rewind(struct conn_iter *it)
{
	it->pos = 1;
	it->hash = 0;
	it->table = 0;
}

/* Templates come last. */
#define TABLES	(VSX_TABLES + 1)

static struct vsx_table *table_of(struct vsx_net *vn, const struct conn_iter *it)
{
	return it->table < VSX_TABLES ? &vn->tables[it->table] : &vn->templates;
}

static void collect(struct vsx_net *vn, struct conn_iter *it, u64 from)
{
	it->n = vsx_table_collect(table_of(vn, it), from, it->entries, &it->next);
	it->i = 0;
}

static bool next_region(struct vsx_net *vn, struct conn_iter *it)
{
	u64 from = it->next;

	if (!from && ++it->table == TABLES)
		return false;
	/* Nothing of the region behind us is used any more, and the table may be large. */
	rcu_read_unlock();
	cond_resched();
	rcu_read_lock();
	collect(vn, it, from);
	return true;
}

static bool is_shown(struct vsx_net *vn, const struct conn_iter *it, const struct vsx_entry *e)
{
	struct vsx_conn other __uninitialized;

	if (vsx_value_state(e->word) == VSX_CONN_STATE_TEMPLATE)
		return !vsx_template_is_over(vn, e->word, vsx_now());
	return !(e->word & VSX_V_REPLY) &&
	       !vsx_conn_is_over(vn, table_of(vn, it), e->key, e->word, vsx_now(), &other);
}

/* The first entry from the present one on that is shown. */
static struct vsx_entry *settle(struct vsx_net *vn, struct conn_iter *it)
{
	do {
		for (; it->i < it->n; it->i++) {
			struct vsx_entry *e = &it->entries[it->i];

			if (!is_shown(vn, it, e))
				continue;
			it->hash = e->hash;
			return e;
		}
	} while (next_region(vn, it));
	return NULL;
}

/* Where the reader paused, with new copies: destinations may have gone since. */
static struct vsx_entry *resume(struct vsx_net *vn, struct conn_iter *it)
{
	/* Pairs with vsx_net_up(): the tables are there. */
	if (!smp_load_acquire(&vn->is_up) || it->table == TABLES)
		return NULL;
	collect(vn, it, it->hash);
	return settle(vn, it);
}

static struct vsx_entry *advance(struct vsx_net *vn, struct conn_iter *it)
{
	it->i++;
	it->pos++;
	return settle(vn, it);
}

static void *conn_start(struct seq_file *m, loff_t *pos)
	__acquires(RCU)
{
	struct vsx_net *vn = vsx_net(seq_file_net(m));
	struct conn_iter *it = m->private;
	struct vsx_entry *e;

	rcu_read_lock();	/* keeps the destinations the copies name */
	if (!*pos || *pos < it->pos)
		rewind(it);
	if (!*pos)
		return SEQ_START_TOKEN;
	e = resume(vn, it);
	while (e && it->pos < *pos)
		e = advance(vn, it);
	return e;
}

static void *conn_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct vsx_net *vn = vsx_net(seq_file_net(m));
	struct conn_iter *it = m->private;

	++*pos;
	return v == SEQ_START_TOKEN ? resume(vn, it) : advance(vn, it);
}

static void conn_stop(struct seq_file *m, void *v)
	__releases(RCU)
{
	rcu_read_unlock();
}

static const char *state_name(unsigned int state)
{
	static const char *const names[VSX_STATES] = {
		[VSX_CONN_STATE_NONE] = "NONE",
		[VSX_CONN_STATE_ESTABLISHED] = "ESTABLISHED",
		[VSX_CONN_STATE_SYN_SENT] = "SYN_SENT",
		[VSX_CONN_STATE_SYN_RECV] = "SYN_RECV",
		[VSX_CONN_STATE_FIN_WAIT] = "FIN_WAIT",
		[VSX_CONN_STATE_TIME_WAIT] = "TIME_WAIT",
		[VSX_CONN_STATE_CLOSE] = "CLOSE",
		[VSX_CONN_STATE_CLOSE_WAIT] = "CLOSE_WAIT",
		[VSX_CONN_STATE_LAST_ACK] = "LAST_ACK",
		[VSX_CONN_STATE_LISTEN] = "LISTEN",
		[VSX_CONN_STATE_SYNACK] = "SYNACK",
		[VSX_CONN_STATE_UDP] = "UDP",
		[VSX_CONN_STATE_TEMPLATE] = "ASSURED",
		[VSX_CONN_STATE_SCTP_INIT1] = "INIT1",
		[VSX_CONN_STATE_SCTP_INIT] = "INIT",
		[VSX_CONN_STATE_SCTP_COOKIE_SENT] = "C-SENT",
		[VSX_CONN_STATE_SCTP_COOKIE_REPLIED] = "C-REPLIED",
		[VSX_CONN_STATE_SCTP_COOKIE_WAIT] = "C-WAIT",
		[VSX_CONN_STATE_SCTP_COOKIE] = "COOKIE",
		[VSX_CONN_STATE_SCTP_COOKIE_ECHOED] = "C-ECHOED",
		[VSX_CONN_STATE_SCTP_ESTABLISHED] = "ESTABLISHED",
		[VSX_CONN_STATE_SCTP_SHUTDOWN_SENT] = "S-SENT",
		[VSX_CONN_STATE_SCTP_SHUTDOWN_RECEIVED] = "S-RECEIVED",
		[VSX_CONN_STATE_SCTP_SHUTDOWN_ACK_SENT] = "S-ACK-SENT",
		[VSX_CONN_STATE_SCTP_REJECTED] = "REJECTED",
		[VSX_CONN_STATE_SCTP_CLOSED] = "CLOSED",
	};

	return names[state] ?: "?";
}

static void show_addr(struct seq_file *m, const struct vsx_addr *a)
{
	if (a->af == AF_INET6)
		seq_printf(m, " %pI6 %04X", &a->ip.in6, ntohs(a->port));
	else
		seq_printf(m, " %08X %04X", ntohl(a->ip.ip), ntohs(a->port));
}

static u32 expires(struct vsx_net *vn, const struct vsx_table *t, const struct vsx_entry *e,
		   const struct vsx_dest *d)
{
	if (vsx_value_state(e->word) == VSX_CONN_STATE_TEMPLATE)
		return vsx_template_expires(d->svc, e->word, vsx_now());
	return vsx_conn_expires(vn, t, e->key, e->word, vsx_now());
}

/* That of a mark stands at the mark's number; without a port at the service there is none at the server. */
static void template_addrs(struct vsx_addr *virt, struct vsx_addr *server)
{
	if (vsx_addr_is_mark(virt))
		virt->ip.ip = htonl(virt->ip.all[0]);
	if (!virt->port)
		server->port = 0;
}

static int conn_show(struct seq_file *m, void *v)
{
	struct vsx_net *vn = vsx_net(seq_file_net(m));
	const struct conn_iter *it = m->private;
	const struct vsx_entry *e = v;
	const struct vsx_dest *d;
	const struct vsx_table *t = table_of(vn, it);
	struct vsx_addr client, virt, server;

	if (v == SEQ_START_TOKEN) {
		seq_puts(m, "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n");
		return 0;
	}
	d = vsx_idtab_find(&vn->dests, vsx_value_dest(e->word));
	vsx_conn_client(t, e->key, &client);
	virt = d->svc->front.addr;
	if (t->key_words == VSX_KEY_WORDS_FULL)
		vsx_full_request_virt(e->key, &virt);
	server = d->addr;
	if (!server.port)
		server.port = virt.port;
	if (vsx_value_state(e->word) == VSX_CONN_STATE_TEMPLATE)
		template_addrs(&virt, &server);
	seq_printf(m, "%-3s", vsx_proto_name(virt.proto));
	show_addr(m, &client);
	show_addr(m, &virt);
	show_addr(m, &server);
	seq_printf(m, " %-11s %7u\n", state_name(vsx_value_state(e->word)),
		   expires(vn, t, e, d));
	return 0;
}

const struct seq_operations vsx_ipvs_conn_ops = {
	.start = conn_start,
	.next = conn_next,
	.stop = conn_stop,
	.show = conn_show,
};

/**
 * vsx_ipvs_conn_iter_bytes() - what each reader of ip_vs_conn needs.
 *
 * Return: bytes.
 */
size_t vsx_ipvs_conn_iter_bytes(void)
{
	return sizeof(struct conn_iter);
}
