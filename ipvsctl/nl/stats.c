// SPDX-License-Identifier: GPL-2.0-only
/* Counters, reasons and totals from netlink. */
#include "stats.h"

#include <netlink/msg.h>
#include <string.h>

#include "attr.h"

static const struct nla_policy stats_policy[VSX_A_STATS_MAX + 1] = {
	[VSX_A_STATS_CONNS] = { .type = NLA_U64 },
	[VSX_A_STATS_IN_PACKETS] = { .type = NLA_U64 },
	[VSX_A_STATS_IN_BYTES] = { .type = NLA_U64 },
	[VSX_A_STATS_OUT_PACKETS] = { .type = NLA_U64 },
	[VSX_A_STATS_OUT_BYTES] = { .type = NLA_U64 },
};

static const struct nla_policy reason_policy[VSX_A_REASON_MAX + 1] = {
	[VSX_A_REASON_NAME] = { .type = NLA_STRING },
	[VSX_A_REASON_PACKETS] = { .type = NLA_U64 },
};

static const struct nla_policy info_policy[VSX_A_INFO_MAX + 1] = {
	[VSX_A_INFO_VERSION] = { .type = NLA_STRING },
	[VSX_A_INFO_SERVICES] = { .type = NLA_U32 },
	[VSX_A_INFO_DESTS] = { .type = NLA_U32 },
	[VSX_A_INFO_CONNS] = { .type = NLA_U64 },
	[VSX_A_INFO_TABLE_BYTES] = { .type = NLA_U64 },
};

/**
 * stats_parse() - counters out of an attribute
 * @nest: the attribute, NULL for none
 * @stats: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int stats_parse(struct nlattr *nest, struct stats *stats, struct error *err)
{
	struct nlattr *attrs[VSX_A_STATS_MAX + 1];
	int status;

	memset(stats, 0, sizeof(*stats));
	if (!nest)
		return STATUS_OK;
	status = nest_parse(nest, attrs, VSX_A_STATS_MAX, stats_policy, err);
	if (status)
		return status;
	stats->conns = attr_u64(attrs[VSX_A_STATS_CONNS]);
	stats->in_packets = attr_u64(attrs[VSX_A_STATS_IN_PACKETS]);
	stats->in_bytes = attr_u64(attrs[VSX_A_STATS_IN_BYTES]);
	stats->out_packets = attr_u64(attrs[VSX_A_STATS_OUT_PACKETS]);
	stats->out_bytes = attr_u64(attrs[VSX_A_STATS_OUT_BYTES]);
	return STATUS_OK;
}

static int take_reason(const struct nlmsghdr *reply, void *arg, struct error *err)
{
	struct nlattr *top[VSX_A_CMD_MAX + 1], *attrs[VSX_A_REASON_MAX + 1];
	struct reason reason = { 0 };
	int status = reply_parse(reply, top, err);

	if (!status)
		status = nest_parse(top[VSX_A_CMD_REASON], attrs, VSX_A_REASON_MAX, reason_policy,
				    err);
	if (status)
		return status;
	if (attrs[VSX_A_REASON_NAME])
		nla_strlcpy(reason.name, attrs[VSX_A_REASON_NAME], sizeof(reason.name));
	reason.packets = attr_u64(attrs[VSX_A_REASON_PACKETS]);
	reason_list_add(arg, &reason);
	return STATUS_OK;
}

static void forget_reasons(void *arg)
{
	struct reason_list *list = arg;

	list->len = 0;
}

/**
 * reason_dump() - ask why packets left the packet path
 * @transport: where to
 * @list: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int reason_dump(struct transport *transport, struct reason_list *list, struct error *err)
{
	struct nl_msg *request = request_new(transport, VSX_CMD_REASON_GET, NLM_F_DUMP);

	return request_dump(transport, request, take_reason, forget_reasons, list, err);
}

static int take_info(const struct nlmsghdr *reply, void *arg, struct error *err)
{
	struct nlattr *top[VSX_A_CMD_MAX + 1], *attrs[VSX_A_INFO_MAX + 1];
	struct info *info = arg;
	int status = reply_parse(reply, top, err);

	if (!status)
		status = nest_parse(top[VSX_A_CMD_INFO], attrs, VSX_A_INFO_MAX, info_policy, err);
	if (status)
		return status;
	if (attrs[VSX_A_INFO_VERSION])
		nla_strlcpy(info->version, attrs[VSX_A_INFO_VERSION], sizeof(info->version));
	info->services = attr_u32(attrs[VSX_A_INFO_SERVICES]);
	info->dests = attr_u32(attrs[VSX_A_INFO_DESTS]);
	info->conns = attr_u64(attrs[VSX_A_INFO_CONNS]);
	info->table_bytes = attr_u64(attrs[VSX_A_INFO_TABLE_BYTES]);
	return STATUS_OK;
}

/**
 * info_get() - ask for the module and the namespace as a whole
 * @transport: where to
 * @info: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int info_get(struct transport *transport, struct info *info, struct error *err)
{
	struct nl_msg *request = request_new(transport, VSX_CMD_INFO_GET, 0);

	memset(info, 0, sizeof(*info));
	return request_send(transport, request, take_info, info, err);
}
