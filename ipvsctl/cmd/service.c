// SPDX-License-Identifier: GPL-2.0-only
/* service add, set, del, show */
#include <string.h>

#include "cmd.h"
#include "cmd/show.h"
#include "nl/svc.h"

static int send(struct ctx *ctx, uint8_t command, const struct svc *svc)
{
	struct transport *transport;
	int status = cmd_transport(ctx, &transport);

	return status ? status : svc_send(transport, command, svc, &ctx->err);
}

static int parse(struct ctx *ctx, struct words *words, struct svc *svc)
{
	int status;

	memset(svc, 0, sizeof(*svc));
	status = parse_service_key(words, &svc->key, &ctx->err);
	return status ? status : parse_service_options(words, svc, &ctx->err);
}

/**
 * cmd_service_add() - add a virtual service
 * @ctx: the context
 * @words: SERVICE [OPTION VALUE]...
 *
 * Return: enum status.
 */
int cmd_service_add(struct ctx *ctx, struct words *words)
{
	struct svc svc;
	int status = parse(ctx, words, &svc);

	return status ? status : send(ctx, VSX_CMD_SVC_NEW, &svc);
}

/**
 * cmd_service_set() - change what is named of a service
 * @ctx: the context
 * @words: SERVICE [OPTION VALUE]...
 *
 * Return: enum status.
 */
int cmd_service_set(struct ctx *ctx, struct words *words)
{
	struct svc svc;
	int status = parse(ctx, words, &svc);

	if (status)
		return status;
	if (!svc.has)
		return error_usage(&ctx->err, "nothing to change: name an option");
	return send(ctx, VSX_CMD_SVC_SET, &svc);
}

/**
 * cmd_service_del() - remove a service and its destinations
 * @ctx: the context
 * @words: SERVICE
 *
 * Return: enum status.
 */
int cmd_service_del(struct ctx *ctx, struct words *words)
{
	struct svc svc = { 0 };
	int status = parse_service_key(words, &svc.key, &ctx->err);

	if (!status)
		status = parse_end(words, &ctx->err);
	return status ? status : send(ctx, VSX_CMD_SVC_DEL, &svc);
}

/**
 * cmd_service_show() - show a service in full
 * @ctx: the context
 * @words: SERVICE
 *
 * Return: enum status.
 */
int cmd_service_show(struct ctx *ctx, struct words *words)
{
	struct svc_key key;
	int status = parse_service_key(words, &key, &ctx->err);

	if (!status)
		status = parse_end(words, &ctx->err);
	return status ? status : show_service(ctx, &key);
}
