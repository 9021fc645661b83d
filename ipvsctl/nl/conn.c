// SPDX-License-Identifier: GPL-2.0-only
/* Connections from netlink. */
#include "conn.h"

#include <netlink/msg.h>
#include <string.h>

#include "attr.h"

static const struct nla_policy conn_policy[VSX_A_CONN_MAX + 1] = {
	[VSX_A_CONN_AF] = { .type = NLA_U16 },
	[VSX_A_CONN_PROTOCOL] = { .type = NLA_U8 },
	[VSX_A_CONN_CLIENT_ADDR] = { .type = NLA_UNSPEC, .minlen = 4, .maxlen = 16 },
	[VSX_A_CONN_CLIENT_PORT] = { .type = NLA_U16 },
	[VSX_A_CONN_VIRTUAL_ADDR] = { .type = NLA_UNSPEC, .minlen = 4, .maxlen = 16 },
	[VSX_A_CONN_VIRTUAL_PORT] = { .type = NLA_U16 },
	[VSX_A_CONN_DEST_AF] = { .type = NLA_U16 },
	[VSX_A_CONN_DEST_ADDR] = { .type = NLA_UNSPEC, .minlen = 4, .maxlen = 16 },
	[VSX_A_CONN_DEST_PORT] = { .type = NLA_U16 },
	[VSX_A_CONN_STATE] = { .type = NLA_U8 },
	[VSX_A_CONN_EXPIRES] = { .type = NLA_U32 },
	[VSX_A_CONN_FLAGS] = { .type = NLA_U32 },
	[VSX_A_CONN_METHOD] = { .type = NLA_U8 },
	[VSX_A_CONN_MARK] = { .type = NLA_U32 },
};

/* The function that takes connections, and what it wants. */
struct taker {
	conn_fn *fn;
	void *arg;
};

static int virtual_get(uint16_t af, struct nlattr **attrs, struct svc_key *key, struct error *err)
{
	key->at.addr.af = af;
	key->mark = attr_u32(attrs[VSX_A_CONN_MARK]);
	if (key->mark)
		return STATUS_OK;
	key->protocol = attr_u8(attrs[VSX_A_CONN_PROTOCOL]);
	return endpoint_get(af, attrs[VSX_A_CONN_VIRTUAL_ADDR], attrs[VSX_A_CONN_VIRTUAL_PORT],
			    &key->at, err);
}

static int conn_parse(struct nlattr *nest, struct conn *conn, struct error *err)
{
	struct nlattr *attrs[VSX_A_CONN_MAX + 1];
	uint16_t af;
	int status;

	memset(conn, 0, sizeof(*conn));
	status = nest_parse(nest, attrs, VSX_A_CONN_MAX, conn_policy, err);
	if (status)
		return status;
	af = attr_u16(attrs[VSX_A_CONN_AF]);
	status = endpoint_get(af, attrs[VSX_A_CONN_CLIENT_ADDR], attrs[VSX_A_CONN_CLIENT_PORT],
			      &conn->client, err);
	if (!status)
		status = virtual_get(af, attrs, &conn->virt, err);
	if (!status)
		status = endpoint_get(attr_u16(attrs[VSX_A_CONN_DEST_AF]),
				      attrs[VSX_A_CONN_DEST_ADDR], attrs[VSX_A_CONN_DEST_PORT],
				      &conn->dest, err);
	conn->state = attr_u8(attrs[VSX_A_CONN_STATE]);
	conn->method = attr_u8(attrs[VSX_A_CONN_METHOD]);
	conn->expires = attr_u32(attrs[VSX_A_CONN_EXPIRES]);
	conn->flags = attr_u32(attrs[VSX_A_CONN_FLAGS]);
	return status;
}

static int take_next(const struct nlmsghdr *reply, void *arg, struct error *err)
{
	struct nlattr *attrs[VSX_A_CMD_MAX + 1];
	const struct taker *taker = arg;
	struct conn conn;
	int status = reply_parse(reply, attrs, err);

	if (!status)
		status = conn_parse(attrs[VSX_A_CMD_CONN], &conn, err);
	if (!status)
		taker->fn(&conn, taker->arg);
	return status;
}

/**
 * conn_dump() - ask for all connections, which may be millions: one by one
 * @transport: where to
 * @fn: takes each
 * @arg: for @fn
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int conn_dump(struct transport *transport, conn_fn *fn, void *arg, struct error *err)
{
	struct nl_msg *request = request_new(transport, VSX_CMD_CONN_GET, NLM_F_DUMP);
	struct taker taker = { .fn = fn, .arg = arg };

	return request_send(transport, request, take_next, &taker, err);
}
