/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * path.h - the stations of a packet after parsing. All: BH off, under rcu_read_lock().
 */
#ifndef VSX_PATH_PATH_H
#define VSX_PATH_PATH_H

struct nf_hook_ops;
struct vsx_addr;
struct vsx_net;
struct vsx_pkt;
struct vsx_conn;
struct vsx_dest;
struct vsx_end;
struct vsx_svc;

/* hooks.c; process context */
int vsx_hooks_register(struct vsx_net *vn);
void vsx_hooks_unregister(struct vsx_net *vn);

struct vsx_svc *vsx_service_of(const struct vsx_pkt *p);
struct vsx_svc *vsx_service_after(const struct vsx_pkt *p, const struct vsx_svc *svc);

bool vsx_find_request(struct vsx_conn *c, struct vsx_net *vn, const struct vsx_addr *client,
		      const struct vsx_addr *virt);
struct vsx_dest *vsx_choose(const struct vsx_pkt *p, struct vsx_svc *svc, u32 now);
unsigned int vsx_in(struct vsx_pkt *p, struct vsx_svc *svc);
bool vsx_have_met(struct vsx_net *vn, const struct vsx_addr *client, const struct vsx_addr *server);
unsigned int vsx_out(struct vsx_pkt *p, struct vsx_end *end);
unsigned int vsx_icmp(struct vsx_pkt *p);

#endif /* VSX_PATH_PATH_H */
