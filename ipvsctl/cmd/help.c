// SPDX-License-Identifier: GPL-2.0-only
/* help: of all commands or of one */
#include <string.h>

#include "cmd.h"

/* "help service" shows all that begin with that word. */
static int help_object(struct ctx *ctx, const struct words *words)
{
	size_t i;

	if (words->argc > 1)
		return error_usage(&ctx->err, "unknown command: '%s %s'", words->argv[0],
				   words->argv[1]);
	if (!cmd_is_object(words->argv[0]))
		return error_usage(&ctx->err, "unknown command: '%s'", words->argv[0]);
	for (i = 0; i < commands_count; i++)
		if (!strcmp(commands[i].object, words->argv[0]))
			cmd_help(ctx->text, &commands[i]);
	return STATUS_OK;
}

/**
 * cmd_help_command() - show help
 * @ctx: the context
 * @words: [COMMAND]
 *
 * Return: enum status.
 */
int cmd_help_command(struct ctx *ctx, struct words *words)
{
	const struct command *command;
	int status;

	if (!words->argc) {
		cmd_usage(ctx->text);
		return STATUS_OK;
	}
	command = cmd_find(words);
	if (!command)
		return help_object(ctx, words);
	status = parse_end(words, &ctx->err);
	if (!status)
		cmd_help(ctx->text, command);
	return status;
}
