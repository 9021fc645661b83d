/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ipvsx.yaml */
/* YNL-GEN kernel header */
/* YNL-ARG --function-prefix vsx-nl */
/* To regenerate run: Documentation/netlink/regen.py */

#ifndef _LINUX_IPVSX_GEN_H
#define _LINUX_IPVSX_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <linux/ipvsx.h>

/* Common nested types */
extern const struct nla_policy vsx_dest_nl_policy[VSX_A_DEST_TUNNEL_CHECKSUM + 1];
extern const struct nla_policy vsx_stats_nl_policy[VSX_A_STATS_PAD + 1];
extern const struct nla_policy vsx_svc_nl_policy[VSX_A_SVC_MSS + 1];

extern const struct nla_policy vsx_svc_new_nl_policy[VSX_A_CMD_SERVICE + 1];

extern const struct nla_policy vsx_svc_set_nl_policy[VSX_A_CMD_SERVICE + 1];

extern const struct nla_policy vsx_svc_del_nl_policy[VSX_A_CMD_SERVICE + 1];

extern const struct nla_policy vsx_svc_get_nl_policy[VSX_A_CMD_SERVICE + 1];

extern const struct nla_policy vsx_dest_new_nl_policy[VSX_A_CMD_DEST + 1];

extern const struct nla_policy vsx_dest_set_nl_policy[VSX_A_CMD_DEST + 1];

extern const struct nla_policy vsx_dest_del_nl_policy[VSX_A_CMD_DEST + 1];

extern const struct nla_policy vsx_dest_get_nl_policy[VSX_A_CMD_DEST + 1];

extern const struct nla_policy vsx_zero_nl_policy[VSX_A_CMD_SERVICE + 1];

/* Ops table for ipvsx */
extern const struct genl_ops vsx_nl_ops[13];

int vsx_nl_svc_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_svc_set_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_svc_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_svc_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_svc_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsx_nl_dest_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_dest_set_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_dest_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_dest_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_dest_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsx_nl_flush_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_zero_doit(struct sk_buff *skb, struct genl_info *info);
int vsx_nl_conn_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsx_nl_reason_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsx_nl_info_get_doit(struct sk_buff *skb, struct genl_info *info);

#endif /* _LINUX_IPVSX_GEN_H */
