/* SPDX-License-Identifier: GPL-2.0-only */
/* Services and destinations on the screen: what several commands share. */
#ifndef IPVSCTL_CMD_SHOW_H
#define IPVSCTL_CMD_SHOW_H

#include "cmd.h"
#include "model.h"

/**
 * struct config - services and destinations as they were asked for
 * @services: sorted
 * @dests: grouped by service, each group in the order of addition
 */
struct config {
	struct svc_list services;
	struct dest_list dests;
};

int config_get(struct ctx *ctx, const struct svc_key *key, struct config *config);
void config_free(struct config *config);
void config_show(struct out *out, const struct config *config, const struct column *columns,
		 size_t count, const struct column *dest_cols, size_t dest_count);

int show_service(struct ctx *ctx, const struct svc_key *key);
void show_virtual(struct out *out, const struct svc_key *key, const char *addr_key, const char *port_key);
void show_stats(struct out *out, const struct stats *stats);
int parse_optional_key(struct ctx *ctx, struct words *words, struct svc_key *key, bool *given);

#endif
