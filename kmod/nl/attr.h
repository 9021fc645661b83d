/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * attr.h - attributes that several objects have. Process context.
 */
#ifndef VSX_NL_ATTR_H
#define VSX_NL_ATTR_H

#include <net/genetlink.h>

struct vsx_addr;
struct vsx_counts;
struct vsx_net;
struct vsx_svc;

int vsx_attr_refuse(struct netlink_ext_ack *extack, int err, const char *why);
int vsx_attr_check_af(u16 af, struct netlink_ext_ack *extack);
int vsx_attr_get_addr(const struct nlattr *af, const struct nlattr *ip, const struct nlattr *port,
		      struct vsx_addr *addr, struct netlink_ext_ack *extack);
int vsx_attr_get_svc_addr(const struct nlattr *nest, struct vsx_addr *addr,
			  struct netlink_ext_ack *extack);
struct vsx_svc *vsx_attr_find_svc(struct vsx_net *vn, const struct nlattr *nest,
				  struct netlink_ext_ack *extack);

bool vsx_attr_put_ip(struct sk_buff *skb, int type, const struct vsx_addr *addr);
bool vsx_attr_put_svc_addr(struct sk_buff *skb, const struct vsx_svc *svc);
bool vsx_attr_put_counts(struct sk_buff *skb, int type, const struct vsx_counts *counts);

#endif /* VSX_NL_ATTR_H */
