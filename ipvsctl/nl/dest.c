// SPDX-License-Identifier: GPL-2.0-only
/* Destinations to and from netlink. */
#include "dest.h"

#include <arpa/inet.h>
#include <netlink/msg.h>
#include <string.h>

#include "attr.h"
#include "stats.h"
#include "svc.h"

static const struct nla_policy dest_policy[VSX_A_DEST_MAX + 1] = {
	[VSX_A_DEST_AF] = { .type = NLA_U16 },
	[VSX_A_DEST_ADDR] = { .type = NLA_UNSPEC, .minlen = 4, .maxlen = 16 },
	[VSX_A_DEST_PORT] = { .type = NLA_U16 },
	[VSX_A_DEST_METHOD] = { .type = NLA_U8 },
	[VSX_A_DEST_TUNNEL_TYPE] = { .type = NLA_U8 },
	[VSX_A_DEST_TUNNEL_PORT] = { .type = NLA_U16 },
	[VSX_A_DEST_TUNNEL_CHECKSUM] = { .type = NLA_U8 },
	[VSX_A_DEST_WEIGHT] = { .type = NLA_U32 },
	[VSX_A_DEST_ID] = { .type = NLA_U32 },
	[VSX_A_DEST_ACTIVE] = { .type = NLA_U64 },
	[VSX_A_DEST_INACTIVE] = { .type = NLA_U64 },
	[VSX_A_DEST_STATS] = { .type = NLA_NESTED },
	[VSX_A_DEST_UPPER] = { .type = NLA_U32 },
	[VSX_A_DEST_LOWER] = { .type = NLA_U32 },
	[VSX_A_DEST_OVERLOADED] = { .type = NLA_U8 },
	[VSX_A_DEST_PERSISTENT] = { .type = NLA_U32 },
};

static void put_service(struct nl_msg *msg, const struct svc_key *key)
{
	const struct svc svc = { .key = *key };

	svc_put(msg, &svc);
}

/**
 * dest_put() - add the service's key, the destination's key and the options it has
 * @msg: the message
 * @dest: the destination
 */
void dest_put(struct nl_msg *msg, const struct dest *dest)
{
	struct nlattr *nest;

	put_service(msg, &dest->svc);
	nest = nla_nest_start(msg, VSX_A_CMD_DEST | NLA_F_NESTED);
	nla_put_u16(msg, VSX_A_DEST_AF, dest->at.addr.af);
	endpoint_put(msg, VSX_A_DEST_ADDR, VSX_A_DEST_PORT, &dest->at);
	if (dest->has & DEST_HAS_METHOD)
		nla_put_u8(msg, VSX_A_DEST_METHOD, dest->method);
	if (dest->has & DEST_HAS_TUNNEL_TYPE)
		nla_put_u8(msg, VSX_A_DEST_TUNNEL_TYPE, dest->tunnel_type);
	if (dest->has & DEST_HAS_TUNNEL_PORT)
		nla_put_u16(msg, VSX_A_DEST_TUNNEL_PORT, htons(dest->tunnel_port));
	if (dest->has & DEST_HAS_TUNNEL_CHECKSUM)
		nla_put_u8(msg, VSX_A_DEST_TUNNEL_CHECKSUM, dest->tunnel_checksum);
	if (dest->has & DEST_HAS_WEIGHT)
		nla_put_u32(msg, VSX_A_DEST_WEIGHT, dest->weight);
	if (dest->has & DEST_HAS_UPPER)
		nla_put_u32(msg, VSX_A_DEST_UPPER, dest->upper);
	if (dest->has & DEST_HAS_LOWER)
		nla_put_u32(msg, VSX_A_DEST_LOWER, dest->lower);
	nla_nest_end(msg, nest);
}

static void parse_tunnel(struct nlattr **attrs, struct dest *dest)
{
	if (attrs[VSX_A_DEST_TUNNEL_TYPE])
		dest->has |= DEST_HAS_TUNNEL_TYPE;
	if (attrs[VSX_A_DEST_TUNNEL_PORT])
		dest->has |= DEST_HAS_TUNNEL_PORT;
	if (attrs[VSX_A_DEST_TUNNEL_CHECKSUM])
		dest->has |= DEST_HAS_TUNNEL_CHECKSUM;
	dest->tunnel_type = attr_u8(attrs[VSX_A_DEST_TUNNEL_TYPE]);
	dest->tunnel_port = ntohs(attr_u16(attrs[VSX_A_DEST_TUNNEL_PORT]));
	dest->tunnel_checksum = attr_u8(attrs[VSX_A_DEST_TUNNEL_CHECKSUM]);
}

/**
 * dest_parse() - a destination and its service's key out of a reply
 * @top: attributes of the reply
 * @dest: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int dest_parse(struct nlattr **top, struct dest *dest, struct error *err)
{
	struct nlattr *attrs[VSX_A_DEST_MAX + 1];
	int status;

	memset(dest, 0, sizeof(*dest));
	status = svc_key_parse(top[VSX_A_CMD_SERVICE], &dest->svc, err);
	if (!status)
		status = nest_parse(top[VSX_A_CMD_DEST], attrs, VSX_A_DEST_MAX, dest_policy, err);
	if (!status)
		status = endpoint_get(attr_u16(attrs[VSX_A_DEST_AF]), attrs[VSX_A_DEST_ADDR],
				      attrs[VSX_A_DEST_PORT], &dest->at, err);
	if (status)
		return status;
	if (attrs[VSX_A_DEST_METHOD])
		dest->has |= DEST_HAS_METHOD;
	if (attrs[VSX_A_DEST_WEIGHT])
		dest->has |= DEST_HAS_WEIGHT;
	if (attrs[VSX_A_DEST_UPPER])
		dest->has |= DEST_HAS_UPPER;
	if (attrs[VSX_A_DEST_LOWER])
		dest->has |= DEST_HAS_LOWER;
	dest->method = attr_u8(attrs[VSX_A_DEST_METHOD]);
	parse_tunnel(attrs, dest);
	dest->weight = attr_u32(attrs[VSX_A_DEST_WEIGHT]);
	dest->upper = attr_u32(attrs[VSX_A_DEST_UPPER]);
	dest->lower = attr_u32(attrs[VSX_A_DEST_LOWER]);
	dest->overloaded = attr_u8(attrs[VSX_A_DEST_OVERLOADED]);
	dest->persistent = attr_u32(attrs[VSX_A_DEST_PERSISTENT]);
	dest->id = attr_u32(attrs[VSX_A_DEST_ID]);
	dest->active = attr_u64(attrs[VSX_A_DEST_ACTIVE]);
	dest->inactive = attr_u64(attrs[VSX_A_DEST_INACTIVE]);
	return stats_parse(attrs[VSX_A_DEST_STATS], &dest->stats, err);
}

/**
 * dest_send() - a request about one destination that has no reply
 * @transport: where to
 * @command: VSX_CMD_*
 * @dest: the destination
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int dest_send(struct transport *transport, uint8_t command, const struct dest *dest,
	      struct error *err)
{
	struct nl_msg *request = request_new(transport, command, 0);

	if (request)
		dest_put(request, dest);
	return request_send(transport, request, NULL, NULL, err);
}

static int take_next(const struct nlmsghdr *reply, void *arg, struct error *err)
{
	struct nlattr *attrs[VSX_A_CMD_MAX + 1];
	struct dest dest;
	int status = reply_parse(reply, attrs, err);

	if (!status)
		status = dest_parse(attrs, &dest, err);
	if (!status)
		dest_list_add(arg, &dest);
	return status;
}

static void forget(void *arg)
{
	struct dest_list *list = arg;

	list->len = 0;
}

/**
 * dest_dump() - ask for destinations
 * @transport: where to
 * @svc: of which service, NULL for all
 * @list: filled in, grouped by service
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int dest_dump(struct transport *transport, const struct svc_key *svc, struct dest_list *list,
	      struct error *err)
{
	struct nl_msg *request = request_new(transport, VSX_CMD_DEST_GET, NLM_F_DUMP);
	int status;

	if (request && svc)
		put_service(request, svc);
	status = request_dump(transport, request, take_next, forget, list, err);
	if (!status)
		dest_list_sort(list);
	return status;
}
