/* SPDX-License-Identifier: GPL-2.0-only */
/* Words to model: pure, no netlink, no printing. All return enum status. */
#ifndef IPVSCTL_PARSE_H
#define IPVSCTL_PARSE_H

#include "error.h"
#include "model.h"

/**
 * struct words - the words of a command not yet understood
 * @argc: how many
 * @argv: the words
 */
struct words {
	int argc;
	char **argv;
};

int parse_port(const char *word, uint16_t *port, struct error *err);
int parse_number(const char *name, const char *word, uint32_t max, uint32_t *value,
		 struct error *err);
int parse_addr(const char *word, struct addr *addr, struct error *err);
int parse_endpoint(const char *word, int default_port, struct endpoint *at,
		   struct error *err);

int parse_service_key(struct words *words, struct svc_key *key, struct error *err);
int parse_service_options(struct words *words, struct svc *svc, struct error *err);
int parse_dest_key(struct words *words, struct dest *dest, struct error *err);
int parse_dest_options(struct words *words, struct dest *dest, struct error *err);
int parse_end(const struct words *words, struct error *err);

int parse_line(char *line, char **argv, int max, struct error *err, int *argc);

#endif
