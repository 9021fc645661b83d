/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of commands, and what a command works with. */
#ifndef IPVSCTL_CMD_H
#define IPVSCTL_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "error.h"
#include "nl/transport.h"
#include "out.h"
#include "parse.h"

struct command;

/**
 * struct ctx - what commands work with
 * @transport: the kernel, NULL until a command needs it
 * @open: opens @transport
 * @out: where results go
 * @text: the same file, for text that is the same with and without JSON
 * @in: what "-" reads from
 * @json: results are JSON
 * @command: the command that runs, NULL before it is known
 * @line: line of a batch, 0 outside
 * @err: what went wrong
 */
struct ctx {
	struct transport *transport;
	int (*open)(struct transport **transport, struct error *err);
	struct out *out;
	FILE *text;
	FILE *in;
	bool json;
	const struct command *command;
	unsigned long line;
	struct error err;
};

/**
 * struct command - a command
 * @object: its first word
 * @verb: its second word, NULL if it has none
 * @args: grammar of the words that follow
 * @help: one line
 * @run: does it; returns enum status, with the error in the context
 */
struct command {
	const char *object;
	const char *verb;
	const char *args;
	const char *help;
	int (*run)(struct ctx *ctx, struct words *words);
};

extern const struct command commands[];
extern const size_t commands_count;

int cmd_run(struct ctx *ctx, struct words *words);
int cmd_run_alone(struct ctx *ctx, const char *name);
void cmd_report(const struct ctx *ctx, int status, FILE *file);
int cmd_transport(struct ctx *ctx, struct transport **transport);
void cmd_usage(FILE *file);
void cmd_help(FILE *file, const struct command *command);
const struct command *cmd_find(struct words *words);
bool cmd_is_object(const char *word);

/* In cmd/, a file for each first word. */
int cmd_service_add(struct ctx *ctx, struct words *words);
int cmd_service_set(struct ctx *ctx, struct words *words);
int cmd_service_del(struct ctx *ctx, struct words *words);
int cmd_service_show(struct ctx *ctx, struct words *words);
int cmd_dest_add(struct ctx *ctx, struct words *words);
int cmd_dest_set(struct ctx *ctx, struct words *words);
int cmd_dest_del(struct ctx *ctx, struct words *words);
int cmd_list(struct ctx *ctx, struct words *words);
int cmd_stats(struct ctx *ctx, struct words *words);
int cmd_conns(struct ctx *ctx, struct words *words);
int cmd_flush(struct ctx *ctx, struct words *words);
int cmd_zero(struct ctx *ctx, struct words *words);
int cmd_batch(struct ctx *ctx, struct words *words);
int cmd_version(struct ctx *ctx, struct words *words);
int cmd_help_command(struct ctx *ctx, struct words *words);

#endif
