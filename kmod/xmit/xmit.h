/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xmit.h - sending packets on: rewriting, refusing. One forwarding method, one file. Routes: route.h.
 */
#ifndef VSX_XMIT_XMIT_H
#define VSX_XMIT_XMIT_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "stats/stats.h"

struct vsx_addr;
struct vsx_dest;
struct vsx_pkt;

/* All: BH off, under rcu_read_lock(); verdicts are netfilter's, reasons counted. */

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
bool vsx_ct_expect(const struct vsx_pkt *p, const struct vsx_dest *dest);
void vsx_ct_keep(const struct vsx_pkt *p);

/* refuse.c */
void vsx_refuse(const struct vsx_pkt *p);

#endif /* VSX_XMIT_XMIT_H */
