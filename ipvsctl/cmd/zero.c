// SPDX-License-Identifier: GPL-2.0-only
/* zero: set counters to zero */
#include "cmd.h"
#include "cmd/show.h"
#include "nl/svc.h"

/**
 * cmd_zero() - set counters to zero
 * @ctx: the context
 * @words: [SERVICE]
 *
 * Return: enum status.
 */
int cmd_zero(struct ctx *ctx, struct words *words)
{
	struct transport *transport;
	struct svc svc = { 0 };
	bool given;
	int status = parse_optional_key(ctx, words, &svc.key, &given);

	if (!status)
		status = cmd_transport(ctx, &transport);
	if (status)
		return status;
	return svc_send(transport, VSX_CMD_ZERO, given ? &svc : NULL, &ctx->err);
}
