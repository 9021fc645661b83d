// SPDX-License-Identifier: GPL-2.0-only
/*
 * dest.c - destination commands.
 */
#include "net.h"
#include "nl/attr.h"
#include "nl/family.h"
#include "nl/gen.h"
#include "svc/dest.h"
#include "svc/order.h"
#include "svc/svc.h"

/**
 * struct dest_cursor - where a dump of destinations goes on
 * @svc_seq: the service it is at
 * @dest_seq: the last destination of it that was sent
 */
struct dest_cursor {
	u64 svc_seq;
	u64 dest_seq;
};

static void get_word(const struct nlattr *attr, u32 bit, u32 *has, u32 *word)
{
	if (!attr)
		return;
	*has |= bit;
	*word = nla_get_u32(attr);
}

static void get_forwarding(struct nlattr **tb, struct vsx_dest_cfg *cfg)
{
	if (tb[VSX_A_DEST_METHOD]) {
		cfg->has |= VSX_DEST_HAS_METHOD;
		cfg->method = nla_get_u8(tb[VSX_A_DEST_METHOD]);
	}
	if (tb[VSX_A_DEST_TUNNEL_TYPE]) {
		cfg->has |= VSX_DEST_HAS_TUN_TYPE;
		cfg->tun.type = nla_get_u8(tb[VSX_A_DEST_TUNNEL_TYPE]);
	}
	if (tb[VSX_A_DEST_TUNNEL_PORT]) {
		cfg->has |= VSX_DEST_HAS_TUN_PORT;
		cfg->tun.port = nla_get_be16(tb[VSX_A_DEST_TUNNEL_PORT]);
	}
	if (tb[VSX_A_DEST_TUNNEL_CHECKSUM]) {
		cfg->has |= VSX_DEST_HAS_TUN_CHECKSUM;
		cfg->tun.checksum = nla_get_u8(tb[VSX_A_DEST_TUNNEL_CHECKSUM]);
	}
}

static int get_cfg(const struct vsx_svc *svc, const struct nlattr *nest, struct vsx_dest_cfg *cfg,
		   struct netlink_ext_ack *extack)
{
	struct nlattr *tb[VSX_A_DEST_MAX + 1];
	int err;

	*cfg = (struct vsx_dest_cfg){};
	if (!nest)
		return vsx_attr_refuse(extack, -EINVAL, "the destination is missing");
	err = nla_parse_nested(tb, VSX_A_DEST_MAX, nest, vsx_dest_nl_policy, extack);
	if (err)
		return err;
	err = vsx_attr_get_addr(tb[VSX_A_DEST_AF], tb[VSX_A_DEST_ADDR], tb[VSX_A_DEST_PORT],
				&cfg->addr, extack);
	if (err)
		return err;
	cfg->addr.proto = svc->front.addr.proto;
	if (!cfg->addr.port)
		cfg->addr.port = svc->front.addr.port;
	get_word(tb[VSX_A_DEST_WEIGHT], VSX_DEST_HAS_WEIGHT, &cfg->has, &cfg->weight);
	get_word(tb[VSX_A_DEST_UPPER], VSX_DEST_HAS_UPPER, &cfg->has, &cfg->upper);
	get_word(tb[VSX_A_DEST_LOWER], VSX_DEST_HAS_LOWER, &cfg->has, &cfg->lower);
	get_forwarding(tb, cfg);
	return 0;
}

/* Find the service, read the destination, and do something to both under the lock. */
static int dest_command(struct genl_info *info,
			int (*act)(struct vsx_svc *svc, const struct vsx_dest_cfg *cfg,
				   const char **why))
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	struct vsx_dest_cfg cfg;
	struct vsx_svc *svc;
	const char *why = NULL;
	int err;

	mutex_lock(&vn->lock);
	svc = vsx_attr_find_svc(vn, info->attrs[VSX_A_CMD_SERVICE], info->extack);
	err = IS_ERR(svc) ? PTR_ERR(svc)
			  : get_cfg(svc, info->attrs[VSX_A_CMD_DEST], &cfg, info->extack);
	if (!err) {
		err = act(svc, &cfg, &why);
		vsx_attr_refuse(info->extack, err, why);
	}
	mutex_unlock(&vn->lock);
	return err;
}

/**
 * vsx_nl_dest_new_doit() - VSX_CMD_DEST_NEW.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_dest_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return dest_command(info, vsx_dest_add);
}

/**
 * vsx_nl_dest_set_doit() - VSX_CMD_DEST_SET.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_dest_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return dest_command(info, vsx_dest_set);
}

static int dest_del(struct vsx_svc *svc, const struct vsx_dest_cfg *cfg, const char **why)
{
	return vsx_dest_del(svc, &cfg->addr, why);
}

/**
 * vsx_nl_dest_del_doit() - VSX_CMD_DEST_DEL.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_dest_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return dest_command(info, dest_del);
}

static bool put_tunnel(struct sk_buff *skb, const struct vsx_dest *d)
{
	if (d->method != VSX_METHOD_TUNNEL)
		return true;
	return !nla_put_u8(skb, VSX_A_DEST_TUNNEL_TYPE, d->tun.type) &&
	       (!d->tun.port || !nla_put_be16(skb, VSX_A_DEST_TUNNEL_PORT, d->tun.port)) &&
	       !nla_put_u8(skb, VSX_A_DEST_TUNNEL_CHECKSUM, d->tun.checksum);
}

static bool put_dest(struct sk_buff *skb, const struct vsx_dest *d)
{
	struct vsx_counts counts;

	vsx_dest_counts(d, &counts);
	return !nla_put_u16(skb, VSX_A_DEST_AF, d->addr.af) &&
	       vsx_attr_put_ip(skb, VSX_A_DEST_ADDR, &d->addr) &&
	       !nla_put_be16(skb, VSX_A_DEST_PORT, d->addr.port) &&
	       !nla_put_u8(skb, VSX_A_DEST_METHOD, d->method) &&
	       put_tunnel(skb, d) &&
	       !nla_put_u32(skb, VSX_A_DEST_WEIGHT, d->weight) &&
	       !nla_put_u32(skb, VSX_A_DEST_UPPER, d->load.upper) &&
	       !nla_put_u32(skb, VSX_A_DEST_LOWER, d->load.lower) &&
	       !nla_put_u8(skb, VSX_A_DEST_OVERLOADED, READ_ONCE(d->load.is_overloaded)) &&
	       !nla_put_u32(skb, VSX_A_DEST_PERSISTENT, max(atomic_read(&d->templates), 0)) &&
	       !nla_put_u32(skb, VSX_A_DEST_ID, d->id) &&
	       !nla_put_u64_64bit(skb, VSX_A_DEST_ACTIVE, max(atomic_read(&d->load.active), 0),
				  VSX_A_DEST_PAD) &&
	       !nla_put_u64_64bit(skb, VSX_A_DEST_INACTIVE, max(atomic_read(&d->load.inactive), 0),
				  VSX_A_DEST_PAD) &&
	       vsx_attr_put_counts(skb, VSX_A_DEST_STATS, &counts);
}

static int fill(struct sk_buff *skb, u32 portid, u32 seq, int flags, const struct vsx_dest *d)
{
	void *hdr = genlmsg_put(skb, portid, seq, &vsx_nl_family, flags, VSX_CMD_DEST_NEW);
	struct nlattr *nest;

	if (!hdr)
		return -EMSGSIZE;
	nest = nla_nest_start(skb, VSX_A_CMD_SERVICE);
	if (!nest || !vsx_attr_put_svc_addr(skb, d->svc))
		goto full;
	nla_nest_end(skb, nest);
	nest = nla_nest_start(skb, VSX_A_CMD_DEST);
	if (!nest || !put_dest(skb, d))
		goto full;
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;

full:
	genlmsg_cancel(skb, hdr);
	return -EMSGSIZE;
}

/**
 * vsx_nl_dest_get_doit() - VSX_CMD_DEST_GET of one destination.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_dest_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	struct vsx_dest_cfg cfg;
	struct vsx_dest *d;
	struct vsx_svc *svc;
	int err;

	if (!msg)
		return -ENOMEM;
	mutex_lock(&vn->lock);
	svc = vsx_attr_find_svc(vn, info->attrs[VSX_A_CMD_SERVICE], info->extack);
	err = IS_ERR(svc) ? PTR_ERR(svc)
			  : get_cfg(svc, info->attrs[VSX_A_CMD_DEST], &cfg, info->extack);
	if (!err) {
		d = vsx_dest_find(svc, &cfg.addr);
		err = d ? fill(msg, info->snd_portid, info->snd_seq, 0, d)
			: vsx_attr_refuse(info->extack, -ENOENT,
					  "the service has no such destination");
	}
	mutex_unlock(&vn->lock);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	return genlmsg_reply(msg, info);
}

/* Send destinations of a service, oldest first, from the cursor on. */
static int dump_svc(struct sk_buff *skb, struct netlink_callback *cb, const struct vsx_svc *svc,
		    struct dest_cursor *at)
{
	struct vsx_dest *d;

	if (at->svc_seq != svc->seq)
		*at = (struct dest_cursor){ .svc_seq = svc->seq };
	list_for_each_entry_reverse(d, &svc->dests, list) {
		if (d->seq <= at->dest_seq)
			continue;
		if (fill(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, NLM_F_MULTI, d))
			return -EMSGSIZE;
		at->dest_seq = d->seq;
	}
	return 0;
}

/**
 * vsx_nl_dest_get_dumpit() - VSX_CMD_DEST_GET of all destinations of a service, or of the namespace.
 * @skb: message to fill
 * @cb: state of the dump
 *
 * As vsx_walk_dump_svcs(): what is there throughout comes exactly once.
 *
 * Context: process, may sleep.
 * Return: length, 0 at the end, or -errno with a sentence.
 */
int vsx_nl_dest_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct nlattr *nest = genl_info_dump(cb)->attrs[VSX_A_CMD_SERVICE];
	struct vsx_net *vn = vsx_net(sock_net(skb->sk));
	struct dest_cursor *at = (void *)cb->ctx;
	struct vsx_svc *svc;
	int err = 0;

	mutex_lock(&vn->lock);
	if (nest) {
		svc = vsx_attr_find_svc(vn, nest, cb->extack);
		if (!IS_ERR(svc))
			dump_svc(skb, cb, svc, at);
		else if (!at->svc_seq)	/* deleted half-way through: the dump just ends */
			err = PTR_ERR(svc);
	} else {
		svc = vsx_order_from(vn, at->svc_seq);
		while (svc && !dump_svc(skb, cb, svc, at))
			svc = vsx_order_from(vn, svc->seq + 1);
	}
	mutex_unlock(&vn->lock);
	return err ?: skb->len;
}
