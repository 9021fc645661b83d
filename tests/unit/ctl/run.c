// SPDX-License-Identifier: GPL-2.0-only
/* Runs one command line of ipvsctl against the fake kernel. */
#include "run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

#define MAX_WORDS 40

static int no_module(struct transport **transport, struct error *err)
{
	*transport = NULL;
	return error_refused(err, ENOENT, "ipvsx module is not loaded (modprobe ipvsx)");
}

/* As main() does, with files in memory; "-j" may be the first word. */
static int run_words(struct ctx *ctx, struct words *words, FILE *text, FILE *errors)
{
	int status;

	if (words->argc && !strcmp(words->argv[0], "-j")) {
		ctx->json = true;
		words->argc--;
		words->argv++;
	}
	ctx->text = text;
	ctx->out = out_new(text, ctx->json);
	status = cmd_run(ctx, words);
	cmd_report(ctx, status, errors);
	out_free(ctx->out);
	return status;
}

/**
 * run_line() - run a command line
 * @fake: the kernel, NULL as if the module were not loaded
 * @line: words separated by spaces, without "ipvsctl"
 * @input: standard input, NULL for none
 *
 * Return: how it ended, to be freed by run_free().
 */
struct run run_line(struct fake *fake, const char *line, const char *input)
{
	struct ctx ctx = { .open = no_module, .transport = fake ? &fake->transport : NULL };
	char *copy = strdup(line), *argv[MAX_WORDS], *word, *state;
	struct words words = { .argv = argv };
	size_t text_len, errors_len;
	struct run run = { 0 };
	FILE *text = open_memstream(&run.text, &text_len);
	FILE *errors = open_memstream(&run.errors, &errors_len);

	for (word = strtok_r(copy, " ", &state); word && words.argc < MAX_WORDS;
	     word = strtok_r(NULL, " ", &state))
		argv[words.argc++] = word;
	if (input)
		ctx.in = fmemopen((void *)(uintptr_t)input, strlen(input), "r");
	run.status = run_words(&ctx, &words, text, errors);
	if (ctx.in)
		fclose(ctx.in);
	fclose(text);
	fclose(errors);
	free(copy);
	return run;
}

/**
 * run_free() - free what a command line printed
 * @run: how it ended
 */
void run_free(struct run *run)
{
	free(run->text);
	free(run->errors);
}
