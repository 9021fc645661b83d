/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * route.h - where a packet goes next, and whether it may: route cache, hop limit, path MTU, output.
 *
 * A route in a packet's hand is borrowed, without a count: whatever a packet does, it reads what its CPU has cached.
 * Why that is right: head of route.c.
 */
#ifndef VSX_XMIT_ROUTE_H
#define VSX_XMIT_ROUTE_H

#include <linux/netdevice.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/ip6_fib.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/route.h>

#include "net.h"
#include "path/pkt.h"
#include "stats/stats.h"
#include "svc/dest.h"
#include "svc/routes.h"

/* All of the following: BH off, under rcu_read_lock(); verdicts are netfilter's, reasons counted. */

struct dst_entry *vsx_route_lookup(const struct vsx_pkt *p, struct vsx_dest *dest);
struct dst_entry *vsx_route_lookup_next_hop(struct vsx_pkt *p, struct vsx_dest *dest);
struct dst_entry *vsx_route_lookup_source(struct vsx_pkt *p, struct vsx_dest *dest);
struct dst_entry *vsx_route_onwards(struct vsx_pkt *p);
void vsx_route_own_dev(const struct vsx_pkt *p);
bool vsx_route_fits_in_pieces(const struct vsx_pkt *p, unsigned int mtu);
bool vsx_route_take_hop(const struct vsx_pkt *p);
unsigned int vsx_route_drop(const struct vsx_pkt *p, enum vsx_reason reason);
bool vsx_route_again(const struct vsx_pkt *p);
unsigned int vsx_route_go_on(const struct vsx_pkt *p, struct dst_entry *dst);
unsigned int vsx_route_up(const struct vsx_pkt *p, struct vsx_dest *dest, enum vsx_reason reason);

/* Most packets are linear and nobody else's: that is seen without a call. */
static inline bool vsx_make_writable(struct sk_buff *skb, unsigned int len)
{
	return likely(len <= skb_headlen(skb) && !skb_cloned(skb)) || !skb_ensure_writable(skb, len);
}

/**
 * vsx_route_is_local() - does a route end on this machine?
 * @dst: the route
 * @af: its family; dst->ops->family is two reads away
 *
 * Return: true if so.
 */
static inline bool vsx_route_is_local(const struct dst_entry *dst, u8 af)
{
	if (likely(af == AF_INET))
		return container_of(dst, const struct rtable, dst)->rt_flags & RTCF_LOCAL;
	return container_of(dst, const struct rt6_info, dst)->rt6i_flags & RTF_LOCAL;
}

/* The cached route, if it is still what a lookup would find. Of IPv4 that is seen without a call. */
static __always_inline struct dst_entry *vsx_route_cached(const struct vsx_pkt *p,
							  const struct vsx_dest *dest)
{
	const struct vsx_route *r = this_cpu_ptr(dest->routes);
	struct dst_entry *dst = r->dst;

	if (unlikely(!dst))
		return NULL;
	if (dest->addr.af != AF_INET)
		return dst_check(dst, r->cookie);
	if (likely(READ_ONCE(dst->obsolete) == DST_OBSOLETE_FORCE_CHK &&
		   container_of(dst, struct rtable, dst)->rt_genid == rt_genid_ipv4(p->vn->net)))
		return dst;
	return NULL;
}

/**
 * vsx_route_to() - the route to a destination, for packets addressed to it.
 * @p: the packet
 * @dest: where to
 *
 * Return: the route, borrowed until the packet has left; NULL if there is none.
 */
static __always_inline struct dst_entry *vsx_route_to(struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct dst_entry *dst = vsx_route_cached(p, dest);

	return likely(dst) ? dst : vsx_route_lookup(p, dest);
}

/**
 * vsx_route_tunnel() - the route to a destination, for packets of the director's own.
 * @p: the packet
 * @dest: where to
 * @src: the source address that goes with it
 *
 * Return: as vsx_route_to().
 */
static __always_inline struct dst_entry *vsx_route_tunnel(struct vsx_pkt *p, struct vsx_dest *dest,
							  union nf_inet_addr *src)
{
	const struct vsx_route *r = this_cpu_ptr(dest->routes);
	struct dst_entry *dst = vsx_route_cached(p, dest);

	if (unlikely(!dst || (dest->addr.af == AF_INET6 && ipv6_addr_any(&r->src.in6))))
		dst = vsx_route_lookup_source(p, dest);
	*src = r->src;
	return dst;
}

/* Or does it take the neighbour of that name for the next hop, whatever the packet's destination? */
static inline bool vsx_route_names_next_hop(const struct dst_entry *dst, u8 af)
{
	if (likely(af == AF_INET))
		return container_of(dst, const struct rtable, dst)->rt_gw_family;
	return container_of(dst, const struct rt6_info, dst)->rt6i_flags & (RTF_GATEWAY | RTF_CACHE);
}

/**
 * vsx_route_next_hop() - the route to a destination, for packets that are addressed elsewhere.
 * @p: the packet
 * @dest: where to
 *
 * On a link of the director's own a route as others use it leads to the neighbour with the packet's
 * destination address. This one leads to the destination's. One that a device has wanted smaller packets for is
 * looked up again, as nobody says when it takes larger ones.
 *
 * Return: as vsx_route_to().
 */
static inline struct dst_entry *vsx_route_next_hop(struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct dst_entry *dst = vsx_route_to(p, dest), *next_hop;

	if (likely(!dst || vsx_route_names_next_hop(dst, dest->addr.af) ||
		   vsx_route_is_local(dst, dest->addr.af)))
		return dst;
	next_hop = this_cpu_ptr(dest->routes)->next_hop;
	if (likely(next_hop &&
		   !(container_of(next_hop, const struct rt6_info, dst)->rt6i_flags & RTF_MODIFIED)))
		return next_hop;
	return vsx_route_lookup_next_hop(p, dest);
}

/**
 * vsx_route_mtu() - what a route takes.
 * @dst: the route
 * @af: its family
 *
 * dst_mtu(); without a call if it is the device's, of IPv4.
 *
 * Return: bytes.
 */
static inline unsigned int vsx_route_mtu(const struct dst_entry *dst, u8 af)
{
	const struct rtable *rt = container_of(dst, const struct rtable, dst);

	if (unlikely(af != AF_INET || rt->rt_mtu_locked || rt->rt_pmtu ||
		     dst_metric_raw(dst, RTAX_MTU) || dst->lwtstate))
		return dst_mtu(dst);
	return min_t(unsigned int, READ_ONCE(dst->dev->mtu), IP_MAX_MTU);
}

/**
 * vsx_route_hops() - how far packets of the director's own may go by a route.
 * @p: the packet they are for
 * @dst: the route
 * @af: its family
 *
 * ip4_dst_hoplimit() asks the route's device for its namespace, which we know.
 *
 * Return: hops.
 */
static inline u8 vsx_route_hops(const struct vsx_pkt *p, struct dst_entry *dst, u8 af)
{
	if (likely(af == AF_INET))
		return dst_metric_raw(dst, RTAX_HOPLIMIT) ?:
		       READ_ONCE(p->vn->net->ipv4.sysctl_ip_default_ttl);
	return ip6_dst_hoplimit(dst);
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
static inline bool vsx_route_fits(const struct vsx_pkt *p, unsigned int mtu)
{
	return likely(p->skb->len <= mtu) || vsx_route_fits_in_pieces(p, mtu);
}

/**
 * vsx_route_pass() - make a packet ready to leave.
 * @p: the packet
 * @dst: its route, not to this machine
 * @room: bytes that it gets in front of its header; 0 if it stays as long as it is
 *
 * What comes from outside and goes outside loses a hop, whatever the method (RFC 1812, 5.3.1; RFC 2003, 3.1), so
 * that a packet that goes in circles comes to an end. It needs room for another link header, and its own to be
 * writable, which is in the linear part.
 *
 * Return: VSX_REASON_FORWARDED, or why it cannot go.
 */
static __always_inline enum vsx_reason vsx_route_pass(const struct vsx_pkt *p, const struct dst_entry *dst,
						      unsigned int room)
{
	struct sk_buff *skb = p->skb;

	if (unlikely(p->state->hook != NF_INET_LOCAL_IN)) {
		if (room && skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) + room))
			return VSX_REASON_NO_MEMORY;
		return VSX_REASON_FORWARDED;
	}
	if (unlikely(skb_cow(skb, LL_RESERVED_SPACE(dst->dev) + room)))
		return VSX_REASON_NO_MEMORY;
	if (likely(vsx_pkt_af(p) == AF_INET && ip_hdr(skb)->ttl > 1)) {
		ip_decrease_ttl(ip_hdr(skb));
		return VSX_REASON_FORWARDED;
	}
	return vsx_route_take_hop(p) ? VSX_REASON_FORWARDED : VSX_REASON_TTL;
}

/**
 * vsx_route_untrack() - let conntrack forget a packet it saw under another address.
 * @p: the packet, rewritten
 *
 * In either direction: otherwise it would confirm, at the end of LOCAL_IN or POST_ROUTING, an entry whose
 * replies it will never see under the address it expects. Unless net.ipv4.vs.conntrack is on: then it has been
 * told (ct.c).
 */
static inline void vsx_route_untrack(const struct vsx_pkt *p)
{
	struct sk_buff *skb = p->skb;

	if (READ_ONCE(p->vn->tune.conntrack))
		return;
	nf_conntrack_put(skb_nfct(skb));
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
}

/**
 * vsx_route_output() - send a packet out past the rest of its hook.
 * @p: the packet
 * @dst: the new route
 * @is_ours: a socket of this machine has sent it, what it carries at least
 *
 * Return: NF_STOLEN.
 */
static __always_inline unsigned int vsx_route_output(const struct vsx_pkt *p, struct dst_entry *dst,
						     bool is_ours)
{
	struct sk_buff *skb = p->skb;

	vsx_route_untrack(p);
	skb_dst_drop(skb);
	skb_dst_set_noref(skb, dst);
	skb_forward_csum(skb);
	/* What is ours stays on its socket's account, and keeps the time it asked for. */
	if (!is_ours) {
		skb_clear_tstamp(skb);
		skb_orphan(skb);
	}
	dst_output(p->vn->net, NULL, skb);
	return NF_STOLEN;
}

/**
 * vsx_route_leave() - let a packet go its new way, off this machine.
 * @p: the packet
 * @dst: the new route, not to this machine
 *
 * A packet of our own socket goes on through LOCAL_OUT. What passes through is sent from here, past the rest of
 * LOCAL_IN, or of FORWARD: errors about packets whose virtual address is only a mark's.
 *
 * Return: netfilter verdict.
 */
static __always_inline unsigned int vsx_route_leave(const struct vsx_pkt *p, struct dst_entry *dst)
{
	return likely(p->state->hook != NF_INET_LOCAL_OUT) ? vsx_route_output(p, dst, false)
							   : vsx_route_go_on(p, dst);
}

/**
 * vsx_route_send() - let a rewritten packet go its new way.
 * @p: the packet
 * @dst: the new route, of its family
 *
 * As vsx_route_leave(); one for a server on this machine goes up to the socket.
 *
 * Return: netfilter verdict.
 */
static __always_inline unsigned int vsx_route_send(const struct vsx_pkt *p, struct dst_entry *dst)
{
	if (unlikely(vsx_route_is_local(dst, vsx_pkt_af(p))))
		return vsx_route_go_on(p, dst);
	return vsx_route_leave(p, dst);
}

#endif /* VSX_XMIT_ROUTE_H */
