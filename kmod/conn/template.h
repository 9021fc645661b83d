/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * template.h - persistence: which server a client's connections go to.
 */
#ifndef VSX_CONN_TEMPLATE_H
#define VSX_CONN_TEMPLATE_H

#include <linux/types.h>

struct vsx_addr;
struct vsx_dest;
struct vsx_net;
struct vsx_svc;

/* Any context with BH off, under rcu_read_lock(). */
struct vsx_dest *vsx_template_find(struct vsx_net *vn, const struct vsx_svc *svc,
				   const struct vsx_addr *client);
struct vsx_dest *vsx_template_set(struct vsx_net *vn, const struct vsx_svc *svc,
				  const struct vsx_addr *client, struct vsx_dest *dest);
void vsx_template_keep(struct vsx_net *vn, const struct vsx_dest *dest,
		       const struct vsx_addr *client, u32 now);
u32 vsx_template_expires(const struct vsx_svc *svc, u64 word, u32 now);
bool vsx_template_is_over(const struct vsx_net *vn, u64 word, u32 now);
void vsx_template_ended(struct vsx_net *vn, u64 word);

#endif /* VSX_CONN_TEMPLATE_H */
