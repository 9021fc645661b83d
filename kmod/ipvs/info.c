// SPDX-License-Identifier: GPL-2.0-only
/*
 * info.c - what concerns the namespace as a whole, in the IPVS family: version, timeouts, and the
 * synchronisation daemon, which is not there.
 */
#include <net/genetlink.h>

#include "ipvs/attr.h"
#include "ipvs/family.h"
#include "ipvs/version.h"
#include "net.h"
#include "nl/attr.h"
#include "svc/svc.h"

/* In the order of vsx_svc_cfg.timeout. */
static const u8 timeout_attr[] = {
	IPVS_CMD_ATTR_TIMEOUT_TCP, IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, IPVS_CMD_ATTR_TIMEOUT_UDP,
};

static bool put_version(struct sk_buff *msg, struct vsx_net *vn)
{
	return !nla_put_u32(msg, IPVS_INFO_ATTR_VERSION, VSX_IPVS_VERSION) &&
	       !nla_put_u32(msg, IPVS_INFO_ATTR_CONN_TAB_SIZE, VSX_IPVS_TABLE_SIZE);
}

static bool put_timeouts(struct sk_buff *msg, struct vsx_net *vn)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(timeout_attr); i++)
		if (nla_put_u32(msg, timeout_attr[i], vsx_svc_timeout(vn, i)))
			return false;
	return true;
}

static int reply(struct genl_info *info, u8 cmd, bool (*put)(struct sk_buff *msg, struct vsx_net *vn))
{
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	bool fits;
	void *hdr;

	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &vsx_ipvs_family, 0, cmd);
	mutex_lock(&vn->lock);
	fits = hdr && put(msg, vn);
	mutex_unlock(&vn->lock);
	if (!fits) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

/**
 * vsx_ipvs_get_info() - IPVS_CMD_GET_INFO.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno.
 */
int vsx_ipvs_get_info(struct sk_buff *skb, struct genl_info *info)
{
	return reply(info, IPVS_CMD_SET_INFO, put_version);
}

/**
 * vsx_ipvs_get_config() - IPVS_CMD_GET_CONFIG: the namespace's timeouts.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno.
 */
int vsx_ipvs_get_config(struct sk_buff *skb, struct genl_info *info)
{
	return reply(info, IPVS_CMD_SET_CONFIG, put_timeouts);
}

/**
 * vsx_ipvs_set_config() - IPVS_CMD_SET_CONFIG: change the namespace's timeouts; 0 or absent keeps one.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -EINVAL with a sentence.
 */
int vsx_ipvs_set_config(struct sk_buff *skb, struct genl_info *info)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	u32 timeout[ARRAY_SIZE(timeout_attr)] = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(timeout); i++) {
		if (info->attrs[timeout_attr[i]])
			timeout[i] = nla_get_u32(info->attrs[timeout_attr[i]]);
		if (timeout[i] > VSX_TIMEOUT_MAX)
			return vsx_attr_refuse(info->extack, -EINVAL,
					       "a timeout is between 0 and 345600 seconds");
	}
	mutex_lock(&vn->lock);
	for (i = 0; i < ARRAY_SIZE(timeout); i++)
		if (timeout[i])
			vsx_svc_set_timeout(vn, i, timeout[i]);
	mutex_unlock(&vn->lock);
	return 0;
}

/**
 * vsx_ipvs_daemon() - IPVS_CMD_NEW_DAEMON and IPVS_CMD_DEL_DAEMON.
 * @skb: request
 * @info: its attributes
 *
 * Context: process.
 * Return: -EINVAL without a daemon, else -EOPNOTSUPP.
 */
int vsx_ipvs_daemon(struct sk_buff *skb, struct genl_info *info)
{
	if (!info->attrs[IPVS_CMD_ATTR_DAEMON])
		return vsx_attr_refuse(info->extack, -EINVAL, "the daemon is missing");
	return vsx_attr_refuse(info->extack, -EOPNOTSUPP,
			       "connection synchronisation is not available");
}

/**
 * vsx_ipvs_dump_daemons() - IPVS_CMD_GET_DAEMON: none runs.
 * @skb: message to fill
 * @cb: state of the dump
 *
 * Context: process.
 * Return: 0, the end of the dump.
 */
int vsx_ipvs_dump_daemons(struct sk_buff *skb, struct netlink_callback *cb)
{
	return 0;
}
