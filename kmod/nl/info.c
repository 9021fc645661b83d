// SPDX-License-Identifier: GPL-2.0-only
/*
 * info.c - the namespace as a whole: sizes, and the reasons packets left by.
 */
#include "net.h"
#include "nl/attr.h"
#include "nl/family.h"
#include "nl/gen.h"
#include "svc/rates.h"
#include "version.h"

static bool put_info(struct sk_buff *skb, const struct vsx_net *vn)
{
	u64 bytes = 0;
	unsigned int i;

	for (i = 0; vn->is_up && i < ARRAY_SIZE(vn->tables); i++)
		bytes += vsx_table_bytes(&vn->tables[i]);
	if (vn->is_up)
		bytes += vsx_table_bytes(&vn->templates);
	return !nla_put_string(skb, VSX_A_INFO_VERSION, VSX_VERSION) &&
	       !nla_put_u32(skb, VSX_A_INFO_SERVICES, vn->n_svcs) &&
	       !nla_put_u32(skb, VSX_A_INFO_DESTS, vn->n_dests) &&
	       !nla_put_u64_64bit(skb, VSX_A_INFO_CONNS, vsx_net_conns(vn), VSX_A_INFO_PAD) &&
	       !nla_put_u64_64bit(skb, VSX_A_INFO_TABLE_BYTES, bytes, VSX_A_INFO_PAD);
}

/**
 * vsx_nl_info_get_doit() - VSX_CMD_INFO_GET.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno.
 */
int vsx_nl_info_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	struct nlattr *nest;
	bool fits;
	void *hdr;

	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &vsx_nl_family, 0, VSX_CMD_INFO_GET);
	nest = hdr ? nla_nest_start(msg, VSX_A_CMD_INFO) : NULL;
	mutex_lock(&vn->lock);
	fits = nest && put_info(msg, vn);
	mutex_unlock(&vn->lock);
	if (!fits) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

static int fill_reason(struct sk_buff *skb, struct netlink_callback *cb, const struct vsx_net *vn,
		       enum vsx_reason reason)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &vsx_nl_family,
				NLM_F_MULTI, VSX_CMD_REASON_GET);
	struct nlattr *nest;

	if (!hdr)
		return -EMSGSIZE;
	nest = nla_nest_start(skb, VSX_A_CMD_REASON);
	if (!nest || nla_put_string(skb, VSX_A_REASON_NAME, vsx_reason_name(reason)) ||
	    nla_put_u64_64bit(skb, VSX_A_REASON_PACKETS, vsx_reason_read(vn->reasons, reason),
			      VSX_A_REASON_PAD)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * vsx_nl_reason_get_dumpit() - VSX_CMD_REASON_GET: all reasons, in their fixed order.
 * @skb: message to fill
 * @cb: state of the dump
 *
 * Context: process, may sleep.
 * Return: length, 0 at the end.
 */
int vsx_nl_reason_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct vsx_net *vn = vsx_net(sock_net(skb->sk));

	while (cb->args[0] < VSX_REASON_COUNT && !fill_reason(skb, cb, vn, cb->args[0]))
		cb->args[0]++;
	return skb->len;
}
