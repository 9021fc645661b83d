// SPDX-License-Identifier: GPL-2.0-only
/* version: of tool and module */
#include "cmd.h"
#include "nl/stats.h"
#include "version.h"

/**
 * cmd_version() - show the versions of tool and module
 * @ctx: the context
 * @words: none
 *
 * Works without the module, and without the right to ask it.
 *
 * Return: enum status.
 */
int cmd_version(struct ctx *ctx, struct words *words)
{
	struct transport *transport;
	struct info info = { 0 };
	int status = parse_end(words, &ctx->err);

	if (status)
		return status;
	status = cmd_transport(ctx, &transport);
	if (!status)
		status = info_get(transport, &info, &ctx->err);
	out_begin(ctx->out);
	out_object(ctx->out, "version");
	out_text(ctx->out, "ipvsctl", VSX_VERSION);
	if (status)
		out_missing(ctx->out, "module", ctx->err.text);
	else
		out_text(ctx->out, "module", info.version);
	out_object_end(ctx->out);
	out_end(ctx->out);
	ctx->err.text[0] = '\0';
	return STATUS_OK;
}
