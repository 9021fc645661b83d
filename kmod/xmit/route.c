// SPDX-License-Identifier: GPL-2.0-only
/*
 * route.c - where a packet goes next, and whether it may: route cache, hop limit, path MTU, output.
 *
 * A destination's cache has an entry for each CPU, which only that CPU uses, BH off. An entry has a reference to
 * its route; packets have none (skb_dst_set_noref()). A packet may go on with a route whose last reference is
 * dropped under it - by its own CPU, which has looked up another one, or by the destination's end - for the kernel
 * frees a route when a grace period has passed after that, and packets use theirs within one RCU section:
 * netfilter's, which spans our hook and dst_output() within it. Where a packet is kept longer, in the queue of a
 * device, of a neighbour or of userspace, whoever keeps it takes a reference, or does without
 * (skb_dst_force()), as with every forwarded packet, whose routes are not counted either. What goes on past the
 * hook, at LOCAL_OUT, gets one from us. A device that goes away does not wait for packets: the kernel
 * takes it out of the routes that name it, counted or not, and waits for a grace period.
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
#include <net/route.h>

#include "net.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "xmit/route.h"

/* @dst: with a reference, which the cache takes */
static struct dst_entry *keep(struct vsx_route *r, struct dst_entry *dst, u32 cookie,
			      const union nf_inet_addr *src)
{
	dst_release(r->next_hop);
	dst_release(r->dst);
	*r = (struct vsx_route){ .dst = dst, .cookie = cookie, .src = *src };
	return dst;
}

/* @flags: FLOWI_FLAG_* */
static struct dst_entry *lookup_ipv4(struct net *net, struct vsx_dest *dest, u8 flags)
{
	struct flowi4 fl4 = { .daddr = dest->addr.ip.ip, .flowi4_flags = flags };
	struct rtable *rt = ip_route_output_key(net, &fl4);

	if (IS_ERR(rt))
		return NULL;
	return keep(this_cpu_ptr(dest->routes), &rt->dst, 0, &(union nf_inet_addr){ .ip = fl4.saddr });
}

static struct dst_entry *keep_ipv6(struct vsx_dest *dest, struct dst_entry *dst, const struct in6_addr *src)
{
	return keep(this_cpu_ptr(dest->routes), dst,
		    rt6_get_cookie(container_of(dst, const struct rt6_info, dst)),
		    &(union nf_inet_addr){ .in6 = *src });
}

/* With a reference; NULL if there is none. @flags: FLOWI_FLAG_* */
static struct dst_entry *route_ipv6(struct net *net, const struct in6_addr *to, u8 flags)
{
	struct flowi6 fl6 = { .daddr = *to, .flowi6_flags = flags };
	struct dst_entry *dst = ip6_route_output(net, NULL, &fl6);

	if (likely(!dst->error))
		return dst;
	dst_release(dst);
	return NULL;
}

static struct dst_entry *lookup_ipv6(struct net *net, struct vsx_dest *dest)
{
	struct dst_entry *dst = route_ipv6(net, &dest->addr.ip.in6, 0);

	return dst ? keep_ipv6(dest, dst, &in6addr_any) : NULL;
}

/*
 * The kernel makes a copy for whoever asks, and takes its device out of it when that goes
 * (rt6_uncached_list_flush_dev()). But the copy has a reference to the entry of the routing table that it was made
 * from, and so to the device once more: that one is let go here, as the kernel does with those of its own copies whose
 * entry is deleted. It serves to see whether the copy is stale, which is seen from the route beside it instead. Nor is
 * it counted: like the kernel's routes of a CPU it is none of those that are thinned out when there are many. Anything
 * else that the lookup finds, where something has changed since, is for this packet alone.
 */
static struct dst_entry *lookup_next_hop_ipv6(struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct dst_entry *dst = route_ipv6(p->vn->net, &dest->addr.ip.in6, FLOWI_FLAG_KNOWN_NH);
	struct rt6_info *rt = container_of(dst, struct rt6_info, dst);
	struct vsx_route *r = this_cpu_ptr(dest->routes);

	if (!dst)
		return NULL;
	if (list_empty(&rt->vsx_rt6_uncached)) {
		p->held = dst;
		return dst;
	}
	fib6_info_release(unrcu_pointer(xchg(&rt->from, NULL)));
	dst->flags |= DST_NOCOUNT;
	dst_entries_add(dst->ops, -1);
	dst_release(r->next_hop);
	r->next_hop = dst;
	return dst;
}

/* The same with a source address; it takes longer to choose one. */
static struct dst_entry *lookup_ipv6_source(struct net *net, struct vsx_dest *dest)
{
	struct flowi6 fl6 = { .daddr = dest->addr.ip.in6 };
	struct dst_entry *dst;

	if (ip6_dst_lookup(net, NULL, &dst, &fl6))
		return NULL;
	return keep_ipv6(dest, dst, &fl6.saddr);
}

/**
 * vsx_route_lookup() - look the route to a destination up, and cache it.
 * @p: the packet
 * @dest: where to
 *
 * Return: as vsx_route_to().
 */
struct dst_entry *vsx_route_lookup(const struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct net *net = p->vn->net;

	return dest->addr.af == AF_INET ? lookup_ipv4(net, dest, 0) : lookup_ipv6(net, dest);
}

/**
 * vsx_route_lookup_next_hop() - the same, of a route that names the destination as the next hop.
 * @p: the packet
 * @dest: where to; the cache has a route to it that is not stale and does not
 *
 * Return: as vsx_route_to().
 */
struct dst_entry *vsx_route_lookup_next_hop(struct vsx_pkt *p, struct vsx_dest *dest)
{
	return dest->addr.af == AF_INET ? lookup_ipv4(p->vn->net, dest, FLOWI_FLAG_KNOWN_NH)
					: lookup_next_hop_ipv6(p, dest);
}

/**
 * vsx_route_lookup_source() - the same, and the source address that goes with the route.
 * @p: the packet
 * @dest: where to
 *
 * Return: as vsx_route_to().
 */
struct dst_entry *vsx_route_lookup_source(struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct net *net = p->vn->net;

	return dest->addr.af == AF_INET ? lookup_ipv4(net, dest, 0) : lookup_ipv6_source(net, dest);
}

/**
 * vsx_route_onwards() - the route to where a packet is addressed to, whatever brought it here.
 * @p: the packet
 *
 * Return: as vsx_route_to().
 */
struct dst_entry *vsx_route_onwards(struct vsx_pkt *p)
{
	struct net *net = p->vn->net;
	struct dst_entry *dst;

	if (vsx_pkt_af(p) == AF_INET) {
		struct flowi4 fl4 = { .daddr = p->dst.ip.ip };
		struct rtable *rt = ip_route_output_key(net, &fl4);

		if (IS_ERR(rt))
			return NULL;
		dst = &rt->dst;
	} else {
		dst = route_ipv6(net, &p->dst.ip.in6, 0);
	}
	p->held = dst;
	return dst;
}

/**
 * vsx_route_take_hop() - take one hop off.
 * @p: the packet, its header writable
 *
 * Return: false if it had none left; the sender has been told.
 */
bool vsx_route_take_hop(const struct vsx_pkt *p)
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

/* May what is larger than the way takes go in pieces? */
static bool may_go_in_pieces(const struct vsx_pkt *p, unsigned int mtu)
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
 * vsx_route_fits_in_pieces() - may a packet that is larger than its way takes be fragmented to fit?
 * @p: the packet
 * @mtu: what the way takes
 *
 * Return: true if it may go; otherwise the sender has been told the MTU.
 */
bool vsx_route_fits_in_pieces(const struct vsx_pkt *p, unsigned int mtu)
{
	struct sk_buff *skb = p->skb;

	if (may_go_in_pieces(p, mtu))
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
 * @reason: why
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_route_drop(const struct vsx_pkt *p, enum vsx_reason reason)
{
	unsigned int verdict = NF_DROP;

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
 * vsx_route_go_on() - let a rewritten packet go on through its hook.
 * @p: the packet
 * @dst: the new route
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_route_go_on(const struct vsx_pkt *p, struct dst_entry *dst)
{
	struct sk_buff *skb = p->skb;

	vsx_route_untrack(p);
	if (p->state->hook == NF_INET_LOCAL_OUT) {
		/* From socket to socket the old route serves, and tells the server the client's interface. */
		if (vsx_route_is_local(dst, vsx_pkt_af(p)) && vsx_route_is_local(skb_dst(skb), vsx_pkt_af(p)))
			return NF_ACCEPT;
		/* It goes on when this RCU section has ended. */
		skb_dst_drop(skb);
		skb_dst_set(skb, dst_clone(dst));
		return NF_ACCEPT;
	}
	skb_orphan(skb);	/* early demux looked for the virtual address */
	return NF_ACCEPT;
}

/**
 * vsx_route_up() - let a packet for a server on this machine go up to the socket, unchanged.
 * @p: the packet
 * @dest: the server
 * @reason: why it leaves
 *
 * What a client on the director sends is met again at LOCAL_IN, and counted there. From FORWARD there is no way up: an
 * ICMP error about a packet whose virtual address is only a mark's.
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_route_up(const struct vsx_pkt *p, struct vsx_dest *dest, enum vsx_reason reason)
{
	if (p->state->hook == NF_INET_LOCAL_OUT)
		return NF_ACCEPT;
	if (p->state->hook == NF_INET_FORWARD)
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE, NF_DROP);
	vsx_stats_in(dest->stats, p->len);
	return vsx_pkt_done(p, reason, NF_ACCEPT);
}
