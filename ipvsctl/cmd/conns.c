// SPDX-License-Identifier: GPL-2.0-only
/* conns: connections */
#include "cmd.h"
#include "cmd/show.h"
#include "nl/conn.h"

static const struct column columns[] = {
	{ "PROTO", { "protocol" }, false },
	{ "STATE", { "state" }, false },
	{ "EXPIRES", { "expires" }, true },
	{ "CLIENT", { "client_address" }, false },
	{ "VIRTUAL", { "virtual_address" }, false },
	{ "DESTINATION", { "address" }, false },
	{ "FLAGS", { "flags" }, false },
};

static void show_conn(const struct conn *conn, void *arg)
{
	struct out *out = arg;
	const char *const flags[] = {
		conn->flags & VSX_CONN_F_INACTIVE ? "inactive" : NULL,
		conn->flags & VSX_CONN_F_REMOVED ? "removed" : NULL,
	};

	out_row(out);
	out_text(out, "protocol", svc_key_name(&conn->virt));
	out_text(out, "state", conn_state_name(conn->state));
	out_number(out, "expires", conn->expires);
	out_endpoint(out, &conn->client, "client_address", "client_port");
	show_virtual(out, &conn->virt, "virtual_address", "virtual_port");
	out_endpoint(out, &conn->dest, "address", "port");
	out_text(out, "method", method_name(conn->method));
	out_words(out, "flags", flags, 2);
	out_row_end(out);
}

/**
 * cmd_conns() - show connections
 * @ctx: the context
 * @words: none
 *
 * Return: enum status.
 */
int cmd_conns(struct ctx *ctx, struct words *words)
{
	struct transport *transport;
	int status = parse_end(words, &ctx->err);

	if (!status)
		status = cmd_transport(ctx, &transport);
	if (status)
		return status;
	out_begin(ctx->out);
	out_list(ctx->out, "connections", columns, sizeof(columns) / sizeof(columns[0]));
	status = conn_dump(transport, show_conn, ctx->out, &ctx->err);
	out_list_end(ctx->out);
	out_end(ctx->out);
	return status;
}
