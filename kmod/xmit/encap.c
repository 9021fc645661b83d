// SPDX-License-Identifier: GPL-2.0-only
/*
 * encap.c - a packet's way into a tunnel: GUE, GRE or nothing, then an IP header of either family.
 *
 *	ipip	IP | packet			RFC 2003, RFC 2473, RFC 4213
 *	gre	IP | GRE [checksum] | packet	RFC 2784
 *	gue	IP | UDP | GUE [options] | packet	version 0 of draft-ietf-intarea-gue, as Linux has it (fou)
 *
 * A packet that stands for several (GSO) stays one: it is only marked, and is cut where it leaves the machine.
 * The same goes for a checksum that is still to be computed. Of GUE with remote checksum offload such a
 * packet's own checksum is left to the server; one that is complete already goes as it is. Nobody expects a CRC32c
 * still to be computed within a tunnel: that of a single SCTP packet is computed here.
 */
#include <linux/if_ether.h>
#include <linux/skbuff.h>
#include <linux/udp.h>
#include <net/gue.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/udp.h>

#include "xmit/encap.h"

/* RFC 2784: the part every header has, and the checksum with its reserved half-word. */
struct gre_base {
	__be16 flags;
	__be16 proto;
};

struct gre_sum {
	__sum16 sum;
	__be16 zero;
};

#define GRE_HAS_SUM	htons(0x8000)

static bool has_sum(const struct vsx_encap *e)
{
	return e->tun.checksum != VSX_TUNNEL_CHECKSUM_NONE;
}

static u8 inner_proto(const struct vsx_encap *e)
{
	return e->inner_af == AF_INET ? IPPROTO_IPIP : IPPROTO_IPV6;
}

/**
 * vsx_encap_bytes_between() - the most a tunnel puts between its IP header and the packet.
 * @tun: the tunnel
 *
 * Return: bytes.
 */
unsigned int vsx_encap_bytes_between(struct vsx_tun tun)
{
	switch (tun.type) {
	case VSX_TUNNEL_GRE:
		return sizeof(struct gre_base) + (tun.checksum ? sizeof(struct gre_sum) : 0);
	case VSX_TUNNEL_GUE:
		return sizeof(struct udphdr) + sizeof(struct guehdr) +
		       (tun.checksum == VSX_TUNNEL_CHECKSUM_REMOTE ? GUE_LEN_PRIV + GUE_PLEN_REMCSUM : 0);
	default:
		return 0;
	}
}

/* How the packets have to be cut that a GSO packet stands for. */
static int gso_types(const struct vsx_encap *e, bool is_remote)
{
	int ip = e->outer_af == AF_INET ? SKB_GSO_IPXIP4 : SKB_GSO_IPXIP6;

	switch (e->tun.type) {
	case VSX_TUNNEL_GRE:
		return has_sum(e) ? SKB_GSO_GRE_CSUM : SKB_GSO_GRE;
	case VSX_TUNNEL_GUE:
		return ip | (has_sum(e) ? SKB_GSO_UDP_TUNNEL_CSUM : SKB_GSO_UDP_TUNNEL) |
		       (is_remote ? SKB_GSO_TUNNEL_REMCSUM : 0);
	default:
		return ip;
	}
}

static void push_gre(struct sk_buff *skb, const struct vsx_encap *e)
{
	__be16 proto = e->inner_af == AF_INET ? htons(ETH_P_IP) : htons(ETH_P_IPV6);
	struct gre_base *gre;
	struct gre_sum *sum;

	skb_set_inner_protocol(skb, proto);
	gre = skb_push(skb, sizeof(*gre) + (has_sum(e) ? sizeof(*sum) : 0));
	skb_reset_transport_header(skb);
	gre->flags = has_sum(e) ? GRE_HAS_SUM : 0;
	gre->proto = proto;
	if (!has_sum(e))
		return;
	sum = (struct gre_sum *)(gre + 1);
	*sum = (struct gre_sum){};
	if (skb_is_gso(skb))
		return;		/* each of the packets gets its own */
	sum->sum = csum_fold(skb->ip_summed == CHECKSUM_PARTIAL ? lco_csum(skb)
								: skb_checksum(skb, 0, skb->len, 0));
}

/* @is_remote: the packet's checksum is still to be computed, and the server is to do it */
static void push_gue(struct sk_buff *skb, const struct vsx_encap *e, bool is_remote)
{
	unsigned int options = is_remote ? GUE_LEN_PRIV + GUE_PLEN_REMCSUM : 0;
	u16 start = is_remote ? skb_checksum_start_offset(skb) : 0;
	struct guehdr *gue;
	__be16 *where;

	skb_set_inner_ipproto(skb, inner_proto(e));
	gue = skb_push(skb, sizeof(*gue) + options);
	*gue = (struct guehdr){ .hlen = options / 4, .proto_ctype = inner_proto(e) };
	if (!is_remote)
		return;
	gue->flags = GUE_FLAG_PRIV;
	*(__be32 *)(gue + 1) = GUE_PFLAG_REMCSUM;
	where = (__be16 *)((u8 *)(gue + 1) + GUE_LEN_PRIV);
	where[0] = htons(start);
	where[1] = htons(start + skb->csum_offset);
	if (!skb_is_gso(skb)) {
		skb->ip_summed = CHECKSUM_NONE;
		skb->encapsulation = 0;
	}
}

static void push_udp(struct sk_buff *skb, const struct vsx_encap *e, __be16 source)
{
	struct udphdr *udp = skb_push(skb, sizeof(*udp));

	skb_reset_transport_header(skb);
	udp->source = source;
	udp->dest = e->tun.port;
	udp->len = htons(skb->len);
	if (e->outer_af == AF_INET)
		udp_set_csum(!has_sum(e), skb, e->src.ip, e->dst->ip, skb->len);
	else
		udp6_set_csum(!has_sum(e), skb, &e->src.in6, &e->dst->in6, skb->len);
}

/*
 * Of a header without options (RFC 1071), from what it was made of: who reads it back in larger pieces than it was
 * written in has to wait. Addresses, length and protocol are summed as in a pseudo header.
 */
static __sum16 ipv4_check(const struct iphdr *ip, const struct vsx_encap *e, u16 len, u8 proto)
{
	u32 rest = (__force u16)htons(0x4500 | e->dsfield) + (__force u16)htons(e->hop_limit << 8) +
		   (__force u16)ip->id + (__force u16)ip->frag_off;

	return csum_fold(csum_tcpudp_nofold(e->src.ip, e->dst->ip, len, proto, (__force __wsum)rest));
}

static void push_ipv4(struct sk_buff *skb, const struct vsx_encap *e, u8 proto)
{
	u16 len = skb->len + sizeof(struct iphdr);
	struct iphdr *ip = skb_push(skb, sizeof(*ip));

	skb_reset_network_header(skb);
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	*ip = (struct iphdr){
		.version = 4,
		.ihl = sizeof(*ip) / 4,
		.tos = e->dsfield,
		.tot_len = htons(len),
		.frag_off = e->df ? htons(IP_DF) : 0,
		.ttl = e->hop_limit,
		.protocol = proto,
		.saddr = e->src.ip,
		.daddr = e->dst->ip,
	};
	ip_select_ident_segs(e->net, skb, NULL, skb_shinfo(skb)->gso_segs ?: 1);	/* RFC 6864: with DF any will do */
	ip->check = ipv4_check(ip, e, len, proto);
	skb->protocol = htons(ETH_P_IP);
}

static void push_ipv6(struct sk_buff *skb, const struct vsx_encap *e, u8 proto)
{
	unsigned int len = skb->len;
	struct ipv6hdr *ip = skb_push(skb, sizeof(*ip));

	skb_reset_network_header(skb);
	memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
	IP6CB(skb)->nhoff = offsetof(struct ipv6hdr, nexthdr);
	ip6_flow_hdr(ip, e->dsfield, 0);
	ip->payload_len = len > IPV6_MAXPLEN ? 0 : htons(len);
	ip->nexthdr = proto;
	ip->hop_limit = e->hop_limit;
	ip->saddr = e->src.in6;
	ip->daddr = e->dst->in6;
	skb->protocol = htons(ETH_P_IPV6);
	skb->ignore_df = 1;	/* whoever sends by IPv6 fragments himself */
}

/* Is it one packet, with all of its checksums? */
static bool is_complete(const struct sk_buff *skb)
{
	return !skb_is_gso(skb) && skb->ip_summed != CHECKSUM_PARTIAL;
}

/*
 * Tell whoever cuts the packet, or computes its checksum, where the headers within are. Of others nobody asks.
 * *@is_remote: it is the server that computes it
 */
static bool leave_for_later(struct sk_buff *skb, const struct vsx_encap *e, bool *is_remote)
{
	if (skb_csum_is_sctp(skb) && !skb_is_gso(skb) && skb_crc32c_csum_help(skb))
		return false;
	*is_remote = e->tun.checksum == VSX_TUNNEL_CHECKSUM_REMOTE && skb->ip_summed == CHECKSUM_PARTIAL;
	skb_set_transport_header(skb, e->l4);
	if (iptunnel_handle_offloads(skb, gso_types(e, *is_remote)))
		return false;
	skb_set_inner_mac_header(skb, skb_inner_network_offset(skb));
	return true;
}

/**
 * vsx_encap() - wrap a packet up.
 * @skb: the packet; it has vsx_encap_bytes() of writable room in front
 * @e: in what
 *
 * Context: BH off.
 * Return: false without memory.
 */
bool vsx_encap(struct sk_buff *skb, const struct vsx_encap *e)
{
	u8 proto = inner_proto(e);
	__be16 source = 0;
	bool is_remote = false;

	/* Before it is hidden: the flow's hash makes the port, so that a flow keeps to its path (RFC 6438). */
	if (e->tun.type == VSX_TUNNEL_GUE)
		source = udp_flow_src_port(e->net, skb, 0, 0, false);
	if (likely(is_complete(skb))) {
		skb->ip_summed = CHECKSUM_NONE;
		skb->encapsulation = 0;
	} else if (!leave_for_later(skb, e, &is_remote)) {
		return false;
	}
	switch (e->tun.type) {
	case VSX_TUNNEL_GRE:
		push_gre(skb, e);
		proto = IPPROTO_GRE;
		break;
	case VSX_TUNNEL_GUE:
		push_gue(skb, e, is_remote);
		push_udp(skb, e, source);
		proto = IPPROTO_UDP;
		break;
	default:
		skb_set_inner_ipproto(skb, proto);
		skb_reset_transport_header(skb);
	}
	if (e->outer_af == AF_INET)
		push_ipv4(skb, e, proto);
	else
		push_ipv6(skb, e, proto);
	return true;
}
