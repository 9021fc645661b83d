// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ipvsx.yaml */
/* YNL-GEN kernel source */
/* YNL-ARG --function-prefix vsx-nl */
/* To regenerate run: Documentation/netlink/regen.py */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "gen.h"

#include <linux/ipvsx.h>

/* Integer value ranges */
static struct netlink_range_validation vsx_a_svc_timeout_tcp_range = {
	.max	= VSX_TIMEOUT_MAX,
};

static struct netlink_range_validation vsx_a_svc_timeout_fin_range = {
	.max	= VSX_TIMEOUT_MAX,
};

static struct netlink_range_validation vsx_a_svc_timeout_udp_range = {
	.max	= VSX_TIMEOUT_MAX,
};

static struct netlink_range_validation vsx_a_svc_persist_range = {
	.max	= VSX_TIMEOUT_MAX,
};

static struct netlink_range_validation vsx_a_dest_weight_range = {
	.max	= VSX_WEIGHT_MAX,
};

static struct netlink_range_validation vsx_a_dest_upper_range = {
	.max	= VSX_THRESHOLD_MAX,
};

static struct netlink_range_validation vsx_a_dest_lower_range = {
	.max	= VSX_THRESHOLD_MAX,
};

/* Sparse enums validation callbacks */
static int
vsx_a_dest_method_validate(const struct nlattr *attr,
			   struct netlink_ext_ack *extack)
{
	switch (nla_get_u8(attr)) {
	case VSX_METHOD_NAT:
		fallthrough;
	case VSX_METHOD_TUNNEL:
		fallthrough;
	case VSX_METHOD_DR:
		return 0;
	}
	NL_SET_ERR_MSG_ATTR(extack, attr, "invalid enum value");
	return -EINVAL;
}

/* Common nested types */
const struct nla_policy vsx_dest_nl_policy[VSX_A_DEST_TUNNEL_CHECKSUM + 1] = {
	[VSX_A_DEST_AF] = { .type = NLA_U16, },
	[VSX_A_DEST_ADDR] = NLA_POLICY_MIN_LEN(4),
	[VSX_A_DEST_PORT] = { .type = NLA_BE16, },
	[VSX_A_DEST_METHOD] = NLA_POLICY_VALIDATE_FN(NLA_U8, &vsx_a_dest_method_validate),
	[VSX_A_DEST_WEIGHT] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsx_a_dest_weight_range),
	[VSX_A_DEST_ID] = { .type = NLA_U32, },
	[VSX_A_DEST_ACTIVE] = { .type = NLA_U64, },
	[VSX_A_DEST_INACTIVE] = { .type = NLA_U64, },
	[VSX_A_DEST_STATS] = NLA_POLICY_NESTED(vsx_stats_nl_policy),
	[VSX_A_DEST_UPPER] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsx_a_dest_upper_range),
	[VSX_A_DEST_LOWER] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsx_a_dest_lower_range),
	[VSX_A_DEST_OVERLOADED] = { .type = NLA_U8, },
	[VSX_A_DEST_PERSISTENT] = { .type = NLA_U32, },
	[VSX_A_DEST_TUNNEL_TYPE] = NLA_POLICY_MAX(NLA_U8, 2),
	[VSX_A_DEST_TUNNEL_PORT] = { .type = NLA_BE16, },
	[VSX_A_DEST_TUNNEL_CHECKSUM] = NLA_POLICY_MAX(NLA_U8, 2),
};

const struct nla_policy vsx_stats_nl_policy[VSX_A_STATS_PAD + 1] = {
	[VSX_A_STATS_CONNS] = { .type = NLA_U64, },
	[VSX_A_STATS_IN_PACKETS] = { .type = NLA_U64, },
	[VSX_A_STATS_IN_BYTES] = { .type = NLA_U64, },
	[VSX_A_STATS_OUT_PACKETS] = { .type = NLA_U64, },
	[VSX_A_STATS_OUT_BYTES] = { .type = NLA_U64, },
};

const struct nla_policy vsx_svc_nl_policy[VSX_A_SVC_MSS + 1] = {
	[VSX_A_SVC_AF] = { .type = NLA_U16, },
	[VSX_A_SVC_PROTOCOL] = { .type = NLA_U8, },
	[VSX_A_SVC_ADDR] = NLA_POLICY_MIN_LEN(4),
	[VSX_A_SVC_PORT] = { .type = NLA_BE16, },
	[VSX_A_SVC_SCHEDULER] = { .type = NLA_NUL_STRING, .len = VSX_SCHEDULER_NAME_MAX, },
	[VSX_A_SVC_TIMEOUT_TCP] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsx_a_svc_timeout_tcp_range),
	[VSX_A_SVC_TIMEOUT_FIN] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsx_a_svc_timeout_fin_range),
	[VSX_A_SVC_TIMEOUT_UDP] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsx_a_svc_timeout_udp_range),
	[VSX_A_SVC_GRACE] = NLA_POLICY_MAX(NLA_U32, VSX_GRACE_MAX),
	[VSX_A_SVC_NO_DEST] = NLA_POLICY_MAX(NLA_U8, 2),
	[VSX_A_SVC_ID] = { .type = NLA_U32, },
	[VSX_A_SVC_DESTS] = { .type = NLA_U32, },
	[VSX_A_SVC_ACTIVE] = { .type = NLA_U64, },
	[VSX_A_SVC_INACTIVE] = { .type = NLA_U64, },
	[VSX_A_SVC_STATS] = NLA_POLICY_NESTED(vsx_stats_nl_policy),
	[VSX_A_SVC_PERSIST] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsx_a_svc_persist_range),
	[VSX_A_SVC_PERSIST_PREFIX] = NLA_POLICY_RANGE(NLA_U8, 1, 128),
	[VSX_A_SVC_EXPIRE_QUIESCENT] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSX_A_SVC_ONE_PACKET] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSX_A_SVC_MARK] = { .type = NLA_U32, },
	[VSX_A_SVC_SCHED_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x3),
	[VSX_A_SVC_TABLE_SIZE] = { .type = NLA_U32, },
	[VSX_A_SVC_SCHED_KEY] = { .type = NLA_BINARY, },
	[VSX_A_SVC_MSS] = { .type = NLA_U16, },
};

/* VSX_CMD_SVC_NEW - do */
const struct nla_policy vsx_svc_new_nl_policy[VSX_A_CMD_SERVICE + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
};

/* VSX_CMD_SVC_SET - do */
const struct nla_policy vsx_svc_set_nl_policy[VSX_A_CMD_SERVICE + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
};

/* VSX_CMD_SVC_DEL - do */
const struct nla_policy vsx_svc_del_nl_policy[VSX_A_CMD_SERVICE + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
};

/* VSX_CMD_SVC_GET - do */
const struct nla_policy vsx_svc_get_nl_policy[VSX_A_CMD_SERVICE + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
};

/* VSX_CMD_DEST_NEW - do */
const struct nla_policy vsx_dest_new_nl_policy[VSX_A_CMD_DEST + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
	[VSX_A_CMD_DEST] = NLA_POLICY_NESTED(vsx_dest_nl_policy),
};

/* VSX_CMD_DEST_SET - do */
const struct nla_policy vsx_dest_set_nl_policy[VSX_A_CMD_DEST + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
	[VSX_A_CMD_DEST] = NLA_POLICY_NESTED(vsx_dest_nl_policy),
};

/* VSX_CMD_DEST_DEL - do */
const struct nla_policy vsx_dest_del_nl_policy[VSX_A_CMD_DEST + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
	[VSX_A_CMD_DEST] = NLA_POLICY_NESTED(vsx_dest_nl_policy),
};

/* VSX_CMD_DEST_GET - do */
const struct nla_policy vsx_dest_get_nl_policy[VSX_A_CMD_DEST + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
	[VSX_A_CMD_DEST] = NLA_POLICY_NESTED(vsx_dest_nl_policy),
};

/* VSX_CMD_ZERO - do */
const struct nla_policy vsx_zero_nl_policy[VSX_A_CMD_SERVICE + 1] = {
	[VSX_A_CMD_SERVICE] = NLA_POLICY_NESTED(vsx_svc_nl_policy),
};

/* Ops table for ipvsx */
const struct genl_ops vsx_nl_ops[13] = {
	{
		.cmd		= VSX_CMD_SVC_NEW,
		.doit		= vsx_nl_svc_new_doit,
		.policy		= vsx_svc_new_nl_policy,
		.maxattr	= VSX_A_CMD_SERVICE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_SVC_SET,
		.doit		= vsx_nl_svc_set_doit,
		.policy		= vsx_svc_set_nl_policy,
		.maxattr	= VSX_A_CMD_SERVICE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_SVC_DEL,
		.doit		= vsx_nl_svc_del_doit,
		.policy		= vsx_svc_del_nl_policy,
		.maxattr	= VSX_A_CMD_SERVICE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_SVC_GET,
		.doit		= vsx_nl_svc_get_doit,
		.dumpit		= vsx_nl_svc_get_dumpit,
		.policy		= vsx_svc_get_nl_policy,
		.maxattr	= VSX_A_CMD_SERVICE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_DEST_NEW,
		.doit		= vsx_nl_dest_new_doit,
		.policy		= vsx_dest_new_nl_policy,
		.maxattr	= VSX_A_CMD_DEST,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_DEST_SET,
		.doit		= vsx_nl_dest_set_doit,
		.policy		= vsx_dest_set_nl_policy,
		.maxattr	= VSX_A_CMD_DEST,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_DEST_DEL,
		.doit		= vsx_nl_dest_del_doit,
		.policy		= vsx_dest_del_nl_policy,
		.maxattr	= VSX_A_CMD_DEST,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_DEST_GET,
		.doit		= vsx_nl_dest_get_doit,
		.dumpit		= vsx_nl_dest_get_dumpit,
		.policy		= vsx_dest_get_nl_policy,
		.maxattr	= VSX_A_CMD_DEST,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_FLUSH,
		.doit		= vsx_nl_flush_doit,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_ZERO,
		.doit		= vsx_nl_zero_doit,
		.policy		= vsx_zero_nl_policy,
		.maxattr	= VSX_A_CMD_SERVICE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_CONN_GET,
		.dumpit		= vsx_nl_conn_get_dumpit,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_REASON_GET,
		.dumpit		= vsx_nl_reason_get_dumpit,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSX_CMD_INFO_GET,
		.doit		= vsx_nl_info_get_doit,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
};
