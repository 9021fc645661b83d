// SPDX-License-Identifier: GPL-2.0-only
/*
 * attr.c - which service is meant, and counters, as attributes of the IPVS family.
 *
 * A nest that does not satisfy its policy is refused with EINVAL whatever is wrong with it: that is what
 * clients know. Addresses have room for IPv6; of an IPv4 address the first four bytes count.
 */
#include <linux/inetdevice.h>

#include "addr.h"
#include "ipvs/attr.h"
#include "net.h"
#include "nl/attr.h"
#include "svc/svc.h"

const struct nla_policy vsx_ipvs_cmd_policy[IPVS_CMD_ATTR_MAX + 1] = {
	[IPVS_CMD_ATTR_SERVICE] = { .type = NLA_NESTED },
	[IPVS_CMD_ATTR_DEST] = { .type = NLA_NESTED },
	[IPVS_CMD_ATTR_DAEMON] = { .type = NLA_NESTED },
	[IPVS_CMD_ATTR_TIMEOUT_TCP] = { .type = NLA_U32 },
	[IPVS_CMD_ATTR_TIMEOUT_TCP_FIN] = { .type = NLA_U32 },
	[IPVS_CMD_ATTR_TIMEOUT_UDP] = { .type = NLA_U32 },
};

static const struct nla_policy svc_policy[IPVS_SVC_ATTR_MAX + 1] = {
	[IPVS_SVC_ATTR_AF] = { .type = NLA_U16 },
	[IPVS_SVC_ATTR_PROTOCOL] = { .type = NLA_U16 },
	[IPVS_SVC_ATTR_ADDR] = { .type = NLA_BINARY, .len = sizeof(union nf_inet_addr) },
	[IPVS_SVC_ATTR_PORT] = { .type = NLA_U16 },
	[IPVS_SVC_ATTR_FWMARK] = { .type = NLA_U32 },
	[IPVS_SVC_ATTR_SCHED_NAME] = { .type = NLA_NUL_STRING, .len = IP_VS_SCHEDNAME_MAXLEN - 1 },
	[IPVS_SVC_ATTR_PE_NAME] = { .type = NLA_NUL_STRING, .len = IP_VS_PENAME_MAXLEN },
	[IPVS_SVC_ATTR_FLAGS] = { .type = NLA_BINARY, .len = sizeof(struct ip_vs_flags) },
	[IPVS_SVC_ATTR_TIMEOUT] = { .type = NLA_U32 },
	[IPVS_SVC_ATTR_NETMASK] = { .type = NLA_U32 },
	[IPVS_SVC_ATTR_STATS] = { .type = NLA_NESTED },
};

/**
 * vsx_ipvs_get_nest() - take a service nest apart.
 * @nest: IPVS_CMD_ATTR_SERVICE, or NULL
 * @tb: IPVS_SVC_ATTR_MAX + 1 pointers
 * @extack: for the sentence
 *
 * Return: 0 or -EINVAL.
 */
int vsx_ipvs_get_nest(const struct nlattr *nest, struct nlattr **tb, struct netlink_ext_ack *extack)
{
	if (!nest)
		return vsx_attr_refuse(extack, -EINVAL, "the service is missing");
	return nla_parse_nested_deprecated(tb, IPVS_SVC_ATTR_MAX, nest, svc_policy, extack) ? -EINVAL : 0;
}

/**
 * vsx_ipvs_get_svc_addr() - read which service is meant.
 * @tb: attributes of the service nest
 * @addr: the result
 * @extack: for the sentence
 *
 * Return: 0, -EINVAL, -EAFNOSUPPORT or -EPROTONOSUPPORT.
 */
int vsx_ipvs_get_svc_addr(struct nlattr **tb, struct vsx_addr *addr, struct netlink_ext_ack *extack)
{
	u16 proto;
	int err;

	*addr = (struct vsx_addr){};
	if (!tb[IPVS_SVC_ATTR_AF] ||
	    (!tb[IPVS_SVC_ATTR_FWMARK] &&
	     !(tb[IPVS_SVC_ATTR_PORT] && tb[IPVS_SVC_ATTR_PROTOCOL] && tb[IPVS_SVC_ATTR_ADDR])))
		return vsx_attr_refuse(extack, -EINVAL,
				       "family, protocol, address or port of the service is missing");
	addr->af = nla_get_u16(tb[IPVS_SVC_ATTR_AF]);
	err = vsx_attr_check_af(nla_get_u16(tb[IPVS_SVC_ATTR_AF]), extack);
	if (err)
		return err;
	if (tb[IPVS_SVC_ATTR_FWMARK]) {
		addr->ip.all[0] = nla_get_u32(tb[IPVS_SVC_ATTR_FWMARK]);
		return 0;
	}
	proto = nla_get_u16(tb[IPVS_SVC_ATTR_PROTOCOL]);
	if (proto > U8_MAX)
		return vsx_attr_refuse(extack, -EINVAL, "there is no such protocol");
	/* In here it says that this is a mark. */
	if (!proto)
		return vsx_attr_refuse(extack, -EPROTONOSUPPORT,
				       "the protocol of a service is TCP, UDP or SCTP");
	addr->proto = proto;
	nla_memcpy(&addr->ip, tb[IPVS_SVC_ATTR_ADDR], addr->af == AF_INET ? sizeof(struct in_addr)
									   : sizeof(struct in6_addr));
	addr->port = nla_get_be16(tb[IPVS_SVC_ATTR_PORT]);
	return 0;
}

/**
 * vsx_ipvs_find_svc() - find the service that is meant.
 * @vn: the namespace
 * @nest: IPVS_CMD_ATTR_SERVICE, or NULL
 * @extack: for the sentence
 *
 * Context: under vsx_net.lock.
 * Return: the service, or ERR_PTR(-EINVAL, -EAFNOSUPPORT, -EPROTONOSUPPORT, -ESRCH).
 */
struct vsx_svc *vsx_ipvs_find_svc(struct vsx_net *vn, const struct nlattr *nest,
				  struct netlink_ext_ack *extack)
{
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];
	struct vsx_addr addr;
	struct vsx_svc *svc;
	int err;

	err = vsx_ipvs_get_nest(nest, tb, extack);
	if (!err)
		err = vsx_ipvs_get_svc_addr(tb, &addr, extack);
	if (err)
		return ERR_PTR(err);
	svc = vsx_svc_find(vn, &addr);
	if (!svc)
		return ERR_PTR(vsx_attr_refuse(extack, -ESRCH, "there is no such service"));
	return svc;
}

/**
 * vsx_ipvs_netmask() - what persistence goes by, as IPVS has it.
 * @svc: the service
 *
 * Context: under vsx_net.lock.
 * Return: a mask in network order (IPv4), or a prefix length (IPv6).
 */
u32 vsx_ipvs_netmask(const struct vsx_svc *svc)
{
	if (svc->front.addr.af == AF_INET6)
		return svc->persist_prefix;
	return (__force u32)inet_make_mask(svc->persist_prefix);
}

/**
 * vsx_ipvs_put_stats() - write the statistics nest with 32-bit counters.
 * @skb: message
 * @type: attribute of the nest
 * @counts: the counts
 * @rates: the same per second
 *
 * Return: false if the message is full.
 */
bool vsx_ipvs_put_stats(struct sk_buff *skb, int type, const struct vsx_counts *counts,
			const struct vsx_counts *rates)
{
	struct nlattr *nest = nla_nest_start_noflag(skb, type);

	if (!nest ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_CONNS, counts->conns) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_INPKTS, counts->in_packets) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_OUTPKTS, counts->out_packets) ||
	    nla_put_u64_64bit(skb, IPVS_STATS_ATTR_INBYTES, counts->in_bytes, IPVS_STATS_ATTR_PAD) ||
	    nla_put_u64_64bit(skb, IPVS_STATS_ATTR_OUTBYTES, counts->out_bytes, IPVS_STATS_ATTR_PAD) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_CPS, rates->conns) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_INPPS, rates->in_packets) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_OUTPPS, rates->out_packets) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_INBPS, rates->in_bytes) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_OUTBPS, rates->out_bytes))
		return false;
	nla_nest_end(skb, nest);
	return true;
}

static bool put_64(struct sk_buff *skb, int type, u64 value)
{
	return !nla_put_u64_64bit(skb, type, value, IPVS_STATS_ATTR_PAD);
}

/**
 * vsx_ipvs_put_stats64() - write the statistics nest with 64-bit counters.
 * @skb: message
 * @type: attribute of the nest
 * @counts: the counts
 * @rates: the same per second
 *
 * Return: false if the message is full.
 */
bool vsx_ipvs_put_stats64(struct sk_buff *skb, int type, const struct vsx_counts *counts,
			  const struct vsx_counts *rates)
{
	struct nlattr *nest = nla_nest_start_noflag(skb, type);

	if (!nest || !put_64(skb, IPVS_STATS_ATTR_CONNS, counts->conns) ||
	    !put_64(skb, IPVS_STATS_ATTR_INPKTS, counts->in_packets) ||
	    !put_64(skb, IPVS_STATS_ATTR_OUTPKTS, counts->out_packets) ||
	    !put_64(skb, IPVS_STATS_ATTR_INBYTES, counts->in_bytes) ||
	    !put_64(skb, IPVS_STATS_ATTR_OUTBYTES, counts->out_bytes) ||
	    !put_64(skb, IPVS_STATS_ATTR_CPS, rates->conns) ||
	    !put_64(skb, IPVS_STATS_ATTR_INPPS, rates->in_packets) ||
	    !put_64(skb, IPVS_STATS_ATTR_OUTPPS, rates->out_packets) ||
	    !put_64(skb, IPVS_STATS_ATTR_INBPS, rates->in_bytes) ||
	    !put_64(skb, IPVS_STATS_ATTR_OUTBPS, rates->out_bytes))
		return false;
	nla_nest_end(skb, nest);
	return true;
}
