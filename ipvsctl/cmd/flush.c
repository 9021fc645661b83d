// SPDX-License-Identifier: GPL-2.0-only
/* flush: remove all services */
#include "cmd.h"
#include "nl/svc.h"

/**
 * cmd_flush() - remove all services
 * @ctx: the context
 * @words: none
 *
 * Return: enum status.
 */
int cmd_flush(struct ctx *ctx, struct words *words)
{
	struct transport *transport;
	int status = parse_end(words, &ctx->err);

	if (!status)
		status = cmd_transport(ctx, &transport);
	return status ? status : svc_send(transport, VSX_CMD_FLUSH, NULL, &ctx->err);
}
