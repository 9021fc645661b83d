/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * attr.h - attributes of the IPVS family. Process context.
 */
#ifndef VSX_IPVS_ATTR_H
#define VSX_IPVS_ATTR_H

#include <linux/ip_vs.h>
#include <net/netlink.h>

struct vsx_addr;
struct vsx_counts;
struct vsx_net;
struct vsx_svc;

extern const struct nla_policy vsx_ipvs_cmd_policy[IPVS_CMD_ATTR_MAX + 1];

int vsx_ipvs_get_nest(const struct nlattr *nest, struct nlattr **tb, struct netlink_ext_ack *extack);
int vsx_ipvs_get_svc_addr(struct nlattr **tb, struct vsx_addr *addr, struct netlink_ext_ack *extack);
struct vsx_svc *vsx_ipvs_find_svc(struct vsx_net *vn, const struct nlattr *nest,
				  struct netlink_ext_ack *extack);
u32 vsx_ipvs_netmask(const struct vsx_svc *svc);
bool vsx_ipvs_put_stats(struct sk_buff *skb, int type, const struct vsx_counts *counts,
			const struct vsx_counts *rates);
bool vsx_ipvs_put_stats64(struct sk_buff *skb, int type, const struct vsx_counts *counts,
			  const struct vsx_counts *rates);

#endif /* VSX_IPVS_ATTR_H */
