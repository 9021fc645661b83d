/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * parse.h - looking at a packet: what each one goes through, to be inlined. The rest is in pkt.c, and what its head
 * says holds here. For hooks.c and pkt.c.
 */
#ifndef VSX_PATH_PARSE_H
#define VSX_PATH_PARSE_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "path/pkt.h"

/* pkt.c; context as vsx_pkt_parse() */
int vsx_pkt_skip_headers(const struct sk_buff *skb, unsigned int at, u16 fragment, u8 *proto);
bool vsx_pkt_read_flow_copied(struct vsx_pkt *p, unsigned int need);
enum vsx_kind vsx_pkt_parse_rare(struct vsx_pkt *p);

/* A quoted header may lie past what an offset can say: nobody quotes at the end of 64 KiB in good faith. */
static inline bool vsx_pkt_set_l4(struct vsx_pkt *p, unsigned int l4)
{
	p->l4 = l4;
	return l4 <= U16_MAX;
}

/* Both ends' protocol, family and ports. */
static __always_inline void vsx_pkt_set_tails(struct vsx_pkt *p, u8 af, __be16 source, __be16 dest)
{
	p->src.w[2] = vsx_addr_tail(source, p->proto, af);
	p->dst.w[2] = vsx_addr_tail(dest, p->proto, af);
}

/*
 * Addresses, protocol and offset of the transport header of the IP packet at @at, whose header is at @ip. A fragment
 * is none of ours, but an ICMP error may quote a first one.
 */
static __always_inline bool vsx_pkt_parse_ipv4(struct vsx_pkt *p, const struct iphdr *ip, unsigned int at)
{
	u16 fragment = at ? IP_OFFSET : IP_OFFSET | IP_MF;

	if (ip->version != 4 || ip->ihl < 5 || (ip->frag_off & htons(fragment)))
		return false;
	p->proto = ip->protocol;
	p->src.w[0] = vsx_addr_word4(ip->saddr);
	p->src.w[1] = 0;
	p->dst.w[0] = vsx_addr_word4(ip->daddr);
	p->dst.w[1] = 0;
	vsx_pkt_set_tails(p, AF_INET, 0, 0);
	return vsx_pkt_set_l4(p, at + ip->ihl * 4);
}

static __always_inline bool vsx_pkt_parse_ipv6(struct vsx_pkt *p, const struct ipv6hdr *ip, unsigned int at)
{
	u16 fragment = at ? IP6_OFFSET : IP6_OFFSET | IP6_MF;
	int l4 = at + sizeof(*ip);

	if (ip->version != 6)
		return false;
	p->proto = ip->nexthdr;
	if (p->proto != IPPROTO_TCP && p->proto != IPPROTO_UDP && p->proto != IPPROTO_ICMPV6) {
		l4 = vsx_pkt_skip_headers(p->skb, at, fragment, &p->proto);
		if (l4 < 0)
			return false;
	}
	p->src.ip.in6 = ip->saddr;
	p->dst.ip.in6 = ip->daddr;
	vsx_pkt_set_tails(p, AF_INET6, 0, 0);
	return vsx_pkt_set_l4(p, l4);
}

/* The packet's own header, which is linear wherever netfilter's hooks are. */
static __always_inline bool vsx_pkt_parse_own_ip(struct vsx_pkt *p, u8 pf)
{
	return pf == NFPROTO_IPV4 ? vsx_pkt_parse_ipv4(p, ip_hdr(p->skb), 0)
				  : vsx_pkt_parse_ipv6(p, ipv6_hdr(p->skb), 0);
}

/* @th: the header; of UDP, the ports are in the same place */
static __always_inline bool vsx_pkt_read_flow(struct vsx_pkt *p, const struct tcphdr *th, u8 af)
{
	vsx_pkt_set_tails(p, af, th->source, th->dest);
	if (p->proto == IPPROTO_UDP)
		return true;
	p->event = ((const u8 *)th)[13];
	return th->doff >= 5;
}

static __always_inline bool vsx_pkt_parse_flow(struct vsx_pkt *p, u8 af)
{
	unsigned int need = p->proto == IPPROTO_TCP ? sizeof(struct tcphdr) : sizeof(struct udphdr);

	if (likely(p->l4 + need <= skb_headlen(p->skb)))
		return vsx_pkt_read_flow(p, (const struct tcphdr *)(p->skb->data + p->l4), af);
	return vsx_pkt_read_flow_copied(p, need);
}

/**
 * vsx_pkt_parse() - look at a packet.
 * @p: filled
 * @vn: the namespace
 * @skb: the packet, data at the network header
 * @state: how the hook was called
 * @pf: for which family, NFPROTO_*; a constant
 *
 * Context: any netfilter hook of IPv4 or IPv6.
 * Return: what it is; on OTHER the rest of @p is not valid.
 */
static __always_inline enum vsx_kind vsx_pkt_parse(struct vsx_pkt *p, struct vsx_net *vn, struct sk_buff *skb,
						   const struct nf_hook_state *state, u8 pf)
{
	p->skb = skb;
	p->vn = vn;
	p->state = state;
	p->held = NULL;
	p->event = 0;
	p->len = skb->len;	/* of a GSO packet all, not what a 16-bit header field can say */
	if (unlikely(!vsx_pkt_parse_own_ip(p, pf)))
		return VSX_KIND_OTHER;
	if (likely(p->proto == IPPROTO_TCP || p->proto == IPPROTO_UDP))
		return likely(vsx_pkt_parse_flow(p, pf)) ? VSX_KIND_FLOW : VSX_KIND_OTHER;
	return vsx_pkt_parse_rare(p);
}

#endif /* VSX_PATH_PARSE_H */
