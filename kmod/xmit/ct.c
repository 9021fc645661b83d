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

/* The entry that is the packet's own: nobody else knows it yet. NULL if there is none. */
static struct nf_conn *own_entry(const struct vsx_pkt *p)
{
	enum ip_conntrack_info info;
	struct nf_conn *ct;

	if (!READ_ONCE(p->vn->tune.conntrack))
		return NULL;
	ct = nf_ct_get(p->skb, &info);
	return ct && !nf_ct_is_confirmed(ct) && CTINFO2DIR(info) == IP_CT_DIR_ORIGINAL ? ct : NULL;
}

/**
 * vsx_ct_expect() - let conntrack expect replies of the server a request goes to.
 * @p: the request, not yet rewritten
 * @dest: its server
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_ct_expect(const struct vsx_pkt *p, const struct vsx_dest *dest)
{
	struct nf_conn *ct = own_entry(p);
	struct nf_conntrack_tuple *reply;

	if (!ct)
		return;
	reply = &ct->tuplehash[IP_CT_DIR_REPLY].tuple;
	reply->src.u3 = dest->addr.ip;
	if (dest->addr.port && reply->src.u.all)	/* otherwise the client's choice stays, or there is no port */
		reply->src.u.all = dest->addr.port;
}

/**
 * vsx_ct_keep() - let conntrack keep the entry of a packet that goes on inside another.
 * @p: the packet, as it came
 *
 * Outside POST_ROUTING will see a packet of the director's own, and this one's entry would be made anew for each of
 * its flow. What comes of it is no matter to the packet, of which conntrack knows no more then: that is about what is
 * inside.
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_ct_keep(const struct vsx_pkt *p)
{
	const struct nf_ct_hook *hook = rcu_dereference(nf_ct_hook);

	if (hook && own_entry(p))
		hook->confirm(p->skb);
	nf_reset_ct(p->skb);
}
