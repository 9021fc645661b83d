// SPDX-License-Identifier: GPL-2.0-only
/*
 * icmp.c - ICMP errors about packets of ours, in both directions and both families.
 *
 * Whose it is follows from the packet it quotes: one from a virtual address to a client was a reply, and
 * the error is for the server; one to a server's address was a request, and the error is for the client. One
 * of the director's own that has a request within is about the way through a tunnel.
 * An error does not step the connection: it proves nothing about either end (RFC 5927).
 *
 * A director that has taken over from another does not know its connections; servers that answer clients themselves
 * go on, and need to hear of path MTUs. With net.ipv4.vs.schedule_icmp an error about a reply that nobody here has
 * asked for goes where the scheduler would send its client: with one that hashes, to the server that sent it. It
 * opens no connection, which in-tree ip_vs does: whoever can send an ICMP message could open as many as it likes.
 */
#include <linux/netfilter.h>

#include "conn/conn.h"
#include "conn/full.h"
#include "net.h"
#include "path/path.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "svc/svc.h"
#include "xmit/xmit.h"

/* The server that sent the reply takes the error the way it takes requests. */
static unsigned int to_server(struct vsx_pkt *p, struct vsx_pkt *quoted, struct vsx_dest *dest,
			      unsigned int method)
{
	switch (method) {
	case VSX_METHOD_DR:
		return vsx_dr_send(p, dest, VSX_REASON_ICMP_TO_SERVER);
	case VSX_METHOD_TUNNEL:
		return vsx_tun_send(p, dest, VSX_REASON_ICMP_TO_SERVER);
	default:
		return vsx_nat_icmp_to_server(p, quoted, dest);
	}
}

/*
 * An error about a packet that we sent through a tunnel: it quotes that, and within it what the client sent. Only
 * what names a connection of ours, on its way to the server it has, can be one.
 */
static unsigned int about_tunnel(struct vsx_pkt *p)
{
	struct vsx_pkt outer, inner;
	struct vsx_conn c;
	unsigned int at;

	if (p->state->hook != NF_INET_LOCAL_IN)
		return NF_ACCEPT;
	at = vsx_pkt_parse_tunnelled(p, &outer, &inner);
	if (!at)
		return NF_ACCEPT;
	if (!vsx_find_request(&c, p->vn, &inner.src, &inner.dst) ||
	    vsx_value_method(c.word) != VSX_METHOD_TUNNEL || c.dest->addr.af != outer.dst.af ||
	    memcmp(&c.dest->addr.ip, &outer.dst.ip, sizeof(outer.dst.ip)))
		return NF_ACCEPT;
	return vsx_tun_error(p, &inner, at, c.dest);
}

/* About a packet of no known connection: perhaps a reply of one that another director has opened. */
static unsigned int about_unknown(struct vsx_pkt *p, struct vsx_pkt *quoted)
{
	struct vsx_pkt request = *quoted;
	struct vsx_dest *dest = NULL;
	struct vsx_svc *svc;

	if (!READ_ONCE(p->vn->tune.schedule_icmp) || p->state->hook != NF_INET_LOCAL_IN)
		return about_tunnel(p);
	swap(request.src, request.dst);
	svc = vsx_service_of(&request);
	if (svc && !READ_ONCE(svc->is_removed))
		dest = vsx_choose(&request, svc, vsx_now());
	if (!dest)
		return about_tunnel(p);
	return to_server(p, quoted, dest, READ_ONCE(dest->method));
}

/* Connections of marks and of all ports, which are found without their service. */
static unsigned int about_full(struct vsx_pkt *p, struct vsx_pkt *quoted)
{
	struct vsx_addr virt;
	struct vsx_end *end;
	struct vsx_conn c;

	vsx_full_request_key(&c, p->vn, &quoted->dst, &quoted->src);
	if (vsx_conn_find(&c))
		return to_server(p, quoted, c.dest, vsx_value_method(c.word));
	end = vsx_end_of_full(&p->vn->ends, &quoted->dst);
	if (!end)
		return about_unknown(p, quoted);
	vsx_full_reply_key(&c, p->vn, &quoted->src, &quoted->dst, end->node.id);
	if (!vsx_conn_find(&c))
		return about_unknown(p, quoted);
	vsx_full_reply_virt(c.slot->key, &virt);
	return vsx_nat_icmp_to_client(p, quoted, c.dest, &virt);
}

/**
 * vsx_icmp() - an ICMP error.
 * @p: the error
 *
 * Context: BH off, under rcu_read_lock().
 * Return: netfilter verdict.
 */
unsigned int vsx_icmp(struct vsx_pkt *p)
{
	struct vsx_pkt quoted;
	struct vsx_svc *svc;
	struct vsx_end *end;
	struct vsx_conn c __uninitialized;

	if (!vsx_pkt_parse_quoted(p, &quoted))
		return about_tunnel(p);
	svc = vsx_svc_of(&p->vn->fronts, &quoted.src);
	if (svc) {
		vsx_conn_key(&c, p->vn, &quoted.dst, svc->front.id);
		if (vsx_conn_find(&c))
			return to_server(p, &quoted, c.dest, vsx_value_method(c.word));
	}
	end = vsx_end_of(&p->vn->ends, &quoted.dst);
	if (end) {
		vsx_conn_key(&c, p->vn, &quoted.src, end->node.id);
		if (vsx_conn_find(&c))
			return vsx_nat_icmp_to_client(p, &quoted, c.dest, &c.dest->svc->front.addr);
	}
	return unlikely(READ_ONCE(p->vn->n_full)) ? about_full(p, &quoted) : about_unknown(p, &quoted);
}
