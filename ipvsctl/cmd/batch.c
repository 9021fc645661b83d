// SPDX-License-Identifier: GPL-2.0-only
/*
 * batch: commands from a file, one in a line, over one socket. Stops at the
 * first that fails; those before it stay done.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

#define MAX_WORDS 32

static int run_line(struct ctx *ctx, const struct command *batch, char *line)
{
	char *argv[MAX_WORDS];
	struct words words = { .argv = argv };
	int status;

	ctx->command = batch;
	status = parse_line(line, argv, MAX_WORDS, &ctx->err, &words.argc);
	if (status || !words.argc)
		return status;
	if (!strcmp(argv[0], "batch"))
		return error_usage(&ctx->err, "a batch in a batch");
	status = cmd_run(ctx, &words);
	if (!status) {
		/* Warnings of a line must not wait for, or hide in, the next. */
		cmd_report(ctx, status, stderr);
		ctx->err.text[0] = '\0';
	}
	return status;
}

static int run_file(struct ctx *ctx, FILE *file)
{
	const struct command *batch = ctx->command;
	char *line = NULL;
	size_t size = 0;
	int status = STATUS_OK;

	ctx->line = 0;
	while (!status && getline(&line, &size, file) >= 0) {
		ctx->line++;
		status = run_line(ctx, batch, line);
	}
	free(line);
	if (status)
		return status;
	ctx->line = 0;
	ctx->command = batch;
	if (ferror(file))
		return error_refused(&ctx->err, EIO, "cannot read the file");
	return STATUS_OK;
}

/**
 * cmd_batch() - run commands from a file
 * @ctx: the context
 * @words: FILE or -
 *
 * Return: enum status, that of the line that failed.
 */
int cmd_batch(struct ctx *ctx, struct words *words)
{
	const char *name;
	FILE *file;
	int status;

	if (!words->argc)
		return error_usage(&ctx->err, "missing file");
	name = words->argv[0];
	words->argc--;
	words->argv++;
	status = parse_end(words, &ctx->err);
	if (status)
		return status;
	if (!strcmp(name, "-"))
		return run_file(ctx, ctx->in);
	file = fopen(name, "re");
	if (!file)
		return error_usage(&ctx->err, "cannot open: '%s': %s", name, strerror(errno));
	status = run_file(ctx, file);
	fclose(file);
	return status;
}
