/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sctp.h - what SCTP packets need that TCP and UDP do not.
 */
#ifndef VSX_XMIT_SCTP_H
#define VSX_XMIT_SCTP_H

#include <linux/types.h>

struct sk_buff;
struct vsx_pkt;

/* BH off, under rcu_read_lock(). */
void vsx_sctp_set_port(struct sk_buff *skb, unsigned int l4, bool is_dest, __be16 port);
void vsx_sctp_abort(const struct vsx_pkt *p);

#endif /* VSX_XMIT_SCTP_H */
