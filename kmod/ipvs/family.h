/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * family.h - what IPVS clients see: the netlink family, and what the handlers' files have for it.
 */
#ifndef VSX_IPVS_FAMILY_H
#define VSX_IPVS_FAMILY_H

#include <linux/types.h>

struct genl_family;
struct genl_info;
struct netlink_callback;
struct sk_buff;

extern struct genl_family vsx_ipvs_family;

int vsx_ipvs_register(void);
void vsx_ipvs_unregister(void);
bool vsx_ipvs_has_names(void);

/* svc.c */
int vsx_ipvs_new_service(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_set_service(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_del_service(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_get_service(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_dump_services(struct sk_buff *skb, struct netlink_callback *cb);
int vsx_ipvs_zero(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_flush(struct sk_buff *skb, struct genl_info *info);

/* dest.c */
int vsx_ipvs_new_dest(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_set_dest(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_del_dest(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_dump_dests(struct sk_buff *skb, struct netlink_callback *cb);

/* info.c */
int vsx_ipvs_get_info(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_get_config(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_set_config(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_daemon(struct sk_buff *skb, struct genl_info *info);
int vsx_ipvs_dump_daemons(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* VSX_IPVS_FAMILY_H */
