// SPDX-License-Identifier: GPL-2.0-only
/*
 * out.c - replies: a packet from a server's address.
 */
#include <linux/netfilter.h>

#include "conn/conn.h"
#include "net.h"
#include "path/path.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "xmit/xmit.h"

/**
 * vsx_out() - a packet from an endpoint.
 * @p: the packet
 * @end: the endpoint
 *
 * Not everything a server sends is a reply of ours: what has no connection goes its way.
 *
 * Context: BH off, under rcu_read_lock().
 * Return: netfilter verdict.
 */
unsigned int vsx_out(struct vsx_pkt *p, struct vsx_end *end)
{
	struct vsx_conn c;

	vsx_conn_key(&c, p->vn, &p->dst, end->node.id);
	if (!vsx_conn_find(&c))
		return NF_ACCEPT;
	vsx_conn_reply(&c, &p->dst, p->tcp_flags);
	return vsx_nat_reply(p, c.dest);
}
