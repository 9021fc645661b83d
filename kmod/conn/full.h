/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * full.h - keys of connections of services that have no one address and port: firewall marks, all ports.
 */
#ifndef VSX_CONN_FULL_H
#define VSX_CONN_FULL_H

#include <linux/types.h>

struct vsx_addr;
struct vsx_conn;
struct vsx_net;

/* Any context, under rcu_read_lock(). */
void vsx_full_request_key(struct vsx_conn *c, struct vsx_net *vn, const struct vsx_addr *client,
			  const struct vsx_addr *virt);
void vsx_full_reply_key(struct vsx_conn *c, struct vsx_net *vn, const struct vsx_addr *client,
			const struct vsx_addr *server, u32 id);
void vsx_full_reply_set_virt(struct vsx_conn *c, const struct vsx_addr *virt);
void vsx_full_client(const u64 *key, struct vsx_addr *client);
void vsx_full_reply_client(const u64 *key, struct vsx_addr *client);
void vsx_full_request_virt(const u64 *key, struct vsx_addr *virt);
void vsx_full_reply_virt(const u64 *key, struct vsx_addr *virt);

#endif /* VSX_CONN_FULL_H */
