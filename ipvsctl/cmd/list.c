// SPDX-License-Identifier: GPL-2.0-only
/* list: services with their destinations */
#include "cmd.h"
#include "cmd/show.h"

static const struct column columns[] = {
	{ "PROTO", { "protocol" }, false },
	{ "ADDRESS", { "address" }, false },
	{ "HOW", { "scheduler", "method" }, false },
	{ "WEIGHT", { "weight" }, true },
	{ "ACTIVE", { "active" }, true },
	{ "INACTIVE", { "inactive" }, true },
	{ "CONNS", { "conns" }, true },
	{ "IN-PKTS", { "in_packets" }, true },
	{ "IN-BYTES", { "in_bytes" }, true },
	{ "OUT-PKTS", { "out_packets" }, true },
	{ "OUT-BYTES", { "out_bytes" }, true },
};

/**
 * cmd_list() - show services with their destinations
 * @ctx: the context
 * @words: [SERVICE]
 *
 * Return: enum status.
 */
int cmd_list(struct ctx *ctx, struct words *words)
{
	struct config config = { 0 };
	struct svc_key key;
	bool given;
	int status = parse_optional_key(ctx, words, &key, &given);

	if (status)
		return status;
	status = config_get(ctx, given ? &key : NULL, &config);
	if (!status)
		config_show(ctx->out, &config, columns, sizeof(columns) / sizeof(columns[0]), NULL,
			    0);
	config_free(&config);
	return status;
}
