// SPDX-License-Identifier: GPL-2.0-only
/*
 * hooks.c - where packets come in.
 *
 * The same steps serve all hooks: what a packet is follows from its addresses, not from the place it was
 * met. Requests arrive at LOCAL_IN, or start at LOCAL_OUT from a client on the director. Replies pass
 * FORWARD, start at LOCAL_OUT from a server on the director, or arrive at LOCAL_IN for a client on it. What
 * we send on goes out without passing LOCAL_OUT again; only what a client on the director sends to a server
 * on the director meets us twice, at LOCAL_OUT and, under the server's address, at LOCAL_IN.
 *
 * Priorities: on LOCAL_IN after the firewall's filter, so that it sees packets under the virtual address,
 * before source NAT and in-tree ip_vs: a service configured in both is ours. On FORWARD and LOCAL_OUT after the
 * filter and destination NAT; at LOCAL_OUT ip_vs comes before that, and takes what clients on the director
 * send to a service configured in both.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/netfilter_bridge.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/prefetch.h>
#include <linux/slab.h>
#include <net/ip.h>
#include <net/ipv6_frag.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

#include "conn/conn.h"
#include "net.h"
#include "path/parse.h"
#include "path/path.h"
#include "path/pkt.h"
#include "svc/dest.h"
#include "svc/svc.h"

/* What an established packet reads together is on one line (Documentation/design.md lists the lines). */
#define ON_ONE_LINE(type, first, last) \
	static_assert(offsetof(type, first) / 64 == (offsetofend(type, last) - 1) / 64)

ON_ONE_LINE(struct vsx_net, net, dests.array);
ON_ONE_LINE(struct vsx_net, reasons, tune.conntrack);
ON_ONE_LINE(struct vsx_table, dir, locks);
ON_ONE_LINE(struct vsx_svc, snap, timeout[VSX_CONN_STATE_UDP]);
ON_ONE_LINE(struct vsx_dest, addr, routes);

static __always_inline bool hot_may_have(const struct vsx_net *vn, const struct sk_buff *skb, u64 src,
					 u64 dst, unsigned int hooknum)
{
	if (hooknum != NF_INET_FORWARD &&
	    (vsx_hot_may_have(&vn->fronts, dst) || (skb->mark && READ_ONCE(vn->n_full))))
		return true;
	return vsx_hot_may_have(&vn->ends, src);
}

/*
 * Most packets of a host are nobody's we know, and are not parsed to find that out. Those of other protocols, and
 * IPv6 with extension headers, are looked at. The IP header itself is linear wherever netfilter's hooks are.
 */
static __always_inline bool may_be_ours(const struct vsx_net *vn, const struct sk_buff *skb, u8 pf,
					unsigned int hooknum)
{
	if (pf == NFPROTO_IPV4) {
		const struct iphdr *ip = ip_hdr(skb);

		return ip->protocol == IPPROTO_ICMP ||
		       hot_may_have(vn, skb, vsx_ip_word4(ip->saddr), vsx_ip_word4(ip->daddr), hooknum);
	} else {
		const struct ipv6hdr *ip = ipv6_hdr(skb);

		return (ip->nexthdr != IPPROTO_UDP && ip->nexthdr != IPPROTO_TCP) ||
		       hot_may_have(vn, skb, vsx_ip_word(&ip->saddr), vsx_ip_word(&ip->daddr), hooknum);
	}
}

static struct vsx_svc *of_all_ports(const struct vsx_pkt *p)
{
	struct vsx_addr a = p->dst;

	a.port = 0;
	return vsx_svc_of(&p->vn->fronts, &a);
}

/* Where there are services of marks and of all ports. */
static noinline struct vsx_svc *full_service_of(const struct vsx_pkt *p)
{
	struct vsx_addr a = { .af = p->dst.af };
	struct vsx_svc *svc;

	if (p->skb->mark) {
		a.ip.all[0] = p->skb->mark;
		svc = vsx_svc_of(&p->vn->fronts, &a);
		if (svc)
			return svc;
	}
	svc = vsx_svc_of(&p->vn->fronts, &p->dst);
	return svc ? svc : of_all_ports(p);
}

/**
 * vsx_service_after() - the next service a packet could be for.
 * @p: the packet
 * @svc: one it is for
 *
 * Context: under rcu_read_lock().
 * Return: as vsx_service_of().
 */
struct vsx_svc *vsx_service_after(const struct vsx_pkt *p, const struct vsx_svc *svc)
{
	struct vsx_svc *next = NULL;

	if (vsx_addr_is_mark(&svc->front.addr))
		next = vsx_svc_of(&p->vn->fronts, &p->dst);
	else if (!svc->front.addr.port)
		return NULL;
	return next ? next : of_all_ports(p);
}

/**
 * vsx_service_of() - the service a packet asks for.
 * @p: the packet
 *
 * Marks come first, as in in-tree ip_vs; services of all ports last.
 *
 * Context: under rcu_read_lock().
 * Return: the service, perhaps a removed one; or NULL.
 */
struct vsx_svc *vsx_service_of(const struct vsx_pkt *p)
{
	return likely(!READ_ONCE(p->vn->n_full)) ? vsx_svc_of(&p->vn->fronts, &p->dst)
						 : full_service_of(p);
}

/*
 * What has the mark of a service, or goes to an address that has one of all ports, need not be a request: replies to
 * clients on the director and of servers on it; and what the two send each other, which is met again at LOCAL_IN.
 */
static noinline bool is_no_request(const struct vsx_pkt *p)
{
	struct vsx_conn c __uninitialized;

	if (vsx_have_met(p->vn, &p->dst, &p->src))
		return true;
	if (p->state->hook != NF_INET_LOCAL_IN || !(p->state->in->flags & IFF_LOOPBACK))
		return false;
	return vsx_have_met(p->vn, &p->src, &p->dst) || vsx_find_request(&c, p->vn, &p->dst, &p->src);
}

static __always_inline unsigned int look_flow(struct vsx_pkt *p)
{
	struct vsx_svc *svc = NULL;
	struct vsx_end *end;

	if (p->state->hook != NF_INET_FORWARD)
		svc = vsx_service_of(p);
	if (svc && (likely(!svc->is_full) || !is_no_request(p)))
		return vsx_in(p, svc);
	end = vsx_end_of(&p->vn->ends, &p->src);
	return end || unlikely(READ_ONCE(p->vn->n_full)) ? vsx_out(p, end) : NF_ACCEPT;
}

/*
 * Is it on its way from one port of a bridge to another (br_netfilter)? Such a packet names the one it leaves by
 * without a reference to it, so it must not be kept.
 */
static bool is_bridged(const struct sk_buff *skb, const struct nf_hook_state *state)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	return state->hook == NF_INET_FORWARD && nf_bridge_get_physoutdev(skb);
#else
	return false;
#endif
}

/*
 * Only the first fragment has ports, so they are put together: IPv6 before (gather6()), IPv4 for this machine by the
 * stack, what passes through here. What goes on does so in fragments no larger than it came in. False if the rest of
 * the packet is still to come: it is kept.
 */
static __always_inline bool gather(const struct vsx_net *vn, struct sk_buff *skb,
				   const struct nf_hook_state *state, u8 pf)
{
	if (pf != NFPROTO_IPV4)
		return true;
	if (unlikely(ip_is_fragment(ip_hdr(skb))) && state->hook == NF_INET_FORWARD &&
	    !is_bridged(skb, state) && ip_defrag(vn->net, skb, IP_DEFRAG_VS_FWD))
		return false;
	if (unlikely(IPCB(skb)->frag_max_size))
		skb->ignore_df = 1;
	return true;
}

/* A packet that may be ours; BH off. */
static __always_inline unsigned int look(struct vsx_net *vn, struct sk_buff *skb,
					 const struct nf_hook_state *state, u8 pf)
{
	struct vsx_pkt p __uninitialized;
	unsigned int verdict;

	/* Whoever sends it asks whether it stands for several, and where the rest of it is. */
	prefetch(skb_shinfo(skb));
	if (!gather(vn, skb, state, pf))
		return NF_STOLEN;
	switch (vsx_pkt_parse(&p, vn, skb, state, pf)) {
	case VSX_KIND_OTHER:
		return NF_ACCEPT;
	case VSX_KIND_ICMP_ERROR:
		verdict = vsx_icmp(&p);
		break;
	case VSX_KIND_FLOW:
		verdict = look_flow(&p);
		break;
	}
	if (unlikely(p.held))
		dst_release(p.held);
	return verdict;
}

/*
 * What the path writes is per CPU, and BH is on when a process sends, and when a queued packet comes back
 * from userspace (NFQUEUE). Packets that are not ours are spared that.
 */
static __always_inline unsigned int look_with_bh_off(struct vsx_net *vn, struct sk_buff *skb,
						     const struct nf_hook_state *state, u8 pf)
{
	bool is_on = !softirq_count();
	unsigned int verdict;

	if (unlikely(is_on))
		local_bh_disable();
	verdict = look(vn, skb, state, pf);
	if (unlikely(is_on))
		local_bh_enable();
	return verdict;
}

static noinline unsigned int look4(struct vsx_net *vn, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return look_with_bh_off(vn, skb, state, NFPROTO_IPV4);
}

static noinline unsigned int look6(struct vsx_net *vn, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return look_with_bh_off(vn, skb, state, NFPROTO_IPV6);
}

/*
 * Before the rules of a firewall, which ask for ports: a packet in fragments whose addresses may be ours becomes one.
 * Headers before that of the fragment, if there are any, are netfilter's to walk. Pieces that wait are
 * nf_defrag_ipv6's, which drops them with their namespace; they name no route and no code of ours, so neither the end
 * of our hooks nor that of the module has to look for them.
 */
static unsigned int gather6(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct ipv6hdr *ip = ipv6_hdr(skb);
	const struct vsx_net *vn = priv;

	if (likely(ip->nexthdr == IPPROTO_TCP || ip->nexthdr == IPPROTO_UDP || ip->nexthdr == IPPROTO_ICMPV6))
		return NF_ACCEPT;
	if (!hot_may_have(vn, skb, vsx_ip_word(&ip->saddr), vsx_ip_word(&ip->daddr), state->hook) ||
	    is_bridged(skb, state))
		return NF_ACCEPT;
	switch (nf_ct_frag6_gather(vn->net, skb, IP6_DEFRAG_LOCAL_DELIVER)) {
	case 0:
		return NF_ACCEPT;
	case -EINPROGRESS:
		return NF_STOLEN;
	default:
		return NF_DROP;
	}
}

/* rcu_read_lock() is held by netfilter. */
static __always_inline unsigned int hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state,
					 u8 pf, unsigned int hooknum)
{
	if (!may_be_ours(priv, skb, pf, hooknum))
		return NF_ACCEPT;
	return pf == NFPROTO_IPV4 ? look4(priv, skb, state) : look6(priv, skb, state);
}

/* A function for each kind of packet, since those of nobody get no further: LOCAL_IN stands for LOCAL_OUT, too. */
static unsigned int hook4(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return hook(priv, skb, state, NFPROTO_IPV4, NF_INET_LOCAL_IN);
}

static unsigned int hook4_forward(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return hook(priv, skb, state, NFPROTO_IPV4, NF_INET_FORWARD);
}

static unsigned int hook6(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return hook(priv, skb, state, NFPROTO_IPV6, NF_INET_LOCAL_IN);
}

static unsigned int hook6_forward(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return hook(priv, skb, state, NFPROTO_IPV6, NF_INET_FORWARD);
}

#define IPV4_HOOK(fn, where, when) \
	{ .hook = fn, .pf = NFPROTO_IPV4, .hooknum = NF_INET_##where, .priority = NF_IP_PRI_##when }
#define IPV6_HOOK(fn, where, when) \
	{ .hook = fn, .pf = NFPROTO_IPV6, .hooknum = NF_INET_##where, .priority = NF_IP6_PRI_##when }

static const struct nf_hook_ops hook_ops[] = {
	IPV4_HOOK(hook4, LOCAL_IN, NAT_SRC - 3),
	IPV4_HOOK(hook4_forward, FORWARD, NAT_SRC - 3),
	IPV4_HOOK(hook4, LOCAL_OUT, FILTER + 1),
	IPV6_HOOK(gather6, LOCAL_IN, CONNTRACK_DEFRAG),
	IPV6_HOOK(hook6, LOCAL_IN, NAT_SRC - 3),
	IPV6_HOOK(gather6, FORWARD, CONNTRACK_DEFRAG),
	IPV6_HOOK(hook6_forward, FORWARD, NAT_SRC - 3),
	IPV6_HOOK(hook6, LOCAL_OUT, FILTER + 1),
};

/**
 * vsx_hooks_register() - start to see packets of a namespace.
 * @vn: the namespace, its tables set up
 *
 * Context: process, may sleep; under vsx_net.lock.
 * Return: 0 or -errno.
 */
int vsx_hooks_register(struct vsx_net *vn)
{
	struct nf_hook_ops *ops = kmemdup(hook_ops, sizeof(hook_ops), GFP_KERNEL);
	unsigned int i;
	int err;

	if (!ops)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(hook_ops); i++)
		ops[i].priv = vn;
	err = nf_register_net_hooks(vn->net, ops, ARRAY_SIZE(hook_ops));
	if (err) {
		/* Those that were registered before the one that failed may have packets in them. */
		synchronize_rcu();
		kfree(ops);
		return err;
	}
	vn->hook_ops = ops;
	return 0;
}

/**
 * vsx_hooks_unregister() - see no more packets of a namespace.
 * @vn: the namespace
 *
 * Packets inside a hook, and readers of the list of hooks, may still run until the next RCU grace period;
 * after it the caller frees vsx_net.hook_ops.
 *
 * Context: process, may sleep.
 */
void vsx_hooks_unregister(struct vsx_net *vn)
{
	nf_unregister_net_hooks(vn->net, vn->hook_ops, ARRAY_SIZE(hook_ops));
}
