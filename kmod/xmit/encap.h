/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * encap.h - wrapping a packet up for a tunnel.
 */
#ifndef VSX_XMIT_ENCAP_H
#define VSX_XMIT_ENCAP_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/ipvsx.h>
#include <linux/netfilter.h>

#include "svc/dest.h"

struct sk_buff;

/**
 * struct vsx_encap - what a packet is wrapped up in
 * @net: the namespace
 * @tun: the kind of tunnel
 * @inner_af: family of the packet
 * @outer_af: family of the tunnel
 * @src: source of the tunnel
 * @dst: its other end, for as long as it takes
 * @l4: offset of the packet's transport header
 * @dsfield: DSCP and ECN of the outer header
 * @hop_limit: of the outer header
 * @df: the outer header says not to fragment (IPv4)
 */
struct vsx_encap {
	struct net *net;
	struct vsx_tun tun;
	u8 inner_af;
	u8 outer_af;
	union nf_inet_addr src;
	const union nf_inet_addr *dst;
	u16 l4;
	u8 dsfield;
	u8 hop_limit;
	bool df;
};

unsigned int vsx_encap_bytes_between(struct vsx_tun tun);
bool vsx_encap(struct sk_buff *skb, const struct vsx_encap *e);

/**
 * vsx_encap_bytes() - the most a tunnel adds to a packet.
 * @tun: the tunnel
 * @outer_af: its family
 *
 * Return: bytes.
 */
static inline unsigned int vsx_encap_bytes(struct vsx_tun tun, u8 outer_af)
{
	unsigned int ip = outer_af == AF_INET ? sizeof(struct iphdr) : sizeof(struct ipv6hdr);

	return likely(tun.type == VSX_TUNNEL_IPIP) ? ip : ip + vsx_encap_bytes_between(tun);
}

#endif /* VSX_XMIT_ENCAP_H */
