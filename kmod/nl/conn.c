// SPDX-License-Identifier: GPL-2.0-only
/*
 * conn.c - connection dumps.
 *
 * Connections come in the order of their hash, narrow table first, templates last; the cursor is a hash.
 * That order does not depend on where the table keeps them, so growth between two messages neither hides
 * nor doubles one.
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "conn/conn.h"
#include "conn/full.h"
#include "conn/template.h"
#include "net.h"
#include "nl/attr.h"
#include "nl/family.h"
#include "nl/gen.h"
#include "pure/tcp_state.h"
#include "svc/dest.h"
#include "svc/svc.h"

/**
 * struct conn_cursor - where a dump goes on
 * @hash: first hash that was not sent
 * @table: index of the table
 */
struct conn_cursor {
	u64 hash;
	u32 table;
};

/* What the client asked for; of a mark's template there is no address. */
static bool put_virtual(struct sk_buff *skb, const struct vsx_addr *front)
{
	if (vsx_addr_is_mark(front))
		return !nla_put_u32(skb, VSX_A_CONN_MARK, front->ip.all[0]);
	return !nla_put_u8(skb, VSX_A_CONN_PROTOCOL, front->proto) &&
	       vsx_attr_put_ip(skb, VSX_A_CONN_VIRTUAL_ADDR, front) &&
	       !nla_put_be16(skb, VSX_A_CONN_VIRTUAL_PORT, front->port);
}

static bool put_conn(struct sk_buff *skb, const struct vsx_addr *client, const struct vsx_addr *front,
		     u64 word, u32 expires, const struct vsx_dest *d)
{
	__be16 dest_port = d->addr.port ?: front->port;
	unsigned int state = vsx_value_state(word);
	u32 flags = 0;

	if (!vsx_state_active(state))
		flags |= VSX_CONN_F_INACTIVE;
	if (READ_ONCE(d->removed_at))
		flags |= VSX_CONN_F_REMOVED;
	return !nla_put_u16(skb, VSX_A_CONN_AF, front->af) &&
	       vsx_attr_put_ip(skb, VSX_A_CONN_CLIENT_ADDR, client) &&
	       !nla_put_be16(skb, VSX_A_CONN_CLIENT_PORT, client->port) &&
	       put_virtual(skb, front) &&
	       !nla_put_u16(skb, VSX_A_CONN_DEST_AF, d->addr.af) &&
	       vsx_attr_put_ip(skb, VSX_A_CONN_DEST_ADDR, &d->addr) &&
	       !nla_put_be16(skb, VSX_A_CONN_DEST_PORT, dest_port) &&
	       !nla_put_u8(skb, VSX_A_CONN_STATE, state) &&
	       !nla_put_u32(skb, VSX_A_CONN_EXPIRES, expires) &&
	       !nla_put_u32(skb, VSX_A_CONN_FLAGS, flags) &&
	       !nla_put_u8(skb, VSX_A_CONN_METHOD, vsx_value_method(word));
}

static u32 expires(struct vsx_net *vn, const struct vsx_table *t, const struct vsx_entry *e,
		   const struct vsx_dest *d)
{
	if (vsx_value_state(e->word) == VSX_CONN_STATE_TEMPLATE)
		return vsx_template_expires(d->svc, e->word, vsx_now());
	return vsx_conn_expires(vn, t, e->key, e->word, vsx_now());
}

static int fill(struct sk_buff *skb, struct netlink_callback *cb, struct vsx_net *vn,
		const struct vsx_table *t, const struct vsx_entry *e)
{
	const struct vsx_dest *d = vsx_idtab_find(&vn->dests, vsx_value_dest(e->word));
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &vsx_nl_family,
				NLM_F_MULTI, VSX_CMD_CONN_GET);
	struct vsx_addr client, front = d->svc->front.addr;
	struct nlattr *nest;

	if (!hdr)
		return -EMSGSIZE;
	vsx_conn_client(t, e->key, &client);
	if (t->key_words == VSX_KEY_WORDS_FULL)
		vsx_full_request_virt(e->key, &front);
	nest = nla_nest_start(skb, VSX_A_CMD_CONN);
	if (!nest || !put_conn(skb, &client, &front, e->word, expires(vn, t, e, d), d)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;
}

/* Templates come last. */
static struct vsx_table *table_nth(struct vsx_net *vn, u32 i)
{
	return i < ARRAY_SIZE(vn->tables) ? &vn->tables[i] : &vn->templates;
}

static bool is_over(struct vsx_net *vn, const struct vsx_table *t, const struct vsx_entry *e)
{
	struct vsx_conn other __uninitialized;

	if (vsx_value_state(e->word) == VSX_CONN_STATE_TEMPLATE)
		return vsx_template_is_over(vn, e->word, vsx_now());
	return vsx_conn_is_over(vn, t, e->key, e->word, vsx_now(), &other);
}

/* Send one region's connections from the cursor on, and move the cursor. */
static int dump_region(struct sk_buff *skb, struct netlink_callback *cb, struct vsx_net *vn,
		       struct vsx_entry *entries, struct conn_cursor *at)
{
	struct vsx_table *t = table_nth(vn, at->table);
	unsigned int i, n;
	int err = 0;
	u64 next;

	rcu_read_lock();	/* keeps the destinations the entries name */
	n = vsx_table_collect(t, at->hash, entries, &next);
	for (i = 0; i < n && !err; i++) {
		const struct vsx_entry *e = &entries[i];

		if ((e->word & VSX_V_REPLY) || is_over(vn, t, e))
			continue;
		err = fill(skb, cb, vn, t, e);
		if (err)
			next = e->hash;
	}
	rcu_read_unlock();
	at->hash = next;
	if (!err && !next)
		at->table++;
	return err;
}

/**
 * vsx_nl_conn_get_dumpit() - VSX_CMD_CONN_GET: all connections.
 * @skb: message to fill
 * @cb: state of the dump
 *
 * Context: process, may sleep.
 * Return: length, 0 at the end, or -ENOMEM.
 */
int vsx_nl_conn_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vsx_net *vn = vsx_net(sock_net(skb->sk));
	struct conn_cursor *at = (void *)cb->ctx;
	struct vsx_entry *entries;
	bool is_up;

	mutex_lock(&vn->lock);
	is_up = vn->is_up;
	mutex_unlock(&vn->lock);
	if (!is_up)
		return 0;
	entries = kvmalloc_array(VSX_REGION_SLOTS_MAX, sizeof(*entries), GFP_KERNEL);
	if (!entries)
		return -ENOMEM;
	while (at->table <= ARRAY_SIZE(vn->tables) && !dump_region(skb, cb, vn, entries, at))
		cond_resched();
	kvfree(entries);
	return skb->len;
}
