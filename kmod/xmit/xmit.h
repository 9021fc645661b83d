/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xmit.h - sending packets on: rewriting, routing, refusing. One forwarding method, one file.
 */
#ifndef VSX_XMIT_XMIT_H
#define VSX_XMIT_XMIT_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "stats/stats.h"

struct dst_entry;
struct vsx_addr;
struct vsx_dest;
struct vsx_pkt;

/* Most packets are linear and nobody else's: that is seen without a call. */
static inline bool vsx_make_writable(struct sk_buff *skb, unsigned int len)
{
	return likely(len <= skb_headlen(skb) && !skb_cloned(skb)) || !skb_ensure_writable(skb, len);
}

/* All: BH off, under rcu_read_lock(); verdicts are netfilter's, reasons counted. */

/* route.c */
struct dst_entry *vsx_route_to(const struct vsx_pkt *p, struct vsx_dest *dest);
struct dst_entry *vsx_route_next_hop(const struct vsx_pkt *p, struct vsx_dest *dest);
struct dst_entry *vsx_route_tunnel(const struct vsx_pkt *p, struct vsx_dest *dest,
				   union nf_inet_addr *src);
struct dst_entry *vsx_route_onwards(const struct vsx_pkt *p);
bool vsx_route_is_local(const struct dst_entry *dst);
void vsx_route_own_dev(const struct vsx_pkt *p);
bool vsx_route_fits(const struct vsx_pkt *p, unsigned int mtu);
enum vsx_reason vsx_route_pass(const struct vsx_pkt *p, const struct dst_entry *dst);
unsigned int vsx_route_drop(const struct vsx_pkt *p, struct dst_entry *dst, enum vsx_reason reason);
void vsx_route_forget(const struct vsx_pkt *p);
void vsx_route_untrack(const struct vsx_pkt *p);
bool vsx_route_again(const struct vsx_pkt *p);
unsigned int vsx_route_output(const struct vsx_pkt *p, struct dst_entry *dst);
unsigned int vsx_route_send(const struct vsx_pkt *p, struct dst_entry *dst);
unsigned int vsx_route_up(const struct vsx_pkt *p, struct dst_entry *dst, struct vsx_dest *dest,
			  enum vsx_reason reason);

/* dr.c */
unsigned int vsx_dr_send(struct vsx_pkt *p, struct vsx_dest *dest, enum vsx_reason reason);

/* tun.c */
unsigned int vsx_tun_send(struct vsx_pkt *p, struct vsx_dest *dest, enum vsx_reason reason);
unsigned int vsx_tun_error(struct vsx_pkt *p, const struct vsx_pkt *inner, unsigned int at,
			   struct vsx_dest *dest);

/* nat.c */
unsigned int vsx_nat_request(struct vsx_pkt *p, struct vsx_dest *dest);
unsigned int vsx_nat_reply(struct vsx_pkt *p, struct vsx_dest *dest, const struct vsx_addr *virt);
unsigned int vsx_nat_icmp_to_server(struct vsx_pkt *p, struct vsx_pkt *quoted, struct vsx_dest *dest);
unsigned int vsx_nat_icmp_to_client(struct vsx_pkt *p, struct vsx_pkt *quoted, struct vsx_dest *dest,
				    const struct vsx_addr *virt);

/* bypass.c */
unsigned int vsx_bypass_send(struct vsx_pkt *p);

/* mss.c */
bool vsx_mss_clamp(struct vsx_pkt *p, u16 mss);

/* ct.c */
void vsx_ct_expect(const struct vsx_pkt *p, const struct vsx_dest *dest);
void vsx_ct_keep(const struct vsx_pkt *p);

/* refuse.c */
void vsx_refuse(const struct vsx_pkt *p);

#endif /* VSX_XMIT_XMIT_H */
