// SPDX-License-Identifier: GPL-2.0-only
/*
 * sctp.c - what SCTP packets need that TCP and UDP do not: a CRC32c that follows a port, and ABORT.
 *
 * The checksum is of the packet alone, without addresses (RFC 9260, 6.8). One that a device or a peer's stack is still
 * to compute (CHECKSUM_PARTIAL, which is what every GSO packet has) needs no care.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/sctp.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include "net.h"
#include "path/pkt.h"
#include "pure/crc32c.h"
#include "pure/sctp_state.h"
#include "xmit/sctp.h"

#define TAG_REFLECTED	1	/* flag T of an ABORT (RFC 9260, 8.5.1) */

/* An ABORT without causes. */
struct abort {
	struct sctphdr sctp;
	struct sctp_chunkhdr chunk;
};

/**
 * vsx_sctp_set_port() - give one end of a packet another port.
 * @skb: the packet, writable up to the end of the SCTP header
 * @l4: offset of that
 * @is_dest: the destination's port, not the source's
 * @port: the port
 */
void vsx_sctp_set_port(struct sk_buff *skb, unsigned int l4, bool is_dest, __be16 port)
{
	struct sctphdr *sctp = (struct sctphdr *)(skb->data + l4);
	__le32 was, is;

	memcpy(&was, sctp, sizeof(was));
	if (is_dest)
		sctp->dest = port;
	else
		sctp->source = port;
	memcpy(&is, sctp, sizeof(is));
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		return;
	sctp->checksum ^= cpu_to_le32(vsx_crc32c_change(le32_to_cpu(was ^ is), skb->len - l4));
	/* The device has summed what was there before. */
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
}

/*
 * The tag by which the client knows that an ABORT is for it: the one that its INIT asks for, otherwise that of
 * its own packet, which it then recognises by a flag (RFC 9260, 8.4).
 */
static bool abort_fill(const struct vsx_pkt *p, struct abort *abort)
{
	const struct sctphdr *sctp;
	const __be32 *tag;
	struct sctphdr buf;
	__be32 tag_buf;

	sctp = skb_header_pointer(p->skb, p->l4, sizeof(buf), &buf);
	if (!sctp)
		return false;
	*abort = (struct abort){
		.sctp = { .source = sctp->dest, .dest = sctp->source, .vtag = sctp->vtag },
		.chunk = {
			.type = VSX_SCTP_ABORT, .flags = TAG_REFLECTED,
			.length = htons(sizeof(abort->chunk)),
		},
	};
	if (p->event == VSX_SCTP_INIT) {
		tag = skb_header_pointer(p->skb, p->l4 + sizeof(*abort), sizeof(tag_buf), &tag_buf);
		if (!tag)
			return false;
		abort->sctp.vtag = *tag;
		abort->chunk.flags = 0;
	}
	abort->sctp.checksum = cpu_to_le32(vsx_crc32c((u8 *)abort, sizeof(*abort)));
	return true;
}

/* From the packet's destination to its source. */
static void push_ipv4(struct sk_buff *skb, const struct vsx_pkt *p)
{
	struct iphdr *ip = skb_push(skb, sizeof(*ip));

	skb_reset_network_header(skb);
	*ip = (struct iphdr){
		.version = 4,
		.ihl = sizeof(*ip) / 4,
		.frag_off = htons(IP_DF),
		.ttl = READ_ONCE(p->vn->net->ipv4.sysctl_ip_default_ttl),
		.protocol = IPPROTO_SCTP,
		.saddr = p->dst.ip.ip,
		.daddr = p->src.ip.ip,
	};
	skb->protocol = htons(ETH_P_IP);
}

static void push_ipv6(struct sk_buff *skb, const struct vsx_pkt *p)
{
	struct ipv6hdr *ip = skb_push(skb, sizeof(*ip));

	skb_reset_network_header(skb);
	ip6_flow_hdr(ip, 0, 0);
	ip->payload_len = htons(sizeof(struct abort));
	ip->nexthdr = IPPROTO_SCTP;
	ip->hop_limit = READ_ONCE(p->vn->net->ipv6.devconf_all->hop_limit);
	ip->saddr = p->dst.ip.in6;
	ip->daddr = p->src.ip.in6;
	skb->protocol = htons(ETH_P_IPV6);
}

static void send(struct sk_buff *skb, const struct vsx_pkt *p)
{
	struct net *net = p->vn->net;
	int err;

	skb_dst_set_noref(skb, skb_dst(p->skb));
	if (vsx_pkt_af(p) == AF_INET)
		err = ip_route_me_harder(net, NULL, skb, RTN_UNSPEC);
	else
		err = ip6_route_me_harder(net, NULL, skb);
	if (err)
		kfree_skb(skb);
	else if (vsx_pkt_af(p) == AF_INET)
		ip_local_out(net, NULL, skb);
	else
		ip6_local_out(net, NULL, skb);
}

/**
 * vsx_sctp_abort() - answer a packet that no server is there for.
 * @p: the packet; it is not consumed
 *
 * What ends an association is not answered (RFC 9260, 8.4).
 */
void vsx_sctp_abort(const struct vsx_pkt *p)
{
	struct sk_buff *skb;
	struct abort abort;

	if (p->event == VSX_SCTP_ABORT || p->event == VSX_SCTP_SHUTDOWN_COMPLETE || !abort_fill(p, &abort))
		return;
	skb = alloc_skb(LL_MAX_HEADER + sizeof(struct ipv6hdr) + sizeof(abort), GFP_ATOMIC);
	if (!skb)
		return;
	skb_reserve(skb, LL_MAX_HEADER + sizeof(struct ipv6hdr));
	skb_put_data(skb, &abort, sizeof(abort));
	skb_reset_transport_header(skb);
	if (vsx_pkt_af(p) == AF_INET)
		push_ipv4(skb, p);
	else
		push_ipv6(skb, p);
	send(skb, p);
}
