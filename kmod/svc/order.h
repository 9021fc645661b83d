/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * order.h - services by the order of their creation. Process context, under vsx_net.lock.
 */
#ifndef VSX_SVC_ORDER_H
#define VSX_SVC_ORDER_H

#include <linux/types.h>

struct vsx_net;
struct vsx_svc;

void vsx_order_add(struct vsx_svc *svc);
void vsx_order_del(struct vsx_svc *svc);
struct vsx_svc *vsx_order_from(struct vsx_net *vn, u64 seq);

#endif /* VSX_SVC_ORDER_H */
