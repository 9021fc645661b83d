// SPDX-License-Identifier: GPL-2.0-only
/*
 * attr.c - addresses, service names and counters as attributes.
 */
#include <linux/ipv6.h>

#include "addr.h"
#include "net.h"
#include "nl/attr.h"
#include "nl/gen.h"
#include "svc/svc.h"

/**
 * vsx_attr_refuse() - refuse a command with a sentence.
 * @extack: where the sentence goes
 * @err: -errno, or 0 for no refusal
 * @why: a constant string
 *
 * Return: @err.
 */
int vsx_attr_refuse(struct netlink_ext_ack *extack, int err, const char *why)
{
	if (err && extack)
		extack->_msg = why;
	return err;
}

/**
 * vsx_attr_check_af() - whether there can be addresses of a family.
 * @af: address family
 * @extack: for the sentence
 *
 * With ipv6.disable=1 the kernel has no routes for IPv6, not even empty tables.
 *
 * Return: 0 or -EAFNOSUPPORT.
 */
int vsx_attr_check_af(u16 af, struct netlink_ext_ack *extack)
{
	if (af != AF_INET && af != AF_INET6)
		return vsx_attr_refuse(extack, -EAFNOSUPPORT,
				       "the address family is neither IPv4 nor IPv6");
	if (af == AF_INET6 && !ipv6_mod_enabled())
		return vsx_attr_refuse(extack, -EAFNOSUPPORT, "IPv6 is switched off in this kernel");
	return 0;
}

/**
 * vsx_attr_get_addr() - read an address.
 * @af: family attribute
 * @ip: address attribute
 * @port: port attribute, or NULL for port 0
 * @addr: the result; its protocol is left alone
 * @extack: for the sentence
 *
 * Return: 0, -EINVAL or -EAFNOSUPPORT.
 */
int vsx_attr_get_addr(const struct nlattr *af, const struct nlattr *ip, const struct nlattr *port,
		      struct vsx_addr *addr, struct netlink_ext_ack *extack)
{
	unsigned int len;
	u16 family;
	int err;

	if (!af || !ip)
		return vsx_attr_refuse(extack, -EINVAL, "the address or its family is missing");
	family = nla_get_u16(af);
	err = vsx_attr_check_af(family, extack);
	if (err)
		return err;
	len = family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr);
	if (nla_len(ip) != len)
		return vsx_attr_refuse(extack, -EINVAL,
				       "the address does not have the length of its family");
	addr->af = family;
	memcpy(&addr->ip, nla_data(ip), len);
	addr->port = port ? nla_get_be16(port) : 0;
	return 0;
}

static int get_mark(struct nlattr **tb, struct vsx_addr *addr, struct netlink_ext_ack *extack)
{
	u16 af = tb[VSX_A_SVC_AF] ? nla_get_u16(tb[VSX_A_SVC_AF]) : AF_UNSPEC;

	if (tb[VSX_A_SVC_PROTOCOL] || tb[VSX_A_SVC_ADDR] || tb[VSX_A_SVC_PORT])
		return vsx_attr_refuse(extack, -EINVAL,
				       "a service has a mark, or a protocol, address and port");
	addr->af = af;
	addr->ip.all[0] = nla_get_u32(tb[VSX_A_SVC_MARK]);
	return vsx_attr_check_af(af, extack);
}

/**
 * vsx_attr_get_svc_addr() - read which service is meant.
 * @nest: VSX_A_CMD_SERVICE, or NULL
 * @addr: the result
 * @extack: for the sentence
 *
 * Return: 0, -EINVAL, -EAFNOSUPPORT or -EPROTONOSUPPORT.
 */
int vsx_attr_get_svc_addr(const struct nlattr *nest, struct vsx_addr *addr,
			  struct netlink_ext_ack *extack)
{
	struct nlattr *tb[VSX_A_SVC_MAX + 1];
	int err;

	*addr = (struct vsx_addr){};
	if (!nest)
		return vsx_attr_refuse(extack, -EINVAL, "the service is missing");
	err = nla_parse_nested(tb, VSX_A_SVC_MAX, nest, vsx_svc_nl_policy, extack);
	if (err)
		return err;
	if (tb[VSX_A_SVC_MARK])
		return get_mark(tb, addr, extack);
	if (!tb[VSX_A_SVC_PROTOCOL])
		return vsx_attr_refuse(extack, -EINVAL, "the protocol is missing");
	addr->proto = nla_get_u8(tb[VSX_A_SVC_PROTOCOL]);
	/* In here it says that this is a mark. */
	if (!addr->proto)
		return vsx_attr_refuse(extack, -EPROTONOSUPPORT,
				       "the protocol of a service is TCP, UDP or SCTP");
	return vsx_attr_get_addr(tb[VSX_A_SVC_AF], tb[VSX_A_SVC_ADDR], tb[VSX_A_SVC_PORT], addr,
				 extack);
}

/**
 * vsx_attr_find_svc() - find the service that is meant.
 * @vn: the namespace
 * @nest: VSX_A_CMD_SERVICE, or NULL
 * @extack: for the sentence
 *
 * Context: under vsx_net.lock.
 * Return: the service, or ERR_PTR(-EINVAL, -EAFNOSUPPORT, -ESRCH).
 */
struct vsx_svc *vsx_attr_find_svc(struct vsx_net *vn, const struct nlattr *nest,
				  struct netlink_ext_ack *extack)
{
	struct vsx_addr addr;
	struct vsx_svc *svc;
	int err;

	err = vsx_attr_get_svc_addr(nest, &addr, extack);
	if (err)
		return ERR_PTR(err);
	svc = vsx_svc_find(vn, &addr);
	if (!svc)
		return ERR_PTR(vsx_attr_refuse(extack, -ESRCH, "there is no such service"));
	return svc;
}

/**
 * vsx_attr_put_ip() - write an IP address.
 * @skb: message
 * @type: attribute
 * @addr: the address
 *
 * Return: false if the message is full.
 */
bool vsx_attr_put_ip(struct sk_buff *skb, int type, const struct vsx_addr *addr)
{
	return !nla_put(skb, type, addr->af == AF_INET ? sizeof(struct in_addr)
						       : sizeof(struct in6_addr), &addr->ip);
}

/**
 * vsx_attr_put_svc_addr() - write which service it is, inside an open service nest.
 * @skb: message
 * @svc: the service
 *
 * Return: false if the message is full.
 */
bool vsx_attr_put_svc_addr(struct sk_buff *skb, const struct vsx_svc *svc)
{
	const struct vsx_addr *a = &svc->front.addr;

	if (vsx_addr_is_mark(a))
		return !nla_put_u16(skb, VSX_A_SVC_AF, a->af) &&
		       !nla_put_u32(skb, VSX_A_SVC_MARK, a->ip.all[0]);
	return !nla_put_u16(skb, VSX_A_SVC_AF, a->af) &&
	       !nla_put_u8(skb, VSX_A_SVC_PROTOCOL, a->proto) &&
	       vsx_attr_put_ip(skb, VSX_A_SVC_ADDR, a) &&
	       !nla_put_be16(skb, VSX_A_SVC_PORT, a->port);
}

/**
 * vsx_attr_put_counts() - write a statistics nest.
 * @skb: message
 * @type: attribute of the nest
 * @counts: the counts
 *
 * Return: false if the message is full.
 */
bool vsx_attr_put_counts(struct sk_buff *skb, int type, const struct vsx_counts *counts)
{
	struct nlattr *nest = nla_nest_start(skb, type);

	if (!nest ||
	    nla_put_u64_64bit(skb, VSX_A_STATS_CONNS, counts->conns, VSX_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VSX_A_STATS_IN_PACKETS, counts->in_packets, VSX_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VSX_A_STATS_IN_BYTES, counts->in_bytes, VSX_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VSX_A_STATS_OUT_PACKETS, counts->out_packets, VSX_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VSX_A_STATS_OUT_BYTES, counts->out_bytes, VSX_A_STATS_PAD))
		return false;
	nla_nest_end(skb, nest);
	return true;
}
