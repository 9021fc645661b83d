// SPDX-License-Identifier: GPL-2.0-only
/*
 * pkt.c - from a buffer to a struct vsx_pkt. Every header field read here is hostile.
 *
 * Nothing is pulled or changed: headers that are not in the linear part are copied. Fragments have been put
 * together before; what a process sends in fragments (a raw socket) is none of ours.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/gue.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "net.h"
#include "path/parse.h"
#include "path/pkt.h"
#include "pure/sctp_state.h"

#define ICMP_ERROR_HEADER	8	/* RFC 792, RFC 4443: type, code, checksum, 4 bytes */
#define ICMP_ERROR_QUOTES	8	/* of a transport header, at least */
#define SCTP_CHUNKS_MAX		4	/* of a packet that are looked at */
#define IKE_PORT		htons(500)

/**
 * vsx_pkt_skip_headers() - look past the extension headers of an IPv6 packet.
 * @skb: the buffer
 * @at: offset of the packet
 * @fragment: bits of frag_off that make a fragment none of ours
 * @proto: its first next header; the transport protocol on return
 *
 * A packet with a routing header that has segments left is only passing: its destination is but the next stop
 * (RFC 8200, 4.4). AH is a header on the way to the transport's, and for us what the packet is.
 *
 * Context: as vsx_pkt_parse().
 * Return: offset of the transport header, negative if it cannot be ours.
 */
int vsx_pkt_skip_headers(const struct sk_buff *skb, unsigned int at, u16 fragment, u8 *proto)
{
	unsigned int where = at;
	struct ipv6_rt_hdr buf;
	const struct ipv6_rt_hdr *routing;
	__be16 frag_off = 0;
	int l4;

	if (ipv6_find_hdr(skb, &where, NEXTHDR_ROUTING, NULL, NULL) == NEXTHDR_ROUTING) {
		routing = skb_header_pointer(skb, where, sizeof(buf), &buf);
		if (!routing || routing->segments_left)
			return -1;
	}
	where = at;
	if (ipv6_find_hdr(skb, &where, NEXTHDR_AUTH, NULL, NULL) == NEXTHDR_AUTH) {
		*proto = IPPROTO_AH;
		return where;
	}
	l4 = ipv6_skip_exthdr(skb, at + sizeof(struct ipv6hdr), proto, &frag_off);
	return frag_off & htons(fragment) ? -1 : l4;
}

/* One that is quoted. */
static bool parse_ip(struct vsx_pkt *p, unsigned int at, u8 af)
{
	union {
		struct iphdr v4;
		struct ipv6hdr v6;
	} buf;
	const void *ip = skb_header_pointer(p->skb, at, af == AF_INET ? sizeof(buf.v4) : sizeof(buf.v6),
					    &buf);

	if (!ip)
		return false;
	return af == AF_INET ? vsx_pkt_parse_ipv4(p, ip, at) : vsx_pkt_parse_ipv6(p, ip, at);
}

static bool parse_ports(struct vsx_pkt *p)
{
	__be16 buf[2];
	const __be16 *ports = skb_header_pointer(p->skb, p->l4, sizeof(buf), buf);

	if (!ports)
		return false;
	p->src.port = ports[0];
	p->dst.port = ports[1];
	return true;
}

/*
 * The ends of the connection a packet belongs to. ESP and AH, which have no ports, belong to that of their key
 * exchange (RFC 7296, 2: UDP, port 500 on both sides), as in IPVS.
 */
static bool parse_ends(struct vsx_pkt *p)
{
	switch (p->proto) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_SCTP:
		return parse_ports(p);
	case IPPROTO_ESP:
	case IPPROTO_AH:
		p->src.proto = IPPROTO_UDP;
		p->dst.proto = IPPROTO_UDP;
		p->src.port = IKE_PORT;
		p->dst.port = IKE_PORT;
		return p->l4 + ICMP_ERROR_QUOTES <= p->skb->len;
	default:
		return false;
	}
}

/**
 * vsx_pkt_read_flow_copied() - read ports and what else a TCP or UDP header says, if it is not linear.
 * @p: the packet
 * @need: bytes of the header
 *
 * Context: as vsx_pkt_parse().
 * Return: false if it is cut off or broken.
 */
bool vsx_pkt_read_flow_copied(struct vsx_pkt *p, unsigned int need)
{
	struct tcphdr buf __uninitialized;
	const struct tcphdr *th = skb_header_pointer(p->skb, p->l4, need, &buf);

	return th && vsx_pkt_read_flow(p, th, vsx_pkt_af(p));
}

/* What the chunks at @at say; data comes last (RFC 9260, 6.10). */
static u8 sctp_event(const struct sk_buff *skb, unsigned int at)
{
	u8 event = VSX_SCTP_DATA;
	unsigned int i;

	for (i = 0; i < SCTP_CHUNKS_MAX; i++) {
		const struct sctp_chunkhdr *chunk;
		struct sctp_chunkhdr buf;

		chunk = skb_header_pointer(skb, at, sizeof(buf), &buf);
		if (!chunk || ntohs(chunk->length) < sizeof(*chunk))
			break;
		event = vsx_sctp_event(event, chunk->type);
		at += ALIGN(ntohs(chunk->length), 4);
	}
	return event;
}

static bool icmp_is_error(const struct vsx_pkt *p)
{
	const u8 *type;
	u8 buf;

	type = skb_header_pointer(p->skb, p->l4, sizeof(buf), &buf);
	if (!type)
		return false;
	if (vsx_pkt_af(p) == AF_INET6)
		return p->proto == IPPROTO_ICMPV6 && !(*type & ICMPV6_INFOMSG_MASK);
	return p->proto == IPPROTO_ICMP && icmp_is_err(*type) && *type != ICMP_REDIRECT;
}

/**
 * vsx_pkt_parse_rare() - look at what is neither TCP nor UDP.
 * @p: the packet, its IP header parsed
 *
 * Context: as vsx_pkt_parse().
 * Return: what it is.
 */
enum vsx_kind vsx_pkt_parse_rare(struct vsx_pkt *p)
{
	if (parse_ends(p)) {
		if (p->proto == IPPROTO_SCTP)
			p->event = sctp_event(p->skb, p->l4 + sizeof(struct sctphdr));
		return VSX_KIND_FLOW;
	}
	return icmp_is_error(p) ? VSX_KIND_ICMP_ERROR : VSX_KIND_OTHER;
}

/**
 * vsx_pkt_parse_quoted() - look at the packet that an ICMP error quotes.
 * @p: the error
 * @quoted: filled; its offsets count from the error's skb->data
 *
 * Eight bytes of the quoted transport header are enough (RFC 792): what it says about its connection is left out.
 *
 * Context: as vsx_pkt_parse().
 * Return: true if it quotes what can be a connection's.
 */
bool vsx_pkt_parse_quoted(const struct vsx_pkt *p, struct vsx_pkt *quoted)
{
	*quoted = *p;
	quoted->event = 0;
	return parse_ip(quoted, p->l4 + ICMP_ERROR_HEADER, vsx_pkt_af(p)) && parse_ends(quoted);
}

/* The family of the packet in a GRE header at @at, and its offset; 0 if it is none of ours. */
static unsigned int gre_content(const struct sk_buff *skb, unsigned int at, u8 *af)
{
	__be16 buf[2];
	const __be16 *gre = skb_header_pointer(skb, at, sizeof(buf), buf);

	if (!gre || (gre[0] & ~htons(0x8000)) ||
	    (gre[1] != htons(ETH_P_IP) && gre[1] != htons(ETH_P_IPV6)))
		return 0;
	*af = gre[1] == htons(ETH_P_IP) ? AF_INET : AF_INET6;
	return at + (gre[0] ? 8 : 4);
}

/* The same for a UDP header with GUE. */
static unsigned int gue_content(const struct sk_buff *skb, unsigned int at, u8 *af)
{
	const struct guehdr *gue;
	struct guehdr buf;

	at += sizeof(struct udphdr);
	gue = skb_header_pointer(skb, at, sizeof(buf), &buf);
	if (!gue || gue->version || gue->control ||
	    (gue->proto_ctype != IPPROTO_IPIP && gue->proto_ctype != IPPROTO_IPV6))
		return 0;
	*af = gue->proto_ctype == IPPROTO_IPIP ? AF_INET : AF_INET6;
	return at + sizeof(*gue) + gue->hlen * 4;
}

/**
 * vsx_pkt_parse_tunnelled() - look at the packet within a tunnel's that an ICMP error quotes.
 * @p: the error
 * @outer: filled: the tunnel's, without ports
 * @inner: filled; its offsets count from the error's skb->data
 *
 * Context: as vsx_pkt_parse().
 * Return: offset of the inner packet, 0 if it is none or too little of it is quoted.
 */
unsigned int vsx_pkt_parse_tunnelled(const struct vsx_pkt *p, struct vsx_pkt *outer,
				     struct vsx_pkt *inner)
{
	unsigned int at;
	u8 af = AF_INET;

	*outer = *p;
	if (!parse_ip(outer, p->l4 + ICMP_ERROR_HEADER, vsx_pkt_af(p)))
		return 0;
	at = outer->l4;
	switch (outer->proto) {
	case IPPROTO_IPV6:
		af = AF_INET6;
		break;
	case IPPROTO_IPIP:
		break;
	case IPPROTO_GRE:
		at = gre_content(p->skb, at, &af);
		break;
	case IPPROTO_UDP:
		at = gue_content(p->skb, at, &af);
		break;
	default:
		return 0;
	}
	*inner = *p;
	inner->event = 0;
	return at && parse_ip(inner, at, af) && parse_ends(inner) ? at : 0;
}
