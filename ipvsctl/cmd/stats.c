// SPDX-License-Identifier: GPL-2.0-only
/* stats: counters, or why packets left the packet path */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "cmd/show.h"
#include "nl/stats.h"
#include "nl/svc.h"

static const struct column reason_columns[] = {
	{ "PACKETS", { "packets" }, true },
	{ "REASON", { "reason" }, false },
};

static int show_reasons(struct ctx *ctx)
{
	struct reason_list list = { 0 };
	struct transport *transport;
	int status = cmd_transport(ctx, &transport);
	size_t i;

	if (!status)
		status = reason_dump(transport, &list, &ctx->err);
	if (!status) {
		out_begin(ctx->out);
		out_list(ctx->out, "reasons", reason_columns, 2);
		for (i = 0; i < list.len; i++) {
			out_row(ctx->out);
			out_text(ctx->out, "reason", list.items[i].name);
			out_number(ctx->out, "packets", list.items[i].packets);
			out_row_end(ctx->out);
		}
		out_list_end(ctx->out);
		out_end(ctx->out);
	}
	free(list.items);
	return status;
}

static void show_totals(struct out *out, const struct info *info, const struct svc_list *services)
{
	struct stats sum = { 0 };
	size_t i;

	for (i = 0; i < services->len; i++)
		stats_add(&sum, &services->items[i].stats);
	out_begin(out);
	out_object(out, "namespace");
	out_number(out, "services", info->services);
	out_number(out, "destinations", info->dests);
	out_number(out, "connections", info->conns);
	out_number(out, "table_bytes", info->table_bytes);
	out_object_end(out);
	out_object(out, "totals");
	show_stats(out, &sum);
	out_object_end(out);
	out_end(out);
}

static int show_namespace(struct ctx *ctx)
{
	struct svc_list services = { 0 };
	struct transport *transport;
	struct info info;
	int status = cmd_transport(ctx, &transport);

	if (!status)
		status = info_get(transport, &info, &ctx->err);
	if (!status)
		status = svc_dump(transport, &services, &ctx->err);
	if (!status)
		show_totals(ctx->out, &info, &services);
	free(services.items);
	return status;
}

/**
 * cmd_stats() - show counters
 * @ctx: the context
 * @words: [SERVICE | --reasons]
 *
 * Return: enum status.
 */
int cmd_stats(struct ctx *ctx, struct words *words)
{
	struct svc_key key;
	bool given;
	int status;

	if (words->argc && !strcmp(words->argv[0], "--reasons")) {
		words->argc--;
		words->argv++;
		status = parse_end(words, &ctx->err);
		return status ? status : show_reasons(ctx);
	}
	status = parse_optional_key(ctx, words, &key, &given);
	if (status)
		return status;
	return given ? show_service(ctx, &key) : show_namespace(ctx);
}
