// SPDX-License-Identifier: GPL-2.0-only
/*
 * sink.c - a device at which all packets end: counted, and looked at if the run says so.
 *
 * A packet says in its payload which flow it belongs to, so both its addresses and ports, hop limit and
 * checksums are known. Which server a flow goes to is learned from its first packet that is looked at; it
 * has to stay there.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/rtnetlink.h>

#include "bench.h"

#define HOPS_LEFT	63

/* A packet that leaves, taken apart. */
struct view {
	union nf_inet_addr src;
	union nf_inet_addr dst;
	u16 sport;
	u16 dport;
	u8 proto;
	u8 hops;
	u32 flow;
	const u8 *l4;
	unsigned int l4_len;
};

/* The IP header at @data. Returns what is wrong with it, or NULL. */
static const char *view_ip(struct view *v, u32 af, const u8 *data, unsigned int len)
{
	const struct ipv6hdr *ip6 = (const struct ipv6hdr *)data;
	const struct iphdr *ip = (const struct iphdr *)data;
	unsigned int header = af == AF_INET ? sizeof(*ip) : sizeof(*ip6);

	*v = (struct view){ .l4 = data + header, .l4_len = len - header };
	if (len < header)
		return "cut off";
	if (af == AF_INET) {
		if (ip->version != 4 || ip->ihl != 5 || ntohs(ip->tot_len) != len)
			return "IP header";
		if (ip_fast_csum(ip, ip->ihl))
			return "IP checksum";
		v->src.ip = ip->saddr;
		v->dst.ip = ip->daddr;
		v->proto = ip->protocol;
		v->hops = ip->ttl;
	} else {
		if (ip6->version != 6 || ntohs(ip6->payload_len) != len - header)
			return "IPv6 header";
		v->src.in6 = ip6->saddr;
		v->dst.in6 = ip6->daddr;
		v->proto = ip6->nexthdr;
		v->hops = ip6->hop_limit;
	}
	return NULL;
}

static const char *view_l4(struct view *v, const struct bench_cfg *c)
{
	unsigned int header = c->proto == IPPROTO_TCP ? sizeof(struct tcphdr) : sizeof(struct udphdr);
	const __be16 *ports = (const __be16 *)v->l4;
	__sum16 sum;

	if (v->proto != c->proto || v->l4_len != header + c->payload)
		return "transport header";
	v->sport = ntohs(ports[0]);
	v->dport = ntohs(ports[1]);
	memcpy(&v->flow, v->l4 + header, sizeof(v->flow));
	if (c->af == AF_INET)
		sum = csum_tcpudp_magic(v->src.ip, v->dst.ip, v->l4_len, c->proto,
					csum_partial(v->l4, v->l4_len, 0));
	else
		sum = csum_ipv6_magic(&v->src.in6, &v->dst.in6, v->l4_len, c->proto,
				      csum_partial(v->l4, v->l4_len, 0));
	return sum ? "transport checksum" : NULL;
}

/* Is it one of the servers, and always the same for this flow? */
static const char *check_server(struct bench_net *bn, const union nf_inet_addr *addr, u32 flow)
{
	const struct bench_cfg *c = &bn->cfg;
	u32 server = bench_addr_sub(addr, &c->server, c->af);

	if (server >= c->servers)
		return "not a server's address";
	if (bn->server_of[flow] && bn->server_of[flow] != server + 1)
		return "another server than before";
	bn->server_of[flow] = server + 1;
	return NULL;
}

static bool is_end(const union nf_inet_addr *addr, u16 port, const union nf_inet_addr *want, u16 want_port,
		   u32 af)
{
	return !bench_addr_sub(addr, want, af) && port == want_port;
}

static bool is_client(const struct bench_cfg *c, const union nf_inet_addr *addr, u16 port, u32 flow)
{
	union nf_inet_addr client = bench_addr_add(&c->client, c->af, flow / c->ports);

	return is_end(addr, port, &client, c->cport + flow % c->ports, c->af);
}

static const char *check_ends(struct bench_net *bn, const struct view *v)
{
	const struct bench_cfg *c = &bn->cfg;
	union nf_inet_addr vip = bench_vip(c, v->flow);

	if (c->reply) {
		if (!is_client(c, &v->dst, v->dport, v->flow))
			return "not to the client";
		if (c->expect == BENCH_NAT && !is_end(&v->src, v->sport, &vip, c->vport, c->af))
			return "not from the virtual address";
		return NULL;
	}
	if (!is_client(c, &v->src, v->sport, v->flow))
		return "not from the client";
	if (c->expect != BENCH_NAT)
		return is_end(&v->dst, v->dport, &vip, c->vport, c->af) ? NULL
									  : "not to the virtual address";
	if (v->dport != c->sport)
		return "not to the server's port";
	return check_server(bn, &v->dst, v->flow);
}

static const char *check(struct bench_net *bn, const struct sk_buff *skb)
{
	const struct bench_cfg *c = &bn->cfg;
	union nf_inet_addr outer = {};
	unsigned int at = ETH_HLEN;
	struct view v;
	const char *why;

	if (skb_is_nonlinear(skb))
		return "not linear";
	why = view_ip(&v, c->af, skb->data + at, skb->len - at);
	if (!why && c->expect == BENCH_TUNNEL) {
		outer = v.dst;
		if (v.proto != (c->af == AF_INET ? IPPROTO_IPIP : IPPROTO_IPV6))
			return "not a tunnel";
		why = view_ip(&v, c->af, v.l4, v.l4_len);
	}
	why = why ?: view_l4(&v, c);
	if (why)
		return why;
	if (v.hops != HOPS_LEFT)
		return "hop limit";
	if (v.flow >= bn->flows)
		return "number of the flow";
	if (c->expect == BENCH_TUNNEL)
		why = check_server(bn, &outer, v.flow);
	return why ?: check_ends(bn, &v);
}

static netdev_tx_t sink_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct bench_net *bn = bench_net(dev_net(dev));

	bn->result.out++;
	if (unlikely(bn->is_checked)) {
		const char *why = check(bn, skb);

		if (why && !bn->result.bad++)
			bn->result.why = why;
	}
	dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops sink_ops = {
	.ndo_start_xmit = sink_xmit,
	.ndo_set_mac_address = eth_mac_addr,
};

static void sink_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &sink_ops;
	dev->needs_free_netdev = true;
	dev->flags |= IFF_NOARP;
	dev->flags &= ~IFF_MULTICAST;
	dev->priv_flags |= IFF_LIVE_ADDR_CHANGE | IFF_NO_QUEUE;
	dev->features |= NETIF_F_SG | NETIF_F_HW_CSUM | NETIF_F_HIGHDMA | NETIF_F_LLTX;
	eth_hw_addr_random(dev);
}

static struct rtnl_link_ops sink_link_ops = {
	.kind = "vsxbench",
	.setup = sink_setup,
};

/**
 * bench_sink_register() - make "ip link add type vsxbench" work.
 *
 * Context: process, module init.
 * Return: 0 or -errno.
 */
int bench_sink_register(void)
{
	return rtnl_link_register(&sink_link_ops);
}

/**
 * bench_sink_unregister() - the reverse.
 *
 * Context: process, module exit.
 */
void bench_sink_unregister(void)
{
	rtnl_link_unregister(&sink_link_ops);
}
