// SPDX-License-Identifier: GPL-2.0-only
/*
 * svc.c - service commands of the IPVS family.
 *
 * A client describes a service completely in NEW_SERVICE and SET_SERVICE. What is checked comes in the order
 * IPVS has, so that of two errors in one message the same one is told.
 */
#include <linux/bitops.h>
#include <net/genetlink.h>

#include "ipvs/attr.h"
#include "ipvs/family.h"
#include "net.h"
#include "nl/attr.h"
#include "nl/walk.h"
#include "svc/dest.h"
#include "svc/rates.h"
#include "svc/svc.h"

/* ---- commands --------------------------------------------------------------------------------- */

/* A netmask is an IPv4 mask, or the length of an IPv6 prefix. */
static int get_prefix(struct nlattr **tb, struct vsx_svc_cfg *cfg, struct netlink_ext_ack *extack)
{
	u32 netmask = nla_get_u32(tb[IPVS_SVC_ATTR_NETMASK]);
	u32 rest;

	if (cfg->addr.af == AF_INET6) {
		cfg->persist_prefix = min(netmask, 255U);
		if (netmask < 1 || netmask > 128)
			return vsx_attr_refuse(extack, -EINVAL, "the netmask is a prefix length of 1 to 128");
		return 0;
	}
	rest = ~ntohl((__force __be32)netmask);
	cfg->persist_prefix = hweight32(~rest);
	if (cfg->persist && (!~rest || (rest & (rest + 1))))
		return vsx_attr_refuse(extack, -EINVAL, "the netmask is not ones followed by zeros");
	return 0;
}

static u32 flags_of(const struct vsx_svc *svc)
{
	u32 flags = IP_VS_SVC_F_HASHED;

	if (svc->timeout[VSX_CONN_STATE_TEMPLATE])
		flags |= IP_VS_SVC_F_PERSISTENT;
	if (svc->is_one_packet)
		flags |= IP_VS_SVC_F_ONEPACKET;
	if (svc->sched_conf.flags & VSX_SCHED_F_FALLBACK)
		flags |= IP_VS_SVC_F_SCHED1;
	if (svc->sched_conf.flags & VSX_SCHED_F_PORT)
		flags |= IP_VS_SVC_F_SCHED2;
	return flags;
}

/* @svc is what there is, NULL for a new service. What the mask leaves out stays. */
static int get_flags(struct nlattr **tb, const struct vsx_svc *svc, struct vsx_svc_cfg *cfg,
		     struct netlink_ext_ack *extack)
{
	struct ip_vs_flags f = {};
	u32 flags;
	int err;

	nla_memcpy(&f, tb[IPVS_SVC_ATTR_FLAGS], sizeof(f));
	flags = ((svc ? flags_of(svc) : 0) & ~f.mask) | (f.flags & f.mask);
	if (flags & IP_VS_SVC_F_SCHED3)
		return vsx_attr_refuse(extack, -EOPNOTSUPP, "no scheduler has a third flag");
	cfg->has |= VSX_SVC_HAS_ONE_PACKET | VSX_SVC_HAS_PERSIST | VSX_SVC_HAS_SCHED_FLAGS;
	cfg->sched_flags = (flags & IP_VS_SVC_F_SCHED1 ? VSX_SCHED_F_FALLBACK : 0) |
			   (flags & IP_VS_SVC_F_SCHED2 ? VSX_SCHED_F_PORT : 0);
	cfg->one_packet = flags & IP_VS_SVC_F_ONEPACKET ? 1 : 0;
	cfg->persist = flags & IP_VS_SVC_F_PERSISTENT ? nla_get_u32(tb[IPVS_SVC_ATTR_TIMEOUT]) : 0;
	if (cfg->persist > VSX_TIMEOUT_MAX)
		return vsx_attr_refuse(extack, -EINVAL, "persistence is at most 345600 seconds");
	err = get_prefix(tb, cfg, extack);
	if (!err && cfg->persist)
		cfg->has |= VSX_SVC_HAS_PREFIX;
	return err;
}

/* What comes beside the address in a complete description. */
static int get_cfg(struct nlattr **tb, const struct vsx_svc *svc, struct vsx_svc_cfg *cfg,
		   struct netlink_ext_ack *extack)
{
	cfg->has |= VSX_SVC_HAS_SCHED;
	cfg->sched = nla_data(tb[IPVS_SVC_ATTR_SCHED_NAME]);
	if (!vsx_sched_find(cfg->sched))
		return vsx_attr_refuse(extack, -ENOENT, "no scheduler has this name");
	if (tb[IPVS_SVC_ATTR_PE_NAME] && *(char *)nla_data(tb[IPVS_SVC_ATTR_PE_NAME]))
		return vsx_attr_refuse(extack, -ENOENT, "no persistence engine has this name");
	return get_flags(tb, svc, cfg, extack);
}

static bool is_complete(struct nlattr **tb)
{
	return tb[IPVS_SVC_ATTR_SCHED_NAME] && tb[IPVS_SVC_ATTR_FLAGS] && tb[IPVS_SVC_ATTR_TIMEOUT] &&
	       tb[IPVS_SVC_ATTR_NETMASK];
}

/* Under vsx_net.lock. */
static int svc_write(struct vsx_net *vn, struct genl_info *info, bool is_new)
{
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];
	struct netlink_ext_ack *extack = info->extack;
	struct vsx_svc_cfg cfg = {};
	const char *why = NULL;
	struct vsx_svc *svc;
	int err;

	err = vsx_ipvs_get_nest(info->attrs[IPVS_CMD_ATTR_SERVICE], tb, extack);
	if (!err)
		err = vsx_ipvs_get_svc_addr(tb, &cfg.addr, extack);
	if (err)
		return err;
	if (!is_complete(tb))
		return vsx_attr_refuse(extack, -EINVAL,
				       "scheduler, flags, timeout or netmask of the service is missing");
	svc = vsx_svc_find(vn, &cfg.addr);
	if (!is_new && !svc)
		return vsx_attr_refuse(extack, -ESRCH, "there is no such service");
	if (is_new && svc)
		return vsx_attr_refuse(extack, -EEXIST, "the service exists already");
	err = get_cfg(tb, svc, &cfg, extack);
	if (err)
		return err;
	err = is_new ? vsx_svc_add(vn, &cfg, &why) : vsx_svc_set(vn, &cfg, &why);
	return vsx_attr_refuse(extack, err, why);
}

/**
 * vsx_ipvs_new_service() - IPVS_CMD_NEW_SERVICE.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_ipvs_new_service(struct sk_buff *skb, struct genl_info *info)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	int err;

	mutex_lock(&vn->lock);
	err = svc_write(vn, info, true);
	mutex_unlock(&vn->lock);
	return err;
}

/**
 * vsx_ipvs_set_service() - IPVS_CMD_SET_SERVICE.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_ipvs_set_service(struct sk_buff *skb, struct genl_info *info)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	int err;

	mutex_lock(&vn->lock);
	err = svc_write(vn, info, false);
	mutex_unlock(&vn->lock);
	return err;
}

/**
 * vsx_ipvs_del_service() - IPVS_CMD_DEL_SERVICE.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_ipvs_del_service(struct sk_buff *skb, struct genl_info *info)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	const char *why = NULL;
	struct vsx_svc *svc;
	int err;

	mutex_lock(&vn->lock);
	svc = vsx_ipvs_find_svc(vn, info->attrs[IPVS_CMD_ATTR_SERVICE], info->extack);
	if (IS_ERR(svc)) {
		err = PTR_ERR(svc);
	} else {
		err = vsx_svc_del(vn, &svc->front.addr, &why);
		vsx_attr_refuse(info->extack, err, why);
	}
	mutex_unlock(&vn->lock);
	return err;
}

/**
 * vsx_ipvs_flush() - IPVS_CMD_FLUSH.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0.
 */
int vsx_ipvs_flush(struct sk_buff *skb, struct genl_info *info)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));

	mutex_lock(&vn->lock);
	vsx_svc_flush(vn);
	mutex_unlock(&vn->lock);
	return 0;
}

/* ---- replies ---------------------------------------------------------------------------------- */

static bool put_id(struct sk_buff *skb, const struct vsx_svc *svc)
{
	const struct vsx_addr *a = &svc->front.addr;

	if (vsx_addr_is_mark(a))
		return !nla_put_u16(skb, IPVS_SVC_ATTR_AF, a->af) &&
		       !nla_put_u32(skb, IPVS_SVC_ATTR_FWMARK, a->ip.all[0]);
	return !nla_put_u16(skb, IPVS_SVC_ATTR_AF, a->af) &&
	       !nla_put_u16(skb, IPVS_SVC_ATTR_PROTOCOL, a->proto) &&
	       !nla_put(skb, IPVS_SVC_ATTR_ADDR, sizeof(a->ip), &a->ip) &&
	       !nla_put_be16(skb, IPVS_SVC_ATTR_PORT, a->port);
}

static bool put_cfg(struct sk_buff *skb, const struct vsx_svc *svc)
{
	const struct ip_vs_flags flags = { .flags = flags_of(svc), .mask = ~0 };

	return !nla_put_string(skb, IPVS_SVC_ATTR_SCHED_NAME, svc->sched->name) &&
	       !nla_put(skb, IPVS_SVC_ATTR_FLAGS, sizeof(flags), &flags) &&
	       !nla_put_u32(skb, IPVS_SVC_ATTR_TIMEOUT, svc->timeout[VSX_CONN_STATE_TEMPLATE]) &&
	       !nla_put_u32(skb, IPVS_SVC_ATTR_NETMASK, vsx_ipvs_netmask(svc));
}

static int fill(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vsx_svc *svc)
{
	void *hdr = genlmsg_put(skb, portid, seq, &vsx_ipvs_family, flags, IPVS_CMD_NEW_SERVICE);
	struct vsx_counts counts, rates;
	struct nlattr *nest;

	if (!hdr)
		return -EMSGSIZE;
	vsx_svc_counts(svc, &counts);
	vsx_svc_rates(svc, &rates);
	nest = nla_nest_start_noflag(skb, IPVS_CMD_ATTR_SERVICE);
	if (!nest || !put_id(skb, svc) || !put_cfg(skb, svc) ||
	    !vsx_ipvs_put_stats(skb, IPVS_SVC_ATTR_STATS, &counts, &rates) ||
	    !vsx_ipvs_put_stats64(skb, IPVS_SVC_ATTR_STATS64, &counts, &rates)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;
}

static const struct vsx_walk walk = { .find = vsx_ipvs_find_svc, .fill = fill };

/**
 * vsx_ipvs_get_service() - IPVS_CMD_GET_SERVICE of one service.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_ipvs_get_service(struct sk_buff *skb, struct genl_info *info)
{
	return vsx_walk_get_svc(&walk, info, info->attrs[IPVS_CMD_ATTR_SERVICE]);
}

/**
 * vsx_ipvs_dump_services() - IPVS_CMD_GET_SERVICE of all services, oldest first.
 * @skb: message to fill
 * @cb: state of the dump
 *
 * Context: process, may sleep.
 * Return: length, 0 at the end.
 */
int vsx_ipvs_dump_services(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsx_walk_dump_svcs(&walk, skb, cb);
}

/**
 * vsx_ipvs_zero() - IPVS_CMD_ZERO: one service, or all.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_ipvs_zero(struct sk_buff *skb, struct genl_info *info)
{
	return vsx_walk_zero(&walk, info, info->attrs[IPVS_CMD_ATTR_SERVICE]);
}
