/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pkt.h - a packet, parsed once; it travels down the packet path on the stack.
 */
#ifndef VSX_PATH_PKT_H
#define VSX_PATH_PKT_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/tracepoint-defs.h>

#include "addr.h"
#include "net.h"
#include "stats/stats.h"

struct dst_entry;

/* What kind of packet it is, for us. */
enum vsx_kind {
	VSX_KIND_OTHER,		/* cannot be ours */
	VSX_KIND_FLOW,		/* TCP, UDP, SCTP, ESP, AH */
	VSX_KIND_ICMP_ERROR,	/* may quote one of ours */
};

/**
 * struct vsx_pkt - a packet
 * @skb: its buffer; data points to the network header
 * @vn: the namespace
 * @state: how the hook was called
 * @src: source; its port is 0 in an ICMP error itself, and in ESP and AH port and protocol are the key exchange's
 * @dst: destination
 * @flow: both
 * @proto: transport protocol
 * @event: what it says about its connection: VSX_TCP_* flags, VSX_SCTP_* (a chunk type); 0 of UDP
 * @l4: offset of the transport header from skb->data
 * @len: length in IP bytes, for statistics
 * @held: a route made for this packet alone, released when it has left; NULL as a rule
 */
struct vsx_pkt {
	struct sk_buff *skb;
	struct vsx_net *vn;
	const struct nf_hook_state *state;
	union {
		struct {
			struct vsx_addr src;
			struct vsx_addr dst;
		};
		struct vsx_flow flow;
	};
	u8 proto;
	u8 event;
	u16 l4;
	u32 len;
	struct dst_entry *held;
};

static inline u8 vsx_pkt_af(const struct vsx_pkt *p)
{
	return p->state->pf;	/* NFPROTO_IPV4 and NFPROTO_IPV6 are AF_INET and AF_INET6 */
}

bool vsx_pkt_parse_quoted(const struct vsx_pkt *p, struct vsx_pkt *quoted);
unsigned int vsx_pkt_parse_tunnelled(const struct vsx_pkt *p, struct vsx_pkt *outer,
				     struct vsx_pkt *inner);
DECLARE_TRACEPOINT(ipvsx_packet);

void vsx_pkt_trace(const struct vsx_pkt *p, enum vsx_reason reason);

/**
 * vsx_pkt_done() - every packet to a service or of a connection leaves here.
 * @p: the packet
 * @reason: why it leaves
 * @verdict: netfilter verdict to return
 *
 * Context: BH off.
 * Return: @verdict.
 */
static inline unsigned int vsx_pkt_done(const struct vsx_pkt *p, enum vsx_reason reason,
					unsigned int verdict)
{
	vsx_reason_count(p->vn->reasons, reason);
	if (tracepoint_enabled(ipvsx_packet))
		vsx_pkt_trace(p, reason);
	return verdict;
}

#endif /* VSX_PATH_PKT_H */
