/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xmit.h - sending packets on: rewriting, routing, refusing. One forwarding method, one file.
 */
#ifndef VSX_XMIT_XMIT_H
#define VSX_XMIT_XMIT_H

#include <linux/types.h>

struct dst_entry;
struct vsx_addr;
struct vsx_dest;
struct vsx_pkt;

/* All: BH off, under rcu_read_lock(); verdicts are netfilter's, reasons counted. */

/* route.c */
struct dst_entry *vsx_route_to(const struct vsx_pkt *p, struct vsx_dest *dest);
bool vsx_route_is_local(const struct vsx_pkt *p, const struct dst_entry *dst);
bool vsx_route_ttl(const struct vsx_pkt *p);
void vsx_route_own_dev(const struct vsx_pkt *p);
bool vsx_route_fits(const struct vsx_pkt *p, const struct dst_entry *dst);
void vsx_route_untrack(const struct vsx_pkt *p);
bool vsx_route_again(const struct vsx_pkt *p);
unsigned int vsx_route_send(const struct vsx_pkt *p, struct dst_entry *dst);

/* nat.c */
unsigned int vsx_nat_request(struct vsx_pkt *p, struct vsx_dest *dest);
unsigned int vsx_nat_reply(struct vsx_pkt *p, struct vsx_dest *dest);
unsigned int vsx_nat_icmp_to_server(struct vsx_pkt *p, struct vsx_pkt *quoted, struct vsx_dest *dest);
unsigned int vsx_nat_icmp_to_client(struct vsx_pkt *p, struct vsx_pkt *quoted, struct vsx_dest *dest);

/* ct.c */
void vsx_ct_expect(const struct vsx_pkt *p, const struct vsx_dest *dest);

/* refuse.c */
void vsx_refuse(const struct vsx_pkt *p);

#endif /* VSX_XMIT_XMIT_H */
