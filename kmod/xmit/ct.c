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

/* Is it this server an entry waits for? Without a port the client's choice stays, or there is none. */
static bool waits_for(const struct nf_conntrack_tuple *reply, const struct vsx_dest *dest)
{
	return nf_inet_addr_cmp(&reply->src.u3, &dest->addr.ip) &&
	       (!dest->addr.port || !reply->src.u.all || reply->src.u.all == dest->addr.port);
}

/**
 * vsx_ct_expect() - let conntrack expect replies of the server a request goes to.
 * @p: the request, not yet rewritten
 * @dest: its server
 *
 * The entry of a flow that has been moved to another server waits for the one before, and once others know it nobody
 * can change that: NAT would not take the replies back. So it expires, as conntrack's own collector sees it at the next
 * look, and the flow's next packet makes an entry of its own.
 *
 * Context: BH off, under rcu_read_lock().
 * Return: false if the packet cannot go on because of that.
 */
bool vsx_ct_expect(const struct vsx_pkt *p, const struct vsx_dest *dest)
{
	enum ip_conntrack_info info;
	struct nf_conn *ct = nf_ct_get(p->skb, &info);
	struct nf_conntrack_tuple *reply;

	if (!ct || CTINFO2DIR(info) != IP_CT_DIR_ORIGINAL)
		return true;
	reply = &ct->tuplehash[IP_CT_DIR_REPLY].tuple;
	if (waits_for(reply, dest))
		return true;
	if (nf_ct_is_confirmed(ct)) {
		/* Each datagram goes elsewhere: nothing has moved. */
		if (READ_ONCE(dest->svc->is_one_packet) && p->proto == IPPROTO_UDP)
			return true;
		WRITE_ONCE(ct->timeout, nfct_time_stamp);
		return false;
	}
	reply->src.u3 = dest->addr.ip;
	if (dest->addr.port && reply->src.u.all)
		reply->src.u.all = dest->addr.port;
	return true;
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
	enum ip_conntrack_info info;
	struct nf_conn *ct = nf_ct_get(p->skb, &info);

	if (hook && ct && !nf_ct_is_confirmed(ct) && CTINFO2DIR(info) == IP_CT_DIR_ORIGINAL)
		hook->confirm(p->skb);
	nf_reset_ct(p->skb);
}
