// SPDX-License-Identifier: GPL-2.0-only
/*
 * out.c - replies: a packet from a server's address.
 */
#include <linux/netfilter.h>

#include "conn/conn.h"
#include "conn/full.h"
#include "conn/look.h"
#include "net.h"
#include "path/path.h"
#include "path/pkt.h"
#include "pure/tcp_state.h"
#include "svc/dest.h"
#include "svc/svc.h"
#include "xmit/xmit.h"

/* Of services of marks and of all ports; what replies come from is in the slot. */
static bool find_full(struct vsx_net *vn, const struct vsx_addr *client, const struct vsx_addr *server,
		      struct vsx_conn *c)
{
	struct vsx_end *end = vsx_end_of_full(&vn->ends, server);

	if (!end)
		return false;
	vsx_full_reply_key(c, vn, client, server, end->node.id);
	return vsx_conn_find(c);
}

static __always_inline unsigned int rewrite(struct vsx_pkt *p, const struct vsx_conn *c,
					    const struct vsx_addr *virt)
{
	if (unlikely(p->event & VSX_TCP_SYN) && !vsx_mss_clamp(p, READ_ONCE(c->dest->svc->mss)))
		return vsx_pkt_done(p, VSX_REASON_NO_MEMORY, NF_DROP);
	return vsx_nat_reply(p, c->dest, virt);
}

/* Of a connection that the packet may change. */
static noinline unsigned int reply(struct vsx_pkt *p, struct vsx_conn *c, const struct vsx_addr *virt)
{
	vsx_conn_reply(c, p->event);
	return rewrite(p, c, virt);
}

/* The connection of a client with a server, and what the client asked for, perhaps in @room; NULL if there is none. */
static __always_inline const struct vsx_addr *find(struct vsx_net *vn, const struct vsx_addr *client,
						   const struct vsx_addr *server, const struct vsx_end *end,
						   struct vsx_conn *c, struct vsx_addr *room)
{
	if (end) {
		vsx_look_key(c, vn, client, end->node.id);
		if (vsx_look_find(c))
			return &c->dest->svc->front.addr;
	}
	if (likely(!READ_ONCE(vn->n_full)) || !find_full(vn, client, server, c))
		return NULL;
	vsx_full_reply_virt(c->slot->key, room);
	return room;
}

/**
 * vsx_have_met() - is there a connection of a client with a server, by masquerading?
 * @vn: the namespace
 * @client: the client
 * @server: the server, by its own address
 *
 * Context: BH off, under rcu_read_lock().
 * Return: true if so.
 */
bool vsx_have_met(struct vsx_net *vn, const struct vsx_addr *client, const struct vsx_addr *server)
{
	struct vsx_conn c __uninitialized;
	struct vsx_addr room;

	return find(vn, client, server, vsx_end_of(&vn->ends, server), &c, &room);
}

/**
 * vsx_out() - a packet that may come from a server.
 * @p: the packet
 * @end: the server with its source address, or NULL: only services of marks and all ports may know it
 *
 * Not everything a server sends is a reply of ours: what has no connection goes its way.
 *
 * Context: BH off, under rcu_read_lock().
 * Return: netfilter verdict.
 */
unsigned int vsx_out(struct vsx_pkt *p, struct vsx_end *end)
{
	struct vsx_conn c __uninitialized;
	const struct vsx_addr *virt;
	struct vsx_addr room;

	virt = find(p->vn, &p->dst, &p->src, end, &c, &room);
	if (!virt)
		return NF_ACCEPT;
	if (likely(vsx_look_changes_nothing(&c, p->event, true)))
		return rewrite(p, &c, virt);
	return reply(p, &c, virt);
}
