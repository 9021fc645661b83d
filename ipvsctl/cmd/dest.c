// SPDX-License-Identifier: GPL-2.0-only
/* dest add, set, del */
#include "cmd.h"
#include "nl/dest.h"

static int send(struct ctx *ctx, uint8_t command, const struct dest *dest)
{
	struct transport *transport;
	int status = cmd_transport(ctx, &transport);

	return status ? status : dest_send(transport, command, dest, &ctx->err);
}

static int parse(struct ctx *ctx, struct words *words, struct dest *dest)
{
	int status = parse_dest_key(words, dest, &ctx->err);

	return status ? status : parse_dest_options(words, dest, &ctx->err);
}

/**
 * cmd_dest_add() - add a destination; what is not named is the kernel's to choose
 * @ctx: the context
 * @words: SERVICE ADDR[:PORT] [OPTION VALUE]...
 *
 * Return: enum status.
 */
int cmd_dest_add(struct ctx *ctx, struct words *words)
{
	struct dest dest;
	int status = parse(ctx, words, &dest);

	return status ? status : send(ctx, VSX_CMD_DEST_NEW, &dest);
}

/**
 * cmd_dest_set() - change what is named of a destination
 * @ctx: the context
 * @words: SERVICE ADDR[:PORT] [OPTION VALUE]...
 *
 * Return: enum status.
 */
int cmd_dest_set(struct ctx *ctx, struct words *words)
{
	struct dest dest;
	int status = parse(ctx, words, &dest);

	if (status)
		return status;
	if (!dest.has)
		return error_usage(&ctx->err, "nothing to change: name an option");
	return send(ctx, VSX_CMD_DEST_SET, &dest);
}

/**
 * cmd_dest_del() - remove a destination
 * @ctx: the context
 * @words: SERVICE ADDR[:PORT]
 *
 * Return: enum status.
 */
int cmd_dest_del(struct ctx *ctx, struct words *words)
{
	struct dest dest;
	int status = parse_dest_key(words, &dest, &ctx->err);

	if (!status)
		status = parse_end(words, &ctx->err);
	return status ? status : send(ctx, VSX_CMD_DEST_DEL, &dest);
}
