/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * encap.h - wrapping a packet up for a tunnel.
 */
#ifndef VSX_XMIT_ENCAP_H
#define VSX_XMIT_ENCAP_H

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
 * @dst: its other end
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
	union nf_inet_addr dst;
	u16 l4;
	u8 dsfield;
	u8 hop_limit;
	bool df;
};

unsigned int vsx_encap_bytes(struct vsx_tun tun, u8 outer_af);
bool vsx_encap(struct sk_buff *skb, const struct vsx_encap *e);

#endif /* VSX_XMIT_ENCAP_H */
