// SPDX-License-Identifier: GPL-2.0-only
/*
 * svc.c - service commands.
 */
#include "net.h"
#include "nl/attr.h"
#include "nl/family.h"
#include "nl/gen.h"
#include "nl/walk.h"
#include "svc/dest.h"
#include "svc/svc.h"

static void get_byte(const struct nlattr *attr, u32 bit, u32 *has, u8 *byte)
{
	if (!attr)
		return;
	*has |= bit;
	*byte = nla_get_u8(attr);
}

static int get_sched_conf(struct nlattr **tb, struct vsx_svc_cfg *cfg, struct netlink_ext_ack *extack)
{
	const struct nlattr *key = tb[VSX_A_SVC_SCHED_KEY];

	if (tb[VSX_A_SVC_SCHED_FLAGS]) {
		cfg->has |= VSX_SVC_HAS_SCHED_FLAGS;
		cfg->sched_flags = nla_get_u32(tb[VSX_A_SVC_SCHED_FLAGS]);
	}
	if (tb[VSX_A_SVC_TABLE_SIZE]) {
		cfg->has |= VSX_SVC_HAS_TABLE_SIZE;
		cfg->table_size = nla_get_u32(tb[VSX_A_SVC_TABLE_SIZE]);
	}
	if (!key)
		return 0;
	if (nla_len(key) && nla_len(key) != VSX_SCHED_KEY_LEN)
		return vsx_attr_refuse(extack, -EINVAL, "a key has 16 bytes");
	cfg->has |= VSX_SVC_HAS_KEY;
	cfg->key = nla_len(key) ? nla_data(key) : NULL;
	return 0;
}

static int get_cfg(struct genl_info *info, struct vsx_svc_cfg *cfg)
{
	static const u8 timeout_attr[3] = {
		VSX_A_SVC_TIMEOUT_TCP, VSX_A_SVC_TIMEOUT_FIN, VSX_A_SVC_TIMEOUT_UDP,
	};
	const struct nlattr *nest = info->attrs[VSX_A_CMD_SERVICE];
	struct nlattr *tb[VSX_A_SVC_MAX + 1];
	unsigned int i;
	int err;

	*cfg = (struct vsx_svc_cfg){};
	err = vsx_attr_get_svc_addr(nest, &cfg->addr, info->extack);
	if (err)
		return err;
	err = nla_parse_nested(tb, VSX_A_SVC_MAX, nest, vsx_svc_nl_policy, info->extack);
	if (err)
		return err;
	if (tb[VSX_A_SVC_SCHEDULER]) {
		cfg->has |= VSX_SVC_HAS_SCHED;
		cfg->sched = nla_data(tb[VSX_A_SVC_SCHEDULER]);
	}
	err = get_sched_conf(tb, cfg, info->extack);
	if (err)
		return err;
	for (i = 0; i < ARRAY_SIZE(timeout_attr); i++) {
		if (!tb[timeout_attr[i]])
			continue;
		cfg->has |= VSX_SVC_HAS_TIMEOUT(i);
		cfg->timeout[i] = nla_get_u32(tb[timeout_attr[i]]);
	}
	if (tb[VSX_A_SVC_GRACE]) {
		cfg->has |= VSX_SVC_HAS_GRACE;
		cfg->grace = nla_get_u32(tb[VSX_A_SVC_GRACE]);
	}
	if (tb[VSX_A_SVC_PERSIST]) {
		cfg->has |= VSX_SVC_HAS_PERSIST;
		cfg->persist = nla_get_u32(tb[VSX_A_SVC_PERSIST]);
	}
	if (tb[VSX_A_SVC_MSS]) {
		cfg->has |= VSX_SVC_HAS_MSS;
		cfg->mss = nla_get_u16(tb[VSX_A_SVC_MSS]);
	}
	get_byte(tb[VSX_A_SVC_NO_DEST], VSX_SVC_HAS_NO_DEST, &cfg->has, &cfg->no_dest);
	get_byte(tb[VSX_A_SVC_PERSIST_PREFIX], VSX_SVC_HAS_PREFIX, &cfg->has, &cfg->persist_prefix);
	get_byte(tb[VSX_A_SVC_EXPIRE_QUIESCENT], VSX_SVC_HAS_QUIESCENT, &cfg->has,
		 &cfg->expire_quiescent);
	get_byte(tb[VSX_A_SVC_ONE_PACKET], VSX_SVC_HAS_ONE_PACKET, &cfg->has, &cfg->one_packet);
	return 0;
}

/* Read a service and do something to it under the lock. */
static int svc_command(struct genl_info *info,
		       int (*act)(struct vsx_net *vn, const struct vsx_svc_cfg *cfg,
				  const char **why))
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	struct vsx_svc_cfg cfg;
	const char *why = NULL;
	int err;

	err = get_cfg(info, &cfg);
	if (err)
		return err;
	mutex_lock(&vn->lock);
	err = act(vn, &cfg, &why);
	mutex_unlock(&vn->lock);
	return vsx_attr_refuse(info->extack, err, why);
}

/**
 * vsx_nl_svc_new_doit() - VSX_CMD_SVC_NEW.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_svc_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return svc_command(info, vsx_svc_add);
}

/**
 * vsx_nl_svc_set_doit() - VSX_CMD_SVC_SET.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_svc_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return svc_command(info, vsx_svc_set);
}

static int svc_del(struct vsx_net *vn, const struct vsx_svc_cfg *cfg, const char **why)
{
	return vsx_svc_del(vn, &cfg->addr, why);
}

/**
 * vsx_nl_svc_del_doit() - VSX_CMD_SVC_DEL.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_svc_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return svc_command(info, svc_del);
}

/**
 * vsx_nl_flush_doit() - VSX_CMD_FLUSH.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0.
 */
int vsx_nl_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));

	mutex_lock(&vn->lock);
	vsx_svc_flush(vn);
	mutex_unlock(&vn->lock);
	return 0;
}

static bool put_cfg(struct sk_buff *skb, const struct vsx_svc *svc)
{
	const struct vsx_sched_conf *conf = &svc->sched_conf;

	return !nla_put_string(skb, VSX_A_SVC_SCHEDULER, svc->sched->name) &&
	       !nla_put_u32(skb, VSX_A_SVC_SCHED_FLAGS, conf->flags) &&
	       !nla_put_u32(skb, VSX_A_SVC_TABLE_SIZE, conf->table_size) &&
	       !nla_put(skb, VSX_A_SVC_SCHED_KEY, conf->has_key ? sizeof(conf->key) : 0, &conf->key) &&
	       !nla_put_u32(skb, VSX_A_SVC_TIMEOUT_TCP, svc->own_timeout[0]) &&
	       !nla_put_u32(skb, VSX_A_SVC_TIMEOUT_FIN, svc->own_timeout[1]) &&
	       !nla_put_u32(skb, VSX_A_SVC_TIMEOUT_UDP, svc->own_timeout[2]) &&
	       !nla_put_u32(skb, VSX_A_SVC_GRACE, svc->grace) &&
	       !nla_put_u8(skb, VSX_A_SVC_NO_DEST, svc->no_dest) &&
	       !nla_put_u32(skb, VSX_A_SVC_PERSIST, svc->timeout[VSX_CONN_STATE_TEMPLATE]) &&
	       !nla_put_u8(skb, VSX_A_SVC_PERSIST_PREFIX, svc->persist_prefix) &&
	       !nla_put_u8(skb, VSX_A_SVC_EXPIRE_QUIESCENT, svc->expires_quiescent) &&
	       !nla_put_u8(skb, VSX_A_SVC_ONE_PACKET, svc->is_one_packet) &&
	       !nla_put_u16(skb, VSX_A_SVC_MSS, svc->mss);
}

static bool put_state(struct sk_buff *skb, struct vsx_svc *svc)
{
	u64 active = 0, inactive = 0;
	struct vsx_counts counts;
	struct vsx_dest *d;

	list_for_each_entry(d, &svc->dests, list) {
		active += max(atomic_read(&d->load.active), 0);
		inactive += max(atomic_read(&d->load.inactive), 0);
	}
	vsx_svc_counts(svc, &counts);
	return !nla_put_u32(skb, VSX_A_SVC_ID, svc->front.id) &&
	       !nla_put_u32(skb, VSX_A_SVC_DESTS, svc->n_dests) &&
	       !nla_put_u64_64bit(skb, VSX_A_SVC_ACTIVE, active, VSX_A_SVC_PAD) &&
	       !nla_put_u64_64bit(skb, VSX_A_SVC_INACTIVE, inactive, VSX_A_SVC_PAD) &&
	       vsx_attr_put_counts(skb, VSX_A_SVC_STATS, &counts);
}

static int fill(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vsx_svc *svc)
{
	void *hdr = genlmsg_put(skb, portid, seq, &vsx_nl_family, flags, VSX_CMD_SVC_NEW);
	struct nlattr *nest;

	if (!hdr)
		return -EMSGSIZE;
	nest = nla_nest_start(skb, VSX_A_CMD_SERVICE);
	if (!nest || !vsx_attr_put_svc_addr(skb, svc) || !put_cfg(skb, svc) || !put_state(skb, svc)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;
}

static const struct vsx_walk walk = { .find = vsx_attr_find_svc, .fill = fill };

/**
 * vsx_nl_svc_get_doit() - VSX_CMD_SVC_GET of one service.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_svc_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsx_walk_get_svc(&walk, info, info->attrs[VSX_A_CMD_SERVICE]);
}

/**
 * vsx_nl_svc_get_dumpit() - VSX_CMD_SVC_GET of all services, oldest first.
 * @skb: message to fill
 * @cb: state of the dump
 *
 * Context: process, may sleep.
 * Return: length, 0 at the end.
 */
int vsx_nl_svc_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsx_walk_dump_svcs(&walk, skb, cb);
}

/**
 * vsx_nl_zero_doit() - VSX_CMD_ZERO: one service, or all.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_nl_zero_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsx_walk_zero(&walk, info, info->attrs[VSX_A_CMD_SERVICE]);
}
