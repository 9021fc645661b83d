/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sweep.h - the collector.
 */
#ifndef VSX_CONN_SWEEP_H
#define VSX_CONN_SWEEP_H

struct vsx_net;
struct vsx_table;

int vsx_sweep_register(void);
void vsx_sweep_unregister(void);
void vsx_sweep_init(struct vsx_net *vn);
void vsx_sweep_exit(struct vsx_net *vn);

/* Any context. */
void vsx_sweep_kick(struct vsx_net *vn);
void vsx_sweep_narrow_room(struct vsx_table *t);
void vsx_sweep_wide_room(struct vsx_table *t);
void vsx_sweep_full_room(struct vsx_table *t);
void vsx_sweep_full_reply_room(struct vsx_table *t);
void vsx_sweep_template_room(struct vsx_table *t);

#endif /* VSX_CONN_SWEEP_H */
