// SPDX-License-Identifier: GPL-2.0-only
/*
 * nat.c - masquerading: the client's packets get the server's address, the server's replies the virtual
 * one (RFC 2663; checksums by RFC 1624 through the kernel's helpers, which know every offload state).
 *
 * Wire (NAT, port mapped):
 *	client -> VIP:80	becomes	client -> RS:8080
 *	RS:8080 -> client	becomes	VIP:80 -> client
 *
 * An ICMP error quotes the packet it is about; the quotation is rewritten the other way round, with its
 * own checksums, so that the receiver finds the packet it has sent (RFC 5508, section 4.2).
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "net.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "svc/svc.h"
#include "xmit/route.h"
#include "xmit/sctp.h"
#include "xmit/xmit.h"

/* Which end of the packet is rewritten. */
enum side { SIDE_SRC, SIDE_DST };

/* Where the transport checksum of the TCP or UDP header at @l4 is. */
static __sum16 *l4_check(struct sk_buff *skb, unsigned int l4, u8 proto)
{
	return (__sum16 *)(skb->data + l4 + (proto == IPPROTO_TCP ? offsetof(struct tcphdr, check)
								  : offsetof(struct udphdr, check)));
}

/* Replace an address in the IP header at @at. Returns by how much that changes a sum over the addresses. */
static __always_inline __wsum swap_ip(struct sk_buff *skb, unsigned int at, enum side side,
				      const struct vsx_addr *to)
{
	__wsum diff;

	if (to->af == AF_INET) {
		struct iphdr *ip = (struct iphdr *)(skb->data + at);
		__be32 *addr = side == SIDE_SRC ? &ip->saddr : &ip->daddr;

		diff = csum_sub((__force __wsum)to->ip.ip, (__force __wsum)*addr);
		csum_replace_by_diff(&ip->check, diff);
		*addr = to->ip.ip;
	} else {
		struct ipv6hdr *ip = (struct ipv6hdr *)(skb->data + at);
		struct in6_addr *addr = side == SIDE_SRC ? &ip->saddr : &ip->daddr;

		diff = csum_sub(csum_partial(&to->ip, sizeof(*addr), 0),
				csum_partial(addr, sizeof(*addr), 0));
		*addr = to->ip.in6;
	}
	return diff;
}

/*
 * Replace a port. Port 0 leaves it as it is: destinations of marks and of all ports. Returns by how much that changes a
 * sum.
 */
static __always_inline __wsum swap_port(struct sk_buff *skb, unsigned int l4, enum side side, __be16 to)
{
	__be16 *port = (__be16 *)(skb->data + l4) + (side == SIDE_DST);
	__wsum diff;

	if (!to)
		return 0;
	diff = csum_sub((__force __wsum)to, (__force __wsum)*port);
	*port = to;
	return diff;
}

/* Account in the packet's own transport checksum for addresses and ports that change sums by @addr and @port. */
static __always_inline void fix_check(struct sk_buff *skb, __sum16 *check, u8 proto, u8 af, __wsum addr,
				      __wsum port)
{
	if (proto == IPPROTO_UDP && !*check && skb->ip_summed != CHECKSUM_PARTIAL)
		return;		/* RFC 768: the sender made none */
	if (unlikely(skb->ip_summed == CHECKSUM_PARTIAL)) {
		/* A device's work; it holds the sum over the addresses so far. */
		*check = ~csum_fold(csum_add(csum_unfold(*check), addr));
	} else {
		/* What the device summed up has the old addresses, of IPv4 the header's checksum too. */
		if (unlikely(skb->ip_summed == CHECKSUM_COMPLETE) && af == AF_INET)
			skb->csum = csum_sub(skb->csum, addr);
		csum_replace_by_diff(check, csum_add(addr, port));
	}
	if (proto == IPPROTO_UDP && !*check)
		*check = CSUM_MANGLED_0;
}

/* Whose checksum, if they have one, does not know addresses: SCTP, ESP. AH's does, and does not survive this. */
static bool rewrite_other(struct vsx_pkt *p, enum side side, const struct vsx_addr *to)
{
	bool is_sctp = p->proto == IPPROTO_SCTP;

	if (!vsx_make_writable(p->skb, p->l4 + (is_sctp ? sizeof(struct sctphdr) : 0)))
		return false;
	swap_ip(p->skb, 0, side, to);
	if (is_sctp && to->port)
		vsx_sctp_set_port(p->skb, p->l4, side == SIDE_DST, to->port);
	return true;
}

/* Give one end of a packet another address and port. */
static __always_inline bool rewrite(struct vsx_pkt *p, enum side side, const struct vsx_addr *to)
{
	unsigned int need = p->l4 + (p->proto == IPPROTO_TCP ? sizeof(struct tcphdr)
							     : sizeof(struct udphdr));
	__wsum addr, port;

	if (unlikely(p->proto != IPPROTO_TCP && p->proto != IPPROTO_UDP))
		return rewrite_other(p, side, to);
	if (!vsx_make_writable(p->skb, need))
		return false;
	addr = swap_ip(p->skb, 0, side, to);
	port = swap_port(p->skb, p->l4, side, to->port);
	fix_check(p->skb, l4_check(p->skb, p->l4, p->proto), p->proto, to->af, addr, port);
	return true;
}

/**
 * vsx_nat_request() - send a client's packet to its server.
 * @p: the packet
 * @dest: the server
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_nat_request(struct vsx_pkt *p, struct vsx_dest *dest)
{
	struct dst_entry *dst = vsx_route_to(p, dest);
	enum vsx_reason obstacle;

	if (!dst)
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE, NF_DROP);
	if (likely(!vsx_route_is_local(dst, dest->addr.af))) {
		if (!vsx_route_fits(p, vsx_route_mtu(dst, dest->addr.af)))
			return vsx_route_drop(p, VSX_REASON_TOO_BIG);
		obstacle = vsx_route_pass(p, dst, 0);
		if (obstacle != VSX_REASON_FORWARDED)
			return vsx_route_drop(p, obstacle);
	}
	if (unlikely(READ_ONCE(p->vn->tune.conntrack)) && !vsx_ct_expect(p, dest))
		return vsx_route_drop(p, VSX_REASON_CT_STALE);
	if (!rewrite(p, SIDE_DST, &dest->addr))
		return vsx_route_drop(p, VSX_REASON_NO_MEMORY);
	vsx_stats_in(dest->stats, p->len);
	return vsx_pkt_done(p, VSX_REASON_FORWARDED, vsx_route_send(p, dst));
}

/* What goes on towards the client keeps the route it has, unless its new source asks for another. */
static unsigned int reply_send(const struct vsx_pkt *p, struct vsx_dest *dest, enum vsx_reason reason)
{
	vsx_route_untrack(p);
	if (!vsx_route_again(p))
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE_BACK, NF_DROP);
	vsx_stats_out(dest->stats, p->len);
	return vsx_pkt_done(p, reason, NF_ACCEPT);
}

/**
 * vsx_nat_reply() - send a server's packet to its client.
 * @p: the packet
 * @dest: the server
 * @virt: what the client asked for
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_nat_reply(struct vsx_pkt *p, struct vsx_dest *dest, const struct vsx_addr *virt)
{
	if (!rewrite(p, SIDE_SRC, virt))
		return vsx_pkt_done(p, VSX_REASON_NO_MEMORY, NF_DROP);
	return reply_send(p, dest, VSX_REASON_REPLIED);
}

/* ---- ICMP errors ------------------------------------------------------------------------------ */

/* The quoted headers, up to the end of the transport header or of what is quoted. */
static unsigned int quoted_end(const struct vsx_pkt *quoted)
{
	unsigned int end = quoted->l4 + (quoted->proto == IPPROTO_TCP ? sizeof(struct tcphdr)
								      : sizeof(struct udphdr));

	return min(end, quoted->skb->len);
}

/*
 * The quoted transport checksum, if it is within the quotation, which ends at @end, follows what has changed sums by
 * @diff. SCTP's is of more than what is quoted.
 */
static void fix_quoted_check(struct vsx_pkt *quoted, unsigned int end, __wsum diff)
{
	__sum16 *check = l4_check(quoted->skb, quoted->l4, quoted->proto);

	if ((u8 *)(check + 1) > quoted->skb->data + end)
		return;
	if (quoted->proto == IPPROTO_TCP || (quoted->proto == IPPROTO_UDP && *check))
		csum_replace_by_diff(check, diff);
}

static bool quoted_has_ports(const struct vsx_pkt *quoted)
{
	return quoted->proto != IPPROTO_ESP && quoted->proto != IPPROTO_AH;
}

/*
 * Rewrite an ICMP error: one end of the packet it quotes, and the opposite end of its own. The ICMP checksum is
 * updated by the difference, so a message that was damaged stays recognisably so.
 */
static bool rewrite_icmp(struct vsx_pkt *p, struct vsx_pkt *quoted, enum side side,
			 const struct vsx_addr *to)
{
	unsigned int from = p->l4 + sizeof(struct icmphdr);
	unsigned int end = quoted_end(quoted);
	struct sk_buff *skb = p->skb;
	__sum16 *check;
	__wsum sum, diff;

	if (WARN_ON_ONCE(end < quoted->l4 + 2 * sizeof(__be16)) || skb_ensure_writable(skb, end))
		return false;
	check = (__sum16 *)(skb->data + p->l4 + offsetof(struct icmphdr, checksum));
	sum = csum_sub(~csum_unfold(*check), csum_partial(skb->data + from, end - from, 0));
	diff = swap_ip(skb, from, side, to);
	diff = csum_add(diff, swap_port(skb, quoted->l4, side, quoted_has_ports(quoted) ? to->port : 0));
	fix_quoted_check(quoted, end, diff);
	sum = csum_add(sum, csum_partial(skb->data + from, end - from, 0));
	diff = swap_ip(skb, 0, side == SIDE_SRC ? SIDE_DST : SIDE_SRC, to);
	if (to->af == AF_INET6)		/* its sum is over a pseudo header too */
		sum = csum_add(sum, diff);
	*check = csum_fold(sum);
	return true;
}

/**
 * vsx_nat_icmp_to_server() - send an error about a reply to the server that sent the reply.
 * @p: the error
 * @quoted: the packet it quotes: virtual address -> client
 * @dest: the server
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_nat_icmp_to_server(struct vsx_pkt *p, struct vsx_pkt *quoted, struct vsx_dest *dest)
{
	struct dst_entry *dst = vsx_route_to(p, dest);
	enum vsx_reason obstacle;

	/* As vsx_route_up() has it of other methods: from FORWARD there is no way up. */
	if (!dst || (vsx_route_is_local(dst, dest->addr.af) && p->state->hook == NF_INET_FORWARD))
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE, NF_DROP);
	obstacle = vsx_route_is_local(dst, dest->addr.af) ? VSX_REASON_FORWARDED : vsx_route_pass(p, dst, 0);
	if (obstacle != VSX_REASON_FORWARDED)
		return vsx_route_drop(p, obstacle);
	if (!rewrite_icmp(p, quoted, SIDE_SRC, &dest->addr))
		return vsx_route_drop(p, VSX_REASON_NO_MEMORY);
	vsx_stats_in(dest->stats, p->len);
	return vsx_pkt_done(p, VSX_REASON_ICMP_TO_SERVER, vsx_route_send(p, dst));
}

/**
 * vsx_nat_icmp_to_client() - send an error about a request to the client that sent the request.
 * @p: the error
 * @quoted: the packet it quotes: client -> server
 * @dest: the server
 * @virt: what the client asked for
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_nat_icmp_to_client(struct vsx_pkt *p, struct vsx_pkt *quoted, struct vsx_dest *dest,
				    const struct vsx_addr *virt)
{
	if (!rewrite_icmp(p, quoted, SIDE_DST, virt))
		return vsx_pkt_done(p, VSX_REASON_NO_MEMORY, NF_DROP);
	return reply_send(p, dest, VSX_REASON_ICMP_TO_CLIENT);
}
