// SPDX-License-Identifier: GPL-2.0-only
/* ipvsctl: options, one command, exit code. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "nl/sock.h"

static const struct option options[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "numeric", no_argument, NULL, 'n' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ 0 },
};

/* Words after the options, or the command that an option stands for. */
static int parse_arguments(int argc, char **argv, struct ctx *ctx, struct words *words,
			   const char **instead)
{
	int opt;

	/* "+" stops at the first word that is no option. */
	while ((opt = getopt_long(argc, argv, "+jnhV", options, NULL)) != -1) {
		switch (opt) {
		case 'j':
			ctx->json = true;
			break;
		case 'n':
			break;
		case 'h':
			*instead = "help";
			break;
		case 'V':
			*instead = "version";
			break;
		default:
			return STATUS_USAGE;
		}
	}
	*words = (struct words){ argc - optind, argv + optind };
	return STATUS_OK;
}

/* A result that did not arrive is a failure, even if the command was not. */
static int flush_output(struct ctx *ctx, int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	if (status)
		return status;
	return error_refused(&ctx->err, errno, "cannot write: %s", strerror(errno));
}

int main(int argc, char **argv)
{
	struct ctx ctx = { .open = sock_open, .text = stdout, .in = stdin };
	struct words words;
	const char *instead = NULL;
	int status = parse_arguments(argc, argv, &ctx, &words, &instead);

	if (status)
		return status;
	if (!words.argc && !instead) {
		cmd_usage(stderr);
		return STATUS_USAGE;
	}
	ctx.out = out_new(stdout, ctx.json);
	if (!ctx.out) {
		fputs("ipvsctl: out of memory\n", stderr);
		return STATUS_REFUSED;
	}
	status = instead ? cmd_run_alone(&ctx, instead) : cmd_run(&ctx, &words);
	status = flush_output(&ctx, status);
	cmd_report(&ctx, status, stderr);
	out_free(ctx.out);
	if (ctx.transport)
		ctx.transport->close(ctx.transport);
	return status;
}
