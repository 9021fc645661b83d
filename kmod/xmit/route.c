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

/* @flags: FLOWI_FLAG_*; @src: filled with the source that goes with the route */
static struct dst_entry *lookup_ipv4(struct net *net, struct vsx_dest *dest, u8 flags, __be32 *src)
{
	struct flowi4 fl4 = { .daddr = dest->addr.ip.ip, .flowi4_flags = flags };
	struct rtable *rt = ip_route_output_key(net, &fl4);

	if (IS_ERR(rt))
		return NULL;
	dst_cache_set_ip4(&dest->route, &rt->dst, fl4.saddr);
	*src = fl4.saddr;
	return &rt->dst;
}

/*
 * A route that names a next hop of the director's own link is a private copy in IPv6, which keeps its device alive
 * as long as it lives itself: it must not be kept.
 */
static struct dst_entry *lookup_ipv6(struct net *net, struct vsx_dest *dest, u8 flags)
{
	struct flowi6 fl6 = { .daddr = dest->addr.ip.in6, .flowi6_flags = flags };
	struct dst_entry *dst = ip6_route_output(net, NULL, &fl6);

	if (dst->error) {
		dst_release(dst);
		return NULL;
	}
	if (!flags)
		dst_cache_set_ip6(&dest->route, dst, &fl6.saddr);
	return dst;
}

/* The same with a source address; it takes longer to choose one. */
static struct dst_entry *lookup_ipv6_source(struct net *net, struct vsx_dest *dest,
					    struct in6_addr *src)
{
	struct flowi6 fl6 = { .daddr = dest->addr.ip.in6 };
	struct dst_entry *dst;

	if (ip6_dst_lookup(net, NULL, &dst, &fl6))
		return NULL;
	dst_cache_set_ip6(&dest->route, dst, &fl6.saddr);
	*src = fl6.saddr;
	return dst;
}

static struct dst_entry *lookup(const struct vsx_pkt *p, struct vsx_dest *dest, u8 flags)
{
	__be32 src;

	return dest->addr.af == AF_INET ? lookup_ipv4(p->vn->net, dest, flags, &src)
					: lookup_ipv6(p->vn->net, dest, flags);
}

/**
 * vsx_route_to() - the route to a destination, for packets addressed to it.
 * @p: the packet
 * @dest: where to
 *
 * Return: the route, to be released or given to vsx_route_send(); NULL if there is none.
 */
struct dst_entry *vsx_route_to(const struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct dst_entry *dst = dst_cache_get(&dest->route);

	return likely(dst) ? dst : lookup(p, dest, 0);
}

/* Or does it take the neighbour of that name for the next hop, whatever the packet's destination? */
static bool names_next_hop(const struct dst_entry *dst)
{
	if (dst->ops->family == AF_INET)
		return container_of(dst, const struct rtable, dst)->rt_gw_family;
	return container_of(dst, const struct rt6_info, dst)->rt6i_flags & (RTF_GATEWAY | RTF_CACHE);
}

/**
 * vsx_route_next_hop() - the route to a destination, for packets that are addressed elsewhere.
 * @p: the packet
 * @dest: where to
 *
 * On a link of the director's own a route as others use it leads to the neighbour with the packet's
 * destination address. This one leads to the destination's.
 *
 * Return: as vsx_route_to().
 */
struct dst_entry *vsx_route_next_hop(const struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct dst_entry *dst = vsx_route_to(p, dest);

	if (likely(!dst || names_next_hop(dst) || vsx_route_is_local(dst)))
		return dst;
	dst_release(dst);
	return lookup(p, dest, FLOWI_FLAG_KNOWN_NH);
}

/**
 * vsx_route_tunnel() - the route to a destination, for packets of the director's own.
 * @p: the packet
 * @dest: where to
 * @src: the source address that goes with it
 *
 * Return: as vsx_route_to().
 */
struct dst_entry *vsx_route_tunnel(const struct vsx_pkt *p, struct vsx_dest *dest,
				   union nf_inet_addr *src)
{
	struct dst_entry *dst;
	struct rtable *rt;

	if (dest->addr.af == AF_INET) {
		rt = dst_cache_get_ip4(&dest->route, &src->ip);
		return likely(rt) ? &rt->dst : lookup_ipv4(p->vn->net, dest, 0, &src->ip);
	}
	dst = dst_cache_get_ip6(&dest->route, &src->in6);
	if (likely(dst && !ipv6_addr_any(&src->in6)))
		return dst;
	dst_release(dst);
	return lookup_ipv6_source(p->vn->net, dest, &src->in6);
}

/**
 * vsx_route_onwards() - the route to where a packet is addressed to, whatever brought it here.
 * @p: the packet
 *
 * Return: the route, to be released or given to vsx_route_output(); NULL if there is none.
 */
struct dst_entry *vsx_route_onwards(const struct vsx_pkt *p)
{
	struct net *net = p->vn->net;
	struct dst_entry *dst;

	if (vsx_pkt_af(p) == AF_INET) {
		struct flowi4 fl4 = { .daddr = p->dst.ip.ip };
		struct rtable *rt = ip_route_output_key(net, &fl4);

		return IS_ERR(rt) ? NULL : &rt->dst;
	}
	dst = ip6_route_output(net, NULL, &(struct flowi6){ .daddr = p->dst.ip.in6 });
	if (!dst->error)
		return dst;
	dst_release(dst);
	return NULL;
}

/**
 * vsx_route_is_local() - does a route end on this machine?
 * @dst: the route
 *
 * Return: true if so.
 */
bool vsx_route_is_local(const struct dst_entry *dst)
{
	if (dst->ops->family == AF_INET)
		return container_of(dst, const struct rtable, dst)->rt_flags & RTCF_LOCAL;
	return container_of(dst, const struct rt6_info, dst)->rt6i_flags & RTF_LOCAL;
}

/* Take one hop off. False if it had none left; the sender has been told. */
static bool take_hop(const struct vsx_pkt *p)
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

/**
 * vsx_route_pass() - make a packet ready to leave.
 * @p: the packet
 * @dst: its route
 *
 * What comes from outside and goes outside loses a hop, whatever the method (RFC 1812, 5.3.1; RFC 2003, 3.1), so
 * that a packet that goes in circles comes to an end. It needs room for another link header.
 *
 * Return: VSX_REASON_FORWARDED, or why it cannot go.
 */
enum vsx_reason vsx_route_pass(const struct vsx_pkt *p, const struct dst_entry *dst)
{
	if (p->state->hook != NF_INET_LOCAL_IN || vsx_route_is_local(dst))
		return VSX_REASON_FORWARDED;
	if (!vsx_make_writable(p->skb, p->l4) || skb_cow(p->skb, LL_RESERVED_SPACE(dst->dev)))
		return VSX_REASON_NO_MEMORY;
	return take_hop(p) ? VSX_REASON_FORWARDED : VSX_REASON_TTL;
}

/* The largest fragment a reassembled packet came in; it goes on in no larger ones. */
static unsigned int frag_max_size(const struct vsx_pkt *p)
{
	return vsx_pkt_af(p) == AF_INET ? IPCB(p->skb)->frag_max_size
					: IP6CB(p->skb)->frag_max_size;
}

/* May what is larger than the way takes go in pieces? */
static bool fits_in_pieces(const struct vsx_pkt *p, unsigned int mtu)
{
	const struct sk_buff *skb = p->skb;

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
 * vsx_route_fits() - does a packet fit its way, or may it be fragmented to fit?
 * @p: the packet, not yet changed: the sender is to recognise what the error quotes
 * @mtu: what the way takes
 *
 * RFC 1191 and RFC 8201: otherwise the sender is told the MTU.
 *
 * Return: true if it may go.
 */
bool vsx_route_fits(const struct vsx_pkt *p, unsigned int mtu)
{
	struct sk_buff *skb = p->skb;

	if (likely(skb->len <= mtu) || fits_in_pieces(p, mtu))
		return true;
	vsx_route_own_dev(p);
	if (vsx_pkt_af(p) == AF_INET)
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
	else
		icmpv6_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
	return false;
}

/**
 * vsx_route_drop() - a packet that cannot go its way.
 * @p: the packet
 * @dst: its route; consumed
 * @reason: why
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_route_drop(const struct vsx_pkt *p, struct dst_entry *dst, enum vsx_reason reason)
{
	unsigned int verdict = NF_DROP;

	dst_release(dst);
	if (reason == VSX_REASON_TOO_BIG && p->state->hook == NF_INET_LOCAL_OUT)
		verdict = NF_DROP_ERR(-EMSGSIZE);
	return vsx_pkt_done(p, reason, verdict);
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
 * vsx_route_forget() - let conntrack forget a packet, whatever is configured.
 * @p: the packet; in a tunnel it is another, of the director's own, that NAT must not take for the client's
 */
void vsx_route_forget(const struct vsx_pkt *p)
{
	nf_reset_ct(p->skb);
	nf_ct_set(p->skb, NULL, IP_CT_UNTRACKED);
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
	if (!READ_ONCE(p->vn->tune.conntrack))
		vsx_route_forget(p);
}

/**
 * vsx_route_output() - send a packet out past the rest of its hook.
 * @p: the packet
 * @dst: the new route; consumed
 *
 * Return: NF_STOLEN.
 */
unsigned int vsx_route_output(const struct vsx_pkt *p, struct dst_entry *dst)
{
	struct sk_buff *skb = p->skb;

	vsx_route_untrack(p);
	skb_dst_drop(skb);
	skb_dst_set(skb, dst);
	skb_forward_csum(skb);
	/* What a socket of this machine sends stays on its account, and keeps the time it asked for. */
	if (p->state->hook == NF_INET_LOCAL_IN) {
		skb_clear_tstamp(skb);
		skb_orphan(skb);
	}
	dst_output(p->vn->net, NULL, skb);
	return NF_STOLEN;
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

	if (p->state->hook == NF_INET_LOCAL_IN && !vsx_route_is_local(dst))
		return vsx_route_output(p, dst);
	vsx_route_untrack(p);
	if (p->state->hook == NF_INET_LOCAL_OUT) {
		/* From socket to socket the old route serves, and tells the server the client's interface. */
		if (vsx_route_is_local(dst) && vsx_route_is_local(skb_dst(skb))) {
			dst_release(dst);
			return NF_ACCEPT;
		}
		skb_dst_drop(skb);
		skb_dst_set(skb, dst);
		return NF_ACCEPT;
	}
	dst_release(dst);
	skb_orphan(skb);	/* early demux looked for the virtual address */
	return NF_ACCEPT;
}

/**
 * vsx_route_up() - let a packet for a server on this machine go up to the socket, unchanged.
 * @p: the packet
 * @dst: the route to the server; consumed
 * @dest: the server
 * @reason: why it leaves
 *
 * What a client on the director sends is met again at LOCAL_IN, and counted there.
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_route_up(const struct vsx_pkt *p, struct dst_entry *dst, struct vsx_dest *dest,
			  enum vsx_reason reason)
{
	dst_release(dst);
	if (p->state->hook == NF_INET_LOCAL_OUT)
		return NF_ACCEPT;
	vsx_stats_in(dest->stats, p->len);
	return vsx_pkt_done(p, reason, NF_ACCEPT);
}
