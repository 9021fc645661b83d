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
#include "xmit/sctp.h"
#include "xmit/xmit.h"

/* Which end of the packet is rewritten. */
enum side { SIDE_SRC, SIDE_DST };

/* Where the transport checksum of the header at @l4 is, or NULL if it has none or was cut off. */
static __sum16 *l4_check(struct sk_buff *skb, unsigned int l4, u8 proto, unsigned int writable)
{
	unsigned int at = l4 + (proto == IPPROTO_TCP ? offsetof(struct tcphdr, check)
						     : offsetof(struct udphdr, check));

	return at + sizeof(__sum16) <= writable ? (__sum16 *)(skb->data + at) : NULL;
}

/* Replace an address in the IP header at @at. Returns the old one. */
static __always_inline union nf_inet_addr swap_ip(struct sk_buff *skb, unsigned int at,
						  enum side side, const struct vsx_addr *to)
{
	union nf_inet_addr old __uninitialized;

	if (to->af == AF_INET) {
		struct iphdr *ip = (struct iphdr *)(skb->data + at);
		__be32 *addr = side == SIDE_SRC ? &ip->saddr : &ip->daddr;

		old.ip = *addr;
		csum_replace4(&ip->check, *addr, to->ip.ip);
		*addr = to->ip.ip;
	} else {
		struct ipv6hdr *ip = (struct ipv6hdr *)(skb->data + at);
		struct in6_addr *addr = side == SIDE_SRC ? &ip->saddr : &ip->daddr;

		old.in6 = *addr;
		*addr = to->ip.in6;
	}
	return old;
}

/* Port 0 leaves the port as it is: destinations of marks and of all ports. Returns the old one. */
static __be16 swap_port(struct sk_buff *skb, unsigned int l4, enum side side, __be16 to)
{
	__be16 *port = (__be16 *)(skb->data + l4) + (side == SIDE_DST);
	__be16 old = *port;

	if (to)
		*port = to;
	return old;
}

/* Where the checksum is a device's work, or the device's is known, or addresses are long. */
static void fix_check_offloaded(struct sk_buff *skb, __sum16 *check, const union nf_inet_addr *old,
				const struct vsx_addr *to, __be16 old_port)
{
	if (to->af == AF_INET)
		inet_proto_csum_replace4(check, skb, old->ip, to->ip.ip, true);
	else
		inet_proto_csum_replace16(check, skb, old->in6.s6_addr32, to->ip.in6.s6_addr32, true);
	if (to->port)
		inet_proto_csum_replace2(check, skb, old_port, to->port, false);
}

/* Account for a changed address in the packet's own transport checksum. */
static __always_inline void fix_check(struct sk_buff *skb, __sum16 *check, u8 proto,
				      const union nf_inet_addr *old, const struct vsx_addr *to,
				      __be16 old_port)
{
	if (proto == IPPROTO_UDP && !*check && skb->ip_summed != CHECKSUM_PARTIAL)
		return;		/* RFC 768: the sender made none */
	if (to->af == AF_INET &&
	    (skb->ip_summed == CHECKSUM_NONE || skb->ip_summed == CHECKSUM_UNNECESSARY)) {
		csum_replace4(check, old->ip, to->ip.ip);
		if (to->port)
			csum_replace2(check, old_port, to->port);
	} else {
		fix_check_offloaded(skb, check, old, to, old_port);
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
	union nf_inet_addr old __uninitialized;
	__be16 old_port;

	if (unlikely(p->proto != IPPROTO_TCP && p->proto != IPPROTO_UDP))
		return rewrite_other(p, side, to);
	if (!vsx_make_writable(p->skb, need))
		return false;
	old = swap_ip(p->skb, 0, side, to);
	old_port = swap_port(p->skb, p->l4, side, to->port);
	fix_check(p->skb, l4_check(p->skb, p->l4, p->proto, need), p->proto, &old, to, old_port);
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
	enum vsx_reason reason;

	if (!dst)
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE, NF_DROP);
	if (!vsx_route_is_local(dst) && !vsx_route_fits(p, dst_mtu(dst)))
		return vsx_route_drop(p, dst, VSX_REASON_TOO_BIG);
	reason = vsx_route_pass(p, dst);
	if (reason != VSX_REASON_FORWARDED)
		return vsx_route_drop(p, dst, reason);
	if (unlikely(READ_ONCE(p->vn->tune.conntrack)))
		vsx_ct_expect(p, dest);
	if (!rewrite(p, SIDE_DST, &dest->addr))
		return vsx_route_drop(p, dst, VSX_REASON_NO_MEMORY);
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
 * The quoted transport checksum, if it is within the quotation, follows its new address and port. SCTP's is of more
 * than what is quoted.
 */
static void fix_quoted_check(struct vsx_pkt *quoted, const union nf_inet_addr *old, __be16 old_port,
			     const struct vsx_addr *to, unsigned int end)
{
	__sum16 *check = l4_check(quoted->skb, quoted->l4, quoted->proto, end);
	unsigned int words = to->af == AF_INET ? 1 : 4;
	unsigned int i;

	if (!check || (quoted->proto != IPPROTO_TCP && (quoted->proto != IPPROTO_UDP || !*check)))
		return;
	for (i = 0; i < words; i++)
		csum_replace4(check, (__force __be32)old->all[i], (__force __be32)to->ip.all[i]);
	if (to->port)
		csum_replace2(check, old_port, to->port);
}

static bool quoted_has_ports(const struct vsx_pkt *quoted)
{
	return quoted->proto != IPPROTO_ESP && quoted->proto != IPPROTO_AH;
}

/* Change of the sum of an ICMPv6 pseudo header whose outer address changes. */
static __wsum pseudo_diff(const union nf_inet_addr *old, const struct vsx_addr *to)
{
	if (to->af == AF_INET)
		return 0;
	return csum_sub(csum_partial(&to->ip, sizeof(to->ip), 0), csum_partial(old, sizeof(*old), 0));
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
	union nf_inet_addr old;
	__sum16 *check;
	__be16 old_port;
	__wsum sum;

	if (WARN_ON_ONCE(end < quoted->l4 + 2 * sizeof(__be16)) || skb_ensure_writable(skb, end))
		return false;
	check = (__sum16 *)(skb->data + p->l4 + offsetof(struct icmphdr, checksum));
	sum = csum_sub(~csum_unfold(*check), csum_partial(skb->data + from, end - from, 0));
	old = swap_ip(skb, from, side, to);
	old_port = swap_port(skb, quoted->l4, side, quoted_has_ports(quoted) ? to->port : 0);
	fix_quoted_check(quoted, &old, old_port, to, end);
	sum = csum_add(sum, csum_partial(skb->data + from, end - from, 0));
	old = swap_ip(skb, 0, side == SIDE_SRC ? SIDE_DST : SIDE_SRC, to);
	*check = csum_fold(csum_add(sum, pseudo_diff(&old, to)));
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
	enum vsx_reason reason;

	if (!dst)
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE, NF_DROP);
	reason = vsx_route_pass(p, dst);
	if (reason != VSX_REASON_FORWARDED)
		return vsx_route_drop(p, dst, reason);
	if (!rewrite_icmp(p, quoted, SIDE_SRC, &dest->addr))
		return vsx_route_drop(p, dst, VSX_REASON_NO_MEMORY);
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
