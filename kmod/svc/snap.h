/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * snap.h - what packets choose from. Process context, under vsx_net.lock.
 */
#ifndef VSX_SVC_SNAP_H
#define VSX_SVC_SNAP_H

struct vsx_dest;
struct vsx_svc;

int vsx_snap_publish(struct vsx_svc *svc, const struct vsx_dest *except);
void vsx_snap_withdraw(struct vsx_svc *svc);

#endif /* VSX_SVC_SNAP_H */
