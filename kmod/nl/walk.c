// SPDX-License-Identifier: GPL-2.0-only
/*
 * walk.c - find, show and zero services for the families, whose attributes differ and nothing else.
 *
 * Destinations are not here: the families send them in opposite orders, and the native one those of all
 * services as well.
 */
#include <net/genetlink.h>

#include "net.h"
#include "nl/walk.h"
#include "svc/order.h"
#include "svc/svc.h"

/**
 * struct svc_cursor - where a dump of services goes on
 * @seq: the last service that was sent
 */
struct svc_cursor {
	u64 seq;
};

/**
 * vsx_walk_zero() - zero the counters of one service, or of all.
 * @by: the family
 * @info: of the request
 * @nest: names the service; NULL for all
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_walk_zero(const struct vsx_walk *by, struct genl_info *info, const struct nlattr *nest)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	struct vsx_svc *svc;
	int err = 0;

	mutex_lock(&vn->lock);
	if (nest) {
		svc = by->find(vn, nest, info->extack);
		if (IS_ERR(svc))
			err = PTR_ERR(svc);
		else
			vsx_svc_zero(svc);
	} else {
		vsx_svc_zero_all(vn);
	}
	mutex_unlock(&vn->lock);
	return err;
}

/**
 * vsx_walk_get_svc() - reply with one service.
 * @by: the family
 * @info: of the request
 * @nest: names the service
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_walk_get_svc(const struct vsx_walk *by, struct genl_info *info, const struct nlattr *nest)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	struct vsx_svc *svc;
	int err;

	if (!msg)
		return -ENOMEM;
	mutex_lock(&vn->lock);
	svc = by->find(vn, nest, info->extack);
	err = IS_ERR(svc) ? PTR_ERR(svc) : by->fill(msg, info->snd_portid, info->snd_seq, 0, svc);
	mutex_unlock(&vn->lock);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	return genlmsg_reply(msg, info);
}

/**
 * vsx_walk_dump_svcs() - send all services, oldest first.
 * @by: the family
 * @skb: message to fill
 * @cb: state of the dump
 *
 * The cursor is the creation number, so a service that is there throughout comes exactly once whatever
 * comes and goes meanwhile.
 *
 * Context: process, may sleep.
 * Return: length, 0 at the end.
 */
int vsx_walk_dump_svcs(const struct vsx_walk *by, struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vsx_net *vn = vsx_net(sock_net(skb->sk));
	struct svc_cursor *at = (void *)cb->ctx;
	struct vsx_svc *svc;

	mutex_lock(&vn->lock);
	svc = vsx_order_from(vn, at->seq + 1);
	while (svc && !by->fill(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, NLM_F_MULTI, svc)) {
		at->seq = svc->seq;
		svc = vsx_order_from(vn, svc->seq + 1);
	}
	mutex_unlock(&vn->lock);
	return skb->len;
}
