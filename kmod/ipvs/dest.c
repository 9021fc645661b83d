// SPDX-License-Identifier: GPL-2.0-only
/*
 * dest.c - destination commands of the IPVS family.
 */
#include <net/genetlink.h>

#include "ipvs/attr.h"
#include "ipvs/family.h"
#include "net.h"
#include "nl/attr.h"
#include "svc/dest.h"
#include "svc/rates.h"
#include "svc/svc.h"

/**
 * struct dest_cursor - where a dump of destinations goes on
 * @svc_seq: its service
 * @dest_seq: the last destination that was sent; they go from the newest to the oldest
 */
struct dest_cursor {
	u64 svc_seq;
	u64 dest_seq;
};

static const struct nla_policy dest_policy[IPVS_DEST_ATTR_MAX + 1] = {
	[IPVS_DEST_ATTR_ADDR] = { .type = NLA_BINARY, .len = sizeof(union nf_inet_addr) },
	[IPVS_DEST_ATTR_PORT] = { .type = NLA_U16 },
	[IPVS_DEST_ATTR_FWD_METHOD] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_WEIGHT] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_U_THRESH] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_L_THRESH] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_ACTIVE_CONNS] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_INACT_CONNS] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_PERSIST_CONNS] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_STATS] = { .type = NLA_NESTED },
	[IPVS_DEST_ATTR_ADDR_FAMILY] = { .type = NLA_U16 },
	[IPVS_DEST_ATTR_TUN_TYPE] = { .type = NLA_U8 },
	[IPVS_DEST_ATTR_TUN_PORT] = { .type = NLA_U16 },
	[IPVS_DEST_ATTR_TUN_FLAGS] = { .type = NLA_U16 },
};

/* ---- commands --------------------------------------------------------------------------------- */

/* Take a destination nest apart. A command that makes or changes one says all of it. */
static int get_nest(const struct nlattr *nest, bool is_complete, struct nlattr **tb,
		    struct netlink_ext_ack *extack)
{
	if (!nest)
		return vsx_attr_refuse(extack, -EINVAL, "the destination is missing");
	if (nla_parse_nested_deprecated(tb, IPVS_DEST_ATTR_MAX, nest, dest_policy, extack))
		return -EINVAL;
	if (!tb[IPVS_DEST_ATTR_ADDR] || !tb[IPVS_DEST_ATTR_PORT])
		return vsx_attr_refuse(extack, -EINVAL, "address or port of the destination is missing");
	if (is_complete && !(tb[IPVS_DEST_ATTR_FWD_METHOD] && tb[IPVS_DEST_ATTR_WEIGHT] &&
			     tb[IPVS_DEST_ATTR_U_THRESH] && tb[IPVS_DEST_ATTR_L_THRESH]))
		return vsx_attr_refuse(extack, -EINVAL,
				       "method, weight or a threshold of the destination is missing");
	return 0;
}

/* The family of a destination is its service's if it is not said. */
static int get_addr(const struct vsx_svc *svc, struct nlattr **tb, struct vsx_addr *addr,
		    struct netlink_ext_ack *extack)
{
	u16 af = svc->front.addr.af;
	int err;

	if (tb[IPVS_DEST_ATTR_ADDR_FAMILY])
		af = nla_get_u16(tb[IPVS_DEST_ATTR_ADDR_FAMILY]) ?: af;
	err = vsx_attr_check_af(af, extack);
	if (err)
		return err;
	addr->af = af;
	addr->proto = svc->front.addr.proto;
	addr->port = nla_get_be16(tb[IPVS_DEST_ATTR_PORT]);
	nla_memcpy(&addr->ip, tb[IPVS_DEST_ATTR_ADDR], af == AF_INET ? sizeof(struct in_addr)
								      : sizeof(struct in6_addr));
	return 0;
}

/* What makes no tunnel is refused whatever the method is. */
static int check_tunnel(struct nlattr **tb, struct netlink_ext_ack *extack)
{
	u8 type = tb[IPVS_DEST_ATTR_TUN_TYPE] ? nla_get_u8(tb[IPVS_DEST_ATTR_TUN_TYPE]) : 0;
	struct nlattr *port = tb[IPVS_DEST_ATTR_TUN_PORT];

	if (type >= IP_VS_CONN_F_TUNNEL_TYPE_MAX)
		return vsx_attr_refuse(extack, -EINVAL, "there is no such type of tunnel");
	if (type == IP_VS_CONN_F_TUNNEL_TYPE_GUE && !(port && nla_get_be16(port)))
		return vsx_attr_refuse(extack, -EINVAL, "a GUE tunnel needs a port");
	return 0;
}

/* What is not said of a tunnel stays: keepalived does not know the attributes. */
static void get_tunnel(struct nlattr **tb, struct vsx_dest_cfg *cfg)
{
	u16 flags;

	if (tb[IPVS_DEST_ATTR_TUN_TYPE]) {
		cfg->has |= VSX_DEST_HAS_TUN_TYPE;
		cfg->tun.type = nla_get_u8(tb[IPVS_DEST_ATTR_TUN_TYPE]);
	}
	if (tb[IPVS_DEST_ATTR_TUN_PORT]) {
		cfg->has |= VSX_DEST_HAS_TUN_PORT;
		cfg->tun.port = nla_get_be16(tb[IPVS_DEST_ATTR_TUN_PORT]);
	}
	if (!tb[IPVS_DEST_ATTR_TUN_FLAGS])
		return;
	flags = nla_get_u16(tb[IPVS_DEST_ATTR_TUN_FLAGS]);
	cfg->has |= VSX_DEST_HAS_TUN_CHECKSUM;
	cfg->tun.checksum = flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM ? VSX_TUNNEL_CHECKSUM_REMOTE :
			    flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM ? VSX_TUNNEL_CHECKSUM_FULL :
			    VSX_TUNNEL_CHECKSUM_NONE;
}

static int get_method(const struct vsx_svc *svc, struct nlattr **tb, struct vsx_dest_cfg *cfg,
		      struct netlink_ext_ack *extack)
{
	u32 method = nla_get_u32(tb[IPVS_DEST_ATTR_FWD_METHOD]) & IP_VS_CONN_F_FWD_MASK;

	if (cfg->addr.af != svc->front.addr.af && method != IP_VS_CONN_F_TUNNEL)
		return vsx_attr_refuse(extack, -EINVAL,
				       "only a tunnel leads to a destination of another address family");
	if (method != IP_VS_CONN_F_MASQ && method != IP_VS_CONN_F_TUNNEL && method != IP_VS_CONN_F_DROUTE)
		return vsx_attr_refuse(extack, -EOPNOTSUPP, "this forwarding method is not available");
	cfg->has |= VSX_DEST_HAS_METHOD;
	cfg->method = method;	/* the same numbers */
	if (method == IP_VS_CONN_F_TUNNEL)
		get_tunnel(tb, cfg);
	return 0;
}

static int get_limits(struct nlattr **tb, struct vsx_dest_cfg *cfg, struct netlink_ext_ack *extack)
{
	cfg->has |= VSX_DEST_HAS_UPPER | VSX_DEST_HAS_LOWER;
	cfg->upper = nla_get_u32(tb[IPVS_DEST_ATTR_U_THRESH]);
	cfg->lower = nla_get_u32(tb[IPVS_DEST_ATTR_L_THRESH]);
	if (cfg->lower > cfg->upper)
		return vsx_attr_refuse(extack, -ERANGE, "the lower threshold is above the upper one");
	if (cfg->upper > VSX_THRESHOLD_MAX)
		return vsx_attr_refuse(extack, -EINVAL, "a threshold is between 0 and 2147483647");
	return 0;
}

/* What is wrong in two ways is refused for the one that IPVS sees first. */
static int get_cfg(const struct vsx_svc *svc, struct nlattr **tb, struct vsx_dest_cfg *cfg,
		   struct netlink_ext_ack *extack)
{
	int err = get_method(svc, tb, cfg, extack);

	if (err)
		return err;
	cfg->has |= VSX_DEST_HAS_WEIGHT;
	cfg->weight = nla_get_u32(tb[IPVS_DEST_ATTR_WEIGHT]);
	if (cfg->weight > VSX_WEIGHT_MAX)
		return vsx_attr_refuse(extack, -ERANGE, "a weight is between 0 and 2147483647");
	err = get_limits(tb, cfg, extack);
	return err ?: check_tunnel(tb, extack);
}

/* Find the service, read the destination, and do something to both under the lock. */
static int dest_command(struct genl_info *info, bool is_complete,
			int (*act)(struct vsx_svc *svc, const struct vsx_dest_cfg *cfg,
				   const char **why))
{
	struct vsx_net *vn = vsx_net(genl_info_net(info));
	struct nlattr *tb[IPVS_DEST_ATTR_MAX + 1];
	struct vsx_dest_cfg cfg = {};
	const char *why = NULL;
	struct vsx_svc *svc;
	int err;

	mutex_lock(&vn->lock);
	svc = vsx_ipvs_find_svc(vn, info->attrs[IPVS_CMD_ATTR_SERVICE], info->extack);
	err = PTR_ERR_OR_ZERO(svc);
	if (!err)
		err = get_nest(info->attrs[IPVS_CMD_ATTR_DEST], is_complete, tb, info->extack);
	if (!err)
		err = get_addr(svc, tb, &cfg.addr, info->extack);
	if (!err && is_complete)
		err = get_cfg(svc, tb, &cfg, info->extack);
	if (!err) {
		err = act(svc, &cfg, &why);
		vsx_attr_refuse(info->extack, err, why);
	}
	mutex_unlock(&vn->lock);
	return err;
}

/**
 * vsx_ipvs_new_dest() - IPVS_CMD_NEW_DEST.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_ipvs_new_dest(struct sk_buff *skb, struct genl_info *info)
{
	return dest_command(info, true, vsx_dest_add);
}

/**
 * vsx_ipvs_set_dest() - IPVS_CMD_SET_DEST.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_ipvs_set_dest(struct sk_buff *skb, struct genl_info *info)
{
	return dest_command(info, true, vsx_dest_set);
}

static int dest_del(struct vsx_svc *svc, const struct vsx_dest_cfg *cfg, const char **why)
{
	return vsx_dest_del(svc, &cfg->addr, why);
}

/**
 * vsx_ipvs_del_dest() - IPVS_CMD_DEL_DEST: address, port and family say which.
 * @skb: request
 * @info: its attributes
 *
 * Context: process, may sleep.
 * Return: 0 or -errno with a sentence.
 */
int vsx_ipvs_del_dest(struct sk_buff *skb, struct genl_info *info)
{
	return dest_command(info, false, dest_del);
}

/* ---- replies ---------------------------------------------------------------------------------- */

static u16 tun_flags(struct vsx_tun tun)
{
	if (tun.checksum == VSX_TUNNEL_CHECKSUM_REMOTE)
		return IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM;
	return tun.checksum ? IP_VS_TUNNEL_ENCAP_FLAG_CSUM : IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM;
}

static bool put_dest(struct sk_buff *skb, const struct vsx_dest *d)
{
	struct vsx_tun tun = vsx_dest_tun(d);

	return !nla_put(skb, IPVS_DEST_ATTR_ADDR, sizeof(d->addr.ip), &d->addr.ip) &&
	       !nla_put_be16(skb, IPVS_DEST_ATTR_PORT, d->addr.port) &&
	       !nla_put_u32(skb, IPVS_DEST_ATTR_FWD_METHOD, d->method) &&
	       !nla_put_u32(skb, IPVS_DEST_ATTR_WEIGHT, d->weight) &&
	       !nla_put_u8(skb, IPVS_DEST_ATTR_TUN_TYPE, tun.type) &&
	       !nla_put_be16(skb, IPVS_DEST_ATTR_TUN_PORT, tun.port) &&
	       !nla_put_u16(skb, IPVS_DEST_ATTR_TUN_FLAGS, tun_flags(tun)) &&
	       !nla_put_u32(skb, IPVS_DEST_ATTR_U_THRESH, d->load.upper) &&
	       !nla_put_u32(skb, IPVS_DEST_ATTR_L_THRESH, d->load.lower) &&
	       !nla_put_u32(skb, IPVS_DEST_ATTR_ACTIVE_CONNS, max(atomic_read(&d->load.active), 0)) &&
	       !nla_put_u32(skb, IPVS_DEST_ATTR_INACT_CONNS, max(atomic_read(&d->load.inactive), 0)) &&
	       !nla_put_u32(skb, IPVS_DEST_ATTR_PERSIST_CONNS, max(atomic_read(&d->templates), 0)) &&
	       !nla_put_u16(skb, IPVS_DEST_ATTR_ADDR_FAMILY, d->addr.af);
}

static int fill(struct sk_buff *skb, struct netlink_callback *cb, const struct vsx_dest *d)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &vsx_ipvs_family,
				NLM_F_MULTI, IPVS_CMD_NEW_DEST);
	struct vsx_counts counts, rates;
	struct nlattr *nest;

	if (!hdr)
		return -EMSGSIZE;
	vsx_dest_counts(d, &counts);
	vsx_dest_rates(d, &rates);
	nest = nla_nest_start_noflag(skb, IPVS_CMD_ATTR_DEST);
	if (!nest || !put_dest(skb, d) ||
	    !vsx_ipvs_put_stats(skb, IPVS_DEST_ATTR_STATS, &counts, &rates) ||
	    !vsx_ipvs_put_stats64(skb, IPVS_DEST_ATTR_STATS64, &counts, &rates)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * vsx_ipvs_dump_dests() - IPVS_CMD_GET_DEST of all destinations of a service, newest first as IPVS has them.
 * @skb: message to fill
 * @cb: state of the dump
 *
 * A destination that is there throughout comes exactly once. A service that is not there, or goes half-way
 * through, has no destinations: clients dump services first, and one that vanishes in between is no error.
 *
 * Context: process, may sleep.
 * Return: length, 0 at the end.
 */
int vsx_ipvs_dump_dests(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vsx_net *vn = vsx_net(sock_net(skb->sk));
	struct nlattr *tb[IPVS_CMD_ATTR_MAX + 1];
	struct dest_cursor *at = (void *)cb->ctx;
	struct vsx_svc *svc;
	struct vsx_dest *d;

	if (nlmsg_parse_deprecated(cb->nlh, GENL_HDRLEN, tb, IPVS_CMD_ATTR_MAX, vsx_ipvs_cmd_policy,
				   cb->extack))
		return skb->len;
	mutex_lock(&vn->lock);
	svc = vsx_ipvs_find_svc(vn, tb[IPVS_CMD_ATTR_SERVICE], NULL);
	if (IS_ERR(svc) || (at->svc_seq && at->svc_seq != svc->seq))
		goto out;
	at->svc_seq = svc->seq;
	list_for_each_entry(d, &svc->dests, list) {
		if (at->dest_seq && d->seq >= at->dest_seq)
			continue;
		if (fill(skb, cb, d))
			break;
		at->dest_seq = d->seq;
	}
out:
	mutex_unlock(&vn->lock);
	return skb->len;
}
