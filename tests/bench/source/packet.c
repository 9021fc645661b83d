// SPDX-License-Identifier: GPL-2.0-only
/*
 * packet.c - packets as a network card would deliver them: fresh, nobody else's, checksums verified.
 *
 * Each has a buffer of its own with room in front, so that the director rewrites it in place. (pktgen keeps
 * a second reference to what it sends: there each rewriting copies, which hides what is to be measured.)
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>

#include "bench.h"

/* One end of a packet. */
struct end {
	union nf_inet_addr addr;
	u16 port;
};

/**
 * bench_addr_add() - an address some numbers further.
 * @base: the first one
 * @af: its family
 * @n: how far
 *
 * Return: the address; only its last 32 bits differ.
 */
union nf_inet_addr bench_addr_add(const union nf_inet_addr *base, u32 af, u32 n)
{
	union nf_inet_addr a = *base;
	__be32 *last = af == AF_INET ? &a.ip : &a.in6.s6_addr32[3];

	*last = htonl(ntohl(*last) + n);
	return a;
}

/**
 * bench_addr_sub() - how far an address is from the first one.
 * @addr: the address
 * @base: the first one
 * @af: their family
 *
 * Return: the distance; a large number if there is none.
 */
u32 bench_addr_sub(const union nf_inet_addr *addr, const union nf_inet_addr *base, u32 af)
{
	if (af == AF_INET)
		return ntohl(addr->ip) - ntohl(base->ip);
	if (memcmp(addr, base, 12))
		return U32_MAX;
	return ntohl(addr->in6.s6_addr32[3]) - ntohl(base->in6.s6_addr32[3]);
}

/**
 * bench_vip() - the virtual address that a flow goes to.
 * @c: the run
 * @flow: the flow
 *
 * Return: the address.
 */
union nf_inet_addr bench_vip(const struct bench_cfg *c, u32 flow)
{
	return bench_addr_add(&c->vip, c->af, flow % c->vips);
}

static void ends_of(const struct bench_net *bn, u32 flow, struct end *src, struct end *dst)
{
	const struct bench_cfg *c = &bn->cfg;
	struct end client = {
		.addr = bench_addr_add(&c->client, c->af, flow / c->ports),
		.port = c->cport + flow % c->ports,
	};

	if (c->reply) {
		u32 server = bn->server_of[flow] ? bn->server_of[flow] - 1 : 0;

		src->addr = bench_addr_add(&c->server, c->af, server);
		src->port = c->sport;
		*dst = client;
	} else {
		*src = client;
		dst->addr = bench_vip(c, flow);
		dst->port = c->vport;
	}
}

static void put_ipv4(struct sk_buff *skb, const struct bench_cfg *c, unsigned int len,
		     const struct end *src, const struct end *dst)
{
	struct iphdr *ip = skb_put_zero(skb, sizeof(*ip));

	ip->version = 4;
	ip->ihl = 5;
	ip->tot_len = htons(sizeof(*ip) + len);
	ip->frag_off = htons(IP_DF);
	ip->ttl = 64;
	ip->protocol = c->proto;
	ip->saddr = src->addr.ip;
	ip->daddr = dst->addr.ip;
	ip->check = ip_fast_csum(ip, ip->ihl);
}

static void put_ipv6(struct sk_buff *skb, const struct bench_cfg *c, unsigned int len,
		     const struct end *src, const struct end *dst)
{
	struct ipv6hdr *ip = skb_put_zero(skb, sizeof(*ip));

	ip->version = 6;
	ip->payload_len = htons(len);
	ip->nexthdr = c->proto;
	ip->hop_limit = 64;
	ip->saddr = src->addr.in6;
	ip->daddr = dst->addr.in6;
}

static __sum16 sum(const struct bench_cfg *c, const void *l4, unsigned int len,
		   const struct end *src, const struct end *dst)
{
	__wsum partial = csum_partial(l4, len, 0);

	if (c->af == AF_INET)
		return csum_tcpudp_magic(src->addr.ip, dst->addr.ip, len, c->proto, partial);
	return csum_ipv6_magic(&src->addr.in6, &dst->addr.in6, len, c->proto, partial);
}

static void put_l4(struct sk_buff *skb, const struct bench_cfg *c, unsigned int len, u32 flow,
		   const struct end *src, const struct end *dst)
{
	void *l4 = skb_put_zero(skb, len);

	if (c->proto == IPPROTO_TCP) {
		struct tcphdr *th = l4;

		th->source = htons(src->port);
		th->dest = htons(dst->port);
		th->doff = sizeof(*th) / 4;
		((u8 *)th)[13] = c->flags;
		th->window = htons(512);
		memcpy(th + 1, &flow, sizeof(flow));
		th->check = sum(c, th, len, src, dst);
	} else {
		struct udphdr *uh = l4;

		uh->source = htons(src->port);
		uh->dest = htons(dst->port);
		uh->len = htons(len);
		memcpy(uh + 1, &flow, sizeof(flow));
		uh->check = sum(c, uh, len, src, dst) ?: CSUM_MANGLED_0;
	}
}

/**
 * bench_packet() - make a packet of a flow.
 * @dev: where it arrives
 * @bn: the namespace
 * @flow: number of the flow
 *
 * Context: BH off.
 * Return: the packet, as a driver gives it to the stack; NULL if there is no memory.
 */
struct sk_buff *bench_packet(struct net_device *dev, const struct bench_net *bn, u32 flow)
{
	const struct bench_cfg *c = &bn->cfg;
	unsigned int len = c->payload + (c->proto == IPPROTO_TCP ? sizeof(struct tcphdr)
								 : sizeof(struct udphdr));
	unsigned int room = NET_SKB_PAD + NET_IP_ALIGN;
	struct end src, dst;
	struct ethhdr *eth;
	struct sk_buff *skb;

	skb = alloc_skb(room + ETH_HLEN + sizeof(struct ipv6hdr) + len, GFP_ATOMIC);
	if (!skb)
		return NULL;
	ends_of(bn, flow, &src, &dst);
	skb_reserve(skb, room);
	eth = skb_put_zero(skb, ETH_HLEN);
	ether_addr_copy(eth->h_dest, dev->dev_addr);
	eth->h_source[0] = 2;
	eth->h_proto = htons(c->af == AF_INET ? ETH_P_IP : ETH_P_IPV6);
	if (c->af == AF_INET)
		put_ipv4(skb, c, len, &src, &dst);
	else
		put_ipv6(skb, c, len, &src, &dst);
	put_l4(skb, c, len, flow, &src, &dst);
	skb->protocol = eth_type_trans(skb, dev);
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	return skb;
}
