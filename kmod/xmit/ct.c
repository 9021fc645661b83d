// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct.c - connection tracking of what is load-balanced, if net.ipv4.vs.conntrack asks for it.
 *
 * Conntrack has seen the client's packet under the virtual address, and would wait for replies from there. It is
 * told to wait for the server's, before anybody else knows the entry: then NAT at POST_ROUTING applies to the packet
 * (masquerading towards the servers, as kube-proxy has it), replies are established, and are taken back.
 */
#include <net/netfilter/nf_conntrack.h>

#include "net.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "xmit/xmit.h"

/**
 * vsx_ct_expect() - let conntrack expect replies of the server a request goes to.
 * @p: the request, not yet rewritten
 * @dest: its server
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_ct_expect(const struct vsx_pkt *p, const struct vsx_dest *dest)
{
	enum ip_conntrack_info info;
	struct nf_conntrack_tuple *reply;
	struct nf_conn *ct;

	if (!READ_ONCE(p->vn->tune.conntrack))
		return;
	ct = nf_ct_get(p->skb, &info);
	/* An entry that is not confirmed is this packet's own. */
	if (!ct || nf_ct_is_confirmed(ct) || CTINFO2DIR(info) != IP_CT_DIR_ORIGINAL)
		return;
	reply = &ct->tuplehash[IP_CT_DIR_REPLY].tuple;
	reply->src.u3 = dest->addr.ip;
	if (dest->addr.port && reply->src.u.all)	/* otherwise the client's choice stays, or there is no port */
		reply->src.u.all = dest->addr.port;
}
