// SPDX-License-Identifier: GPL-2.0-only
/*
 * tun.c - tunnels: the packet goes to the server inside another, of the director's own.
 *
 * Wire (tunnel, here IPIP):
 *	client -> VIP:80	becomes	director -> RS | client -> VIP:80
 *
 * The server unwraps it, has VIP on an interface that does not answer for it, and replies to the client
 * itself. Families may differ. The outer header has
 *	source		of the route to the server
 *	TTL		that of the route: the tunnel is one hop of the packet's own (RFC 2003, 3.1)
 *	DSCP, ECN	the packet's (RFC 2983, 4.1; RFC 6040, 4.1, normal mode)
 *	DF		the packet's (RFC 2003, 3.1); set for IPv6, which routers do not fragment, unless the way
 *			takes less than IPv6 may expect (RFC 4213, 3.2.2)
 *
 * With net.ipv4.vs.pmtu_disc at 0 no packet is too big and none says so: the outer ones are fragmented. Otherwise
 * what does not fit is answered with the MTU of the way less the headers (RFC 2003, 5.1; RFC 2473, 7.1). An IPv6
 * packet of 1280 bytes is never too big: then the outer packet is fragmented. "Too big" about an outer packet comes
 * to the director: the route learns from it, and so does the client if the quotation names him.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <net/icmp.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/route.h>

#include "net.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "xmit/encap.h"
#include "xmit/route.h"
#include "xmit/xmit.h"

/* What of a way's MTU is left for a packet of a family. */
static unsigned int inner_mtu(u8 inner_af, unsigned int mtu, unsigned int bytes)
{
	unsigned int least = inner_af == AF_INET ? IPV4_MIN_MTU : IPV6_MIN_MTU;

	return mtu > bytes + least ? mtu - bytes : least;
}

static bool tun_fits(const struct vsx_pkt *p, unsigned int mtu, unsigned int bytes)
{
	const struct sk_buff *skb = p->skb;

	if (!skb_is_gso(skb) && skb->len + bytes > U16_MAX)
		return false;	/* not even in fragments */
	if (skb->ignore_df)
		return true;	/* it came in fragments, and goes on in those of the outer packet */
	if (!READ_ONCE(p->vn->tune.pmtu_disc))
		return true;	/* the same */
	return vsx_route_fits(p, inner_mtu(vsx_pkt_af(p), mtu, bytes));
}

/* Fill what follows from the packet, the server and the route; kind of tunnel and source are there. */
static void outer_header(const struct vsx_pkt *p, const struct vsx_dest *dest, struct dst_entry *dst,
			 struct vsx_encap *e)
{
	const struct sk_buff *skb = p->skb;

	e->net = p->vn->net;
	e->l4 = p->l4;
	e->inner_af = vsx_pkt_af(p);
	e->outer_af = dest->addr.af;
	e->dst = &dest->addr.ip;
	e->hop_limit = vsx_route_hops(p, dst, e->outer_af);
	if (e->inner_af == AF_INET) {
		e->dsfield = ip_hdr(skb)->tos;
		e->df = ip_hdr(skb)->frag_off & htons(IP_DF);
	} else {
		e->dsfield = ipv6_get_dsfield(ipv6_hdr(skb));
		e->df = vsx_route_mtu(dst, e->outer_af) >=
			IPV6_MIN_MTU + vsx_encap_bytes(e->tun, e->outer_af);
	}
	e->df = e->df && !skb->ignore_df && READ_ONCE(p->vn->tune.pmtu_disc);
}

/**
 * vsx_tun_send() - send a packet to its server.
 * @p: the packet: a request, or an ICMP error about a reply
 * @dest: the server
 * @reason: which of these, for the counters
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_tun_send(struct vsx_pkt *p, struct vsx_dest *dest, enum vsx_reason reason)
{
	struct vsx_encap e __uninitialized;
	struct dst_entry *dst = vsx_route_tunnel(p, dest, &e.src);
	enum vsx_reason obstacle;
	unsigned int bytes;

	if (!dst)
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE, NF_DROP);
	if (vsx_route_is_local(dst, dest->addr.af))
		return vsx_route_up(p, dest, reason);
	e.tun = READ_ONCE(dest->tun);
	bytes = vsx_encap_bytes(e.tun, dest->addr.af);
	if (!tun_fits(p, vsx_route_mtu(dst, dest->addr.af), bytes))
		return vsx_route_drop(p, VSX_REASON_TOO_BIG);
	obstacle = vsx_route_pass(p, dst, dst->header_len + bytes);
	if (obstacle != VSX_REASON_FORWARDED)
		return vsx_route_drop(p, obstacle);
	outer_header(p, dest, dst, &e);
	if (unlikely(READ_ONCE(p->vn->tune.conntrack)))
		vsx_ct_keep(p);
	if (!vsx_encap(p->skb, &e))
		return vsx_route_drop(p, VSX_REASON_NO_MEMORY);
	vsx_stats_in(dest->stats, p->len);
	return vsx_pkt_done(p, reason, vsx_route_output(p, dst, p->state->hook == NF_INET_LOCAL_OUT));
}

/* ---- errors about outer packets ---------------------------------------------------------------- */

/* The MTU that a "too big" speaks of, 0 if it is no such error or none is given. */
static u32 told_mtu(const struct vsx_pkt *p)
{
	const struct icmp6hdr *icmp6;
	const struct icmphdr *icmp;
	struct icmp6hdr buf;

	BUILD_BUG_ON(sizeof(*icmp) != sizeof(*icmp6));
	icmp6 = skb_header_pointer(p->skb, p->l4, sizeof(buf), &buf);
	icmp = (const struct icmphdr *)icmp6;
	if (!icmp)
		return 0;
	if (vsx_pkt_af(p) == AF_INET6)
		return icmp6->icmp6_type == ICMPV6_PKT_TOOBIG ? ntohl(icmp6->icmp6_mtu) : 0;
	if (icmp->type != ICMP_DEST_UNREACH || icmp->code != ICMP_FRAG_NEEDED)
		return 0;
	return ntohs(icmp->un.frag.mtu);
}

/* Let the route to the server know; the quoted outer header is at @at. */
static void route_learns(const struct vsx_pkt *p, unsigned int at, u32 mtu)
{
	struct net *net = p->vn->net;
	struct sk_buff *skb = p->skb;

	__skb_pull(skb, at);
	if (vsx_pkt_af(p) == AF_INET)
		ipv4_update_pmtu(skb, net, mtu, 0, ((struct iphdr *)skb->data)->protocol);
	else
		ip6_update_pmtu(skb, net, htonl(mtu), 0, 0, sock_net_uid(net, NULL));
	__skb_push(skb, at);
}

/* The error turns into one about the packet that the client has sent, which is quoted at @at. */
static void client_learns(const struct vsx_pkt *p, unsigned int at, unsigned int mtu)
{
	struct sk_buff *skb = p->skb;

	__skb_pull(skb, at);
	skb_reset_network_header(skb);
	if (vsx_pkt_af(p) == AF_INET) {
		memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
	} else {
		icmpv6_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
	}
}

/**
 * vsx_tun_error() - an ICMP error about a packet of a tunnel.
 * @p: the error
 * @inner: the client's packet that is quoted within the outer one
 * @at: its offset
 * @dest: the server it was sent to
 *
 * Between families the client is told when it sends the next packet.
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_tun_error(struct vsx_pkt *p, const struct vsx_pkt *inner, unsigned int at,
			   struct vsx_dest *dest)
{
	unsigned int bytes = vsx_encap_bytes(READ_ONCE(dest->tun), dest->addr.af);
	u32 mtu = told_mtu(p);

	if (!mtu)
		return NF_ACCEPT;
	if (!pskb_may_pull(p->skb, inner->l4 + 2 * sizeof(__be16)))
		return vsx_pkt_done(p, VSX_REASON_NO_MEMORY, NF_DROP);
	route_learns(p, p->l4 + sizeof(struct icmphdr), mtu);
	if (inner->src.af == vsx_pkt_af(p))
		client_learns(p, at, inner_mtu(inner->src.af, mtu, bytes));
	return vsx_pkt_done(p, VSX_REASON_TUN_TOO_BIG, NF_DROP);
}
