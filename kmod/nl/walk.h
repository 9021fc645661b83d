/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * walk.h - what the families' commands on services have in common; each brings its own attributes.
 */
#ifndef VSX_NL_WALK_H
#define VSX_NL_WALK_H

#include <linux/types.h>

struct genl_info;
struct netlink_callback;
struct netlink_ext_ack;
struct nlattr;
struct sk_buff;
struct vsx_net;
struct vsx_svc;

/**
 * struct vsx_walk - how a family names and shows services; called under vsx_net.lock
 * @find: the service that a nest of attributes names, or an ERR_PTR() with a sentence
 * @fill: append a message about a service; 0 or -EMSGSIZE
 */
struct vsx_walk {
	struct vsx_svc *(*find)(struct vsx_net *vn, const struct nlattr *nest,
				struct netlink_ext_ack *extack);
	int (*fill)(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vsx_svc *svc);
};

int vsx_walk_zero(const struct vsx_walk *by, struct genl_info *info, const struct nlattr *nest);
int vsx_walk_get_svc(const struct vsx_walk *by, struct genl_info *info, const struct nlattr *nest);
int vsx_walk_dump_svcs(const struct vsx_walk *by, struct sk_buff *skb, struct netlink_callback *cb);

#endif /* VSX_NL_WALK_H */
