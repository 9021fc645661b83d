// SPDX-License-Identifier: GPL-2.0-only
/*
 * refuse.c - answers that say no at once: a TCP reset, an SCTP ABORT, or ICMP port unreachable.
 */
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv4.h>
#include <net/icmp.h>
#include <net/netfilter/ipv4/nf_reject.h>
#include <net/netfilter/ipv6/nf_reject.h>

#include "net.h"
#include "path/pkt.h"
#include "xmit/sctp.h"
#include "xmit/route.h"
#include "xmit/xmit.h"

static void refuse_tcp(const struct vsx_pkt *p)
{
	const struct nf_hook_state *s = p->state;

	if (vsx_pkt_af(p) == AF_INET)
		nf_send_reset(s->net, s->sk, p->skb, s->hook);
	else
		nf_send_reset6(s->net, s->sk, p->skb, s->hook);
}

/**
 * vsx_refuse() - answer a packet that no server is there for.
 * @p: the packet; it is not consumed
 *
 * Context: BH off, LOCAL_IN or LOCAL_OUT.
 */
void vsx_refuse(const struct vsx_pkt *p)
{
	vsx_route_own_dev(p);
	if (p->proto == IPPROTO_TCP)
		refuse_tcp(p);
	else if (p->proto == IPPROTO_SCTP)
		vsx_sctp_abort(p);
	else if (vsx_pkt_af(p) == AF_INET)
		icmp_send(p->skb, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0);
	else
		icmpv6_send(p->skb, ICMPV6_DEST_UNREACH, ICMPV6_PORT_UNREACH, 0);
}
