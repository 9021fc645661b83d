// SPDX-License-Identifier: GPL-2.0-only
/*
 * route.c - where a packet goes next, and whether it may: route cache, hop limit, path MTU, output.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/gso.h>
#include <net/icmp.h>
#include <net/ip.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ip_fib.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/route.h>

#include "net.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "xmit/xmit.h"

static struct dst_entry *lookup_ipv4(struct net *net, struct vsx_dest *dest)
{
	struct flowi4 fl4 = { .daddr = dest->addr.ip.ip };
	struct rtable *rt = ip_route_output_key(net, &fl4);

	if (IS_ERR(rt))
		return NULL;
	dst_cache_set_ip4(&dest->route, &rt->dst, fl4.saddr);
	return &rt->dst;
}

static struct dst_entry *lookup_ipv6(struct net *net, struct vsx_dest *dest)
{
	struct flowi6 fl6 = { .daddr = dest->addr.ip.in6 };
	struct dst_entry *dst = ip6_route_output(net, NULL, &fl6);

	if (dst->error) {
		dst_release(dst);
		return NULL;
	}
	dst_cache_set_ip6(&dest->route, dst, &fl6.saddr);
	return dst;
}

/**
 * vsx_route_to() - the route to a destination.
 * @p: the packet
 * @dest: where to
 *
 * Return: the route, to be released or given to vsx_route_send(); NULL if there is none.
 */
struct dst_entry *vsx_route_to(const struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct dst_entry *dst = dst_cache_get(&dest->route);

	if (likely(dst))
		return dst;
	return dest->addr.af == AF_INET ? lookup_ipv4(p->vn->net, dest)
					: lookup_ipv6(p->vn->net, dest);
}

/**
 * vsx_route_is_local() - does a route end on this machine?
 * @p: the packet
 * @dst: the route, of the packet's family
 *
 * Return: true if so.
 */
bool vsx_route_is_local(const struct vsx_pkt *p, const struct dst_entry *dst)
{
	if (vsx_pkt_af(p) == AF_INET)
		return container_of(dst, const struct rtable, dst)->rt_flags & RTCF_LOCAL;
	return container_of(dst, const struct rt6_info, dst)->rt6i_flags & RTF_LOCAL;
}

/**
 * vsx_route_ttl() - take one hop off a packet that passes through.
 * @p: the packet, its IP header writable
 *
 * Return: false if it had none left; the sender has been told.
 */
bool vsx_route_ttl(const struct vsx_pkt *p)
{
	struct sk_buff *skb = p->skb;

	if (vsx_pkt_af(p) == AF_INET) {
		if (ip_hdr(skb)->ttl <= 1) {
			icmp_send(skb, ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, 0);
			return false;
		}
		ip_decrease_ttl(ip_hdr(skb));
		return true;
	}
	if (ipv6_hdr(skb)->hop_limit <= 1) {
		icmpv6_send(skb, ICMPV6_TIME_EXCEED, ICMPV6_EXC_HOPLIMIT, 0);
		return false;
	}
	ipv6_hdr(skb)->hop_limit--;
	return true;
}

/* The largest fragment a reassembled packet came in; it goes on in no larger ones. */
static unsigned int frag_max_size(const struct vsx_pkt *p)
{
	return vsx_pkt_af(p) == AF_INET ? IPCB(p->skb)->frag_max_size
					: IP6CB(p->skb)->frag_max_size;
}

static bool fits(const struct vsx_pkt *p, unsigned int mtu)
{
	const struct sk_buff *skb = p->skb;

	if (skb->len <= mtu)
		return true;
	if (vsx_pkt_af(p) == AF_INET && !(ip_hdr(skb)->frag_off & htons(IP_DF)))
		return true;
	if (frag_max_size(p) > mtu)
		return false;
	if (skb->ignore_df || (vsx_pkt_af(p) == AF_INET6 && frag_max_size(p)))
		return true;
	return skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu);
}

/**
 * vsx_route_own_dev() - name a device for an ICMP answer to a socket on this machine.
 * @p: the packet; at LOCAL_OUT it has none yet, and icmpv6_send() wants one
 */
void vsx_route_own_dev(const struct vsx_pkt *p)
{
	if (!p->skb->dev)
		p->skb->dev = skb_dst(p->skb)->dev;
}

/**
 * vsx_route_fits() - does a packet fit a route, or may it be fragmented to fit?
 * @p: the packet, not yet rewritten: the sender is to recognise what the error quotes
 * @dst: the route
 *
 * RFC 1191 and RFC 8201: otherwise the sender is told the route's MTU.
 *
 * Return: true if it may go.
 */
bool vsx_route_fits(const struct vsx_pkt *p, const struct dst_entry *dst)
{
	unsigned int mtu = dst_mtu(dst);
	struct sk_buff *skb = p->skb;

	if (fits(p, mtu))
		return true;
	vsx_route_own_dev(p);
	if (vsx_pkt_af(p) == AF_INET)
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
	else
		icmpv6_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
	return false;
}

/* Could the source address have a say in the route? Without rules of the administrator's it has not. */
static bool source_matters(const struct vsx_pkt *p)
{
	struct net *net = p->vn->net;

	if (vsx_pkt_af(p) == AF_INET)
		return fib4_has_custom_rules(net);
	return fib6_has_custom_rules(net) || fib6_routes_require_src(net);
}

/**
 * vsx_route_again() - route a reply by its new source address, where that can make a difference.
 * @p: the packet, rewritten
 *
 * Return: false if there is no route any more.
 */
bool vsx_route_again(const struct vsx_pkt *p)
{
	const struct nf_hook_state *s = p->state;

	if (s->hook == NF_INET_LOCAL_IN || likely(!source_matters(p)))
		return true;
	if (vsx_pkt_af(p) == AF_INET)
		return !ip_route_me_harder(s->net, s->sk, p->skb, RTN_LOCAL);
	return !ip6_route_me_harder(s->net, s->sk, p->skb);
}

/**
 * vsx_route_untrack() - let conntrack forget a packet it saw under another address.
 * @p: the packet, rewritten
 *
 * In either direction: otherwise it would confirm, at the end of LOCAL_IN or POST_ROUTING, an entry whose
 * replies it will never see under the address it expects. Unless net.ipv4.vs.conntrack is on: then it has been
 * told (ct.c).
 */
void vsx_route_untrack(const struct vsx_pkt *p)
{
	if (READ_ONCE(p->vn->tune.conntrack))
		return;
	nf_reset_ct(p->skb);
	nf_ct_set(p->skb, NULL, IP_CT_UNTRACKED);
}

/**
 * vsx_route_send() - let a rewritten packet go its new way.
 * @p: the packet
 * @dst: the new route; consumed
 *
 * A packet of our own socket goes on through LOCAL_OUT, one for a server on this machine up to the socket.
 * What passes through is sent from here, past the rest of LOCAL_IN.
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_route_send(const struct vsx_pkt *p, struct dst_entry *dst)
{
	struct sk_buff *skb = p->skb;

	vsx_route_untrack(p);
	if (p->state->hook == NF_INET_LOCAL_OUT) {
		/* From socket to socket the old route serves, and tells the server the client's interface. */
		if (vsx_route_is_local(p, dst) && vsx_route_is_local(p, skb_dst(skb))) {
			dst_release(dst);
			return NF_ACCEPT;
		}
		skb_dst_drop(skb);
		skb_dst_set(skb, dst);
		return NF_ACCEPT;
	}
	if (vsx_route_is_local(p, dst)) {
		dst_release(dst);
		skb_orphan(skb);	/* early demux looked for the virtual address */
		return NF_ACCEPT;
	}
	skb_dst_drop(skb);
	skb_dst_set(skb, dst);
	skb_forward_csum(skb);
	skb_clear_tstamp(skb);
	skb_orphan(skb);
	dst_output(p->vn->net, NULL, skb);
	return NF_STOLEN;
}
