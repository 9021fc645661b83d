/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysctl.h - net.ipv4.vs of a namespace.
 */
#ifndef VSX_IPVS_SYSCTL_H
#define VSX_IPVS_SYSCTL_H

struct vsx_net;

int vsx_ipvs_sysctl_init(struct vsx_net *vn);
void vsx_ipvs_sysctl_exit(struct vsx_net *vn);

#endif /* VSX_IPVS_SYSCTL_H */
