// SPDX-License-Identifier: GPL-2.0-only
/*
 * icmp.c - ICMP errors about packets of ours, in both directions and both families.
 *
 * Whose it is follows from the packet it quotes: one from a virtual address to a client was a reply, and
 * the error is for the server; one to a server's address was a request, and the error is for the client.
 * An error does not step the connection: it proves nothing about either end (RFC 5927).
 */
#include <linux/netfilter.h>

#include "conn/conn.h"
#include "net.h"
#include "path/path.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "svc/svc.h"
#include "xmit/xmit.h"

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
	struct vsx_conn c;

	if (!vsx_pkt_parse_quoted(p, &quoted))
		return NF_ACCEPT;
	svc = vsx_svc_of(&p->vn->fronts, &quoted.src);
	if (svc) {
		vsx_conn_key(&c, p->vn, &quoted.dst, svc->front.id);
		if (vsx_conn_find(&c))
			return vsx_nat_icmp_to_server(p, &quoted, c.dest);
	}
	end = vsx_end_of(&p->vn->ends, &quoted.dst);
	if (end) {
		vsx_conn_key(&c, p->vn, &quoted.src, end->node.id);
		if (vsx_conn_find(&c))
			return vsx_nat_icmp_to_client(p, &quoted, c.dest);
	}
	return NF_ACCEPT;
}
