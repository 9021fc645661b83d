// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of commands. Help and usage are printed from it, so that a command
 * cannot be without them.
 */
#include "cmd.h"

#include <string.h>

#define SERVICE "SERVICE"
#define DEST SERVICE " ADDR[:PORT]"
#define DEST_OPTIONS " [method nat|dr|tunnel] [weight N] [upper N] [lower N]" \
		     " [TUNNEL]..."

const struct command commands[] = {
	{ "service", "add", SERVICE " [scheduler NAME] [OPTION VALUE]...",
	  "add a virtual service", cmd_service_add },
	{ "service", "set", SERVICE " [scheduler NAME] [OPTION VALUE]...",
	  "change what is named of a service", cmd_service_set },
	{ "service", "del", SERVICE,
	  "remove a service and its destinations", cmd_service_del },
	{ "service", "show", SERVICE,
	  "show a service in full", cmd_service_show },
	{ "dest", "add", DEST DEST_OPTIONS,
	  "add a destination to a service", cmd_dest_add },
	{ "dest", "set", DEST DEST_OPTIONS,
	  "change what is named of a destination", cmd_dest_set },
	{ "dest", "del", DEST,
	  "remove a destination", cmd_dest_del },
	{ "list", NULL, "[" SERVICE "]",
	  "show services with their destinations", cmd_list },
	{ "stats", NULL, "[" SERVICE " | --reasons]",
	  "show counters, or why packets left the packet path", cmd_stats },
	{ "conns", NULL, "",
	  "show connections", cmd_conns },
	{ "flush", NULL, "",
	  "remove all services", cmd_flush },
	{ "zero", NULL, "[" SERVICE "]",
	  "set counters to zero", cmd_zero },
	{ "batch", NULL, "FILE|-",
	  "run commands from a file, one in a line", cmd_batch },
	{ "version", NULL, "",
	  "show the versions of tool and module", cmd_version },
	{ "help", NULL, "[COMMAND]",
	  "show this text, or that of a command", cmd_help_command },
};

const size_t commands_count = sizeof(commands) / sizeof(commands[0]);

/**
 * cmd_is_object() - is this the first word of a command?
 * @word: the word
 *
 * Return: true if it is.
 */
bool cmd_is_object(const char *word)
{
	size_t i;

	for (i = 0; i < commands_count; i++)
		if (!strcmp(commands[i].object, word))
			return true;
	return false;
}

static bool matches(const struct command *command, const struct words *words)
{
	if (!words->argc || strcmp(command->object, words->argv[0]))
		return false;
	return !command->verb || (words->argc > 1 && !strcmp(command->verb, words->argv[1]));
}

/**
 * cmd_find() - which command the words name
 * @words: the words that name it are consumed
 *
 * Return: the command, NULL if there is none.
 */
const struct command *cmd_find(struct words *words)
{
	int used;
	size_t i;

	for (i = 0; i < commands_count; i++) {
		if (!matches(&commands[i], words))
			continue;
		used = commands[i].verb ? 2 : 1;
		words->argc -= used;
		words->argv += used;
		return &commands[i];
	}
	return NULL;
}

static int unknown_command(struct ctx *ctx, const struct words *words)
{
	if (!words->argc)
		return error_usage(&ctx->err, "missing command; try 'ipvsctl help'");
	if (!cmd_is_object(words->argv[0]))
		return error_usage(&ctx->err, "unknown command: '%s'", words->argv[0]);
	if (words->argc == 1)
		return error_usage(&ctx->err, "missing word after: '%s'", words->argv[0]);
	return error_usage(&ctx->err, "unknown command: '%s %s'", words->argv[0], words->argv[1]);
}

static bool asks_for_help(const struct words *words)
{
	return words->argc && (!strcmp(words->argv[0], "--help") || !strcmp(words->argv[0], "-h"));
}

/**
 * cmd_run() - run the command that the words name
 * @ctx: what it works with
 * @words: consumed
 *
 * Return: enum status.
 */
int cmd_run(struct ctx *ctx, struct words *words)
{
	ctx->err = (struct error){ 0 };
	ctx->command = cmd_find(words);
	if (!ctx->command)
		return unknown_command(ctx, words);
	if (asks_for_help(words)) {
		cmd_help(ctx->text, ctx->command);
		return STATUS_OK;
	}
	return ctx->command->run(ctx, words);
}

/**
 * cmd_run_alone() - run a command of one word, without further words
 * @ctx: what it works with
 * @name: the word
 *
 * Return: enum status.
 */
int cmd_run_alone(struct ctx *ctx, const char *name)
{
	struct words none = { 0 };
	size_t i;

	for (i = 0; i < commands_count; i++) {
		if (strcmp(commands[i].object, name) || commands[i].verb)
			continue;
		ctx->command = &commands[i];
		return commands[i].run(ctx, &none);
	}
	return error_usage(&ctx->err, "unknown command: '%s'", name);
}

/**
 * cmd_report() - say what went wrong, or what the kernel warns of
 * @ctx: the context
 * @status: how the command ended
 * @file: where to
 */
void cmd_report(const struct ctx *ctx, int status, FILE *file)
{
	const struct command *command = ctx->command;

	if (!ctx->err.text[0])
		return;
	fputs("ipvsctl: ", file);
	if (ctx->line)
		fprintf(file, "line %lu: ", ctx->line);
	if (command && command->verb)
		fprintf(file, "%s %s: ", command->object, command->verb);
	else if (command)
		fprintf(file, "%s: ", command->object);
	fprintf(file, "%s%s\n", status ? "" : "warning: ", ctx->err.text);
}

/**
 * cmd_transport() - the kernel, connected when first needed
 * @ctx: the context
 * @transport: filled in
 *
 * Return: enum status.
 */
int cmd_transport(struct ctx *ctx, struct transport **transport)
{
	int status = STATUS_OK;

	if (!ctx->transport)
		status = ctx->open(&ctx->transport, &ctx->err);
	*transport = ctx->transport;
	return status;
}

static void print_syntax(FILE *file, const struct command *command)
{
	fprintf(file, "ipvsctl %s", command->object);
	if (command->verb)
		fprintf(file, " %s", command->verb);
	if (*command->args)
		fprintf(file, " %s", command->args);
	fputc('\n', file);
}

/**
 * cmd_help() - the text of one command
 * @file: where to
 * @command: the command
 */
void cmd_help(FILE *file, const struct command *command)
{
	fputs("usage: ", file);
	print_syntax(file, command);
	fprintf(file, "  %s\n", command->help);
	if (strstr(command->args, "SERVICE"))
		fputs("  SERVICE: tcp|udp|sctp ADDR:PORT, or mark|mark6 N\n", file);
	if (strstr(command->args, "OPTION"))
		fputs("  options in seconds: timeout-tcp, timeout-fin, timeout-udp, grace, persist\n"
		      "  no-dest reject|drop|bypass, persist-prefix BITS, mss BYTES\n"
		      "  on|off: expire-quiescent, one-packet\n"
		      "  of hash schedulers: sched-flags none|fallback|port|fallback,port,\n"
		      "    table-size PRIME, hash-key 32-HEX-DIGITS|default\n", file);
	if (strstr(command->args, "TUNNEL"))
		fputs("  of a tunnel: type ipip|gre|gue, port N, checksum none|full|remote\n", file);
}

/**
 * cmd_usage() - the text of all commands
 * @file: where to
 */
void cmd_usage(FILE *file)
{
	size_t i;

	fputs("usage: ipvsctl [-j] [-n] COMMAND...\n"
	      "  -j, --json     print JSON\n"
	      "  -n, --numeric  print numbers for addresses and ports (always so)\n"
	      "\n"
	      "commands:\n", file);
	for (i = 0; i < commands_count; i++) {
		fputs("  ", file);
		print_syntax(file, &commands[i]);
		fprintf(file, "      %s\n", commands[i].help);
	}
	fputs("\nSERVICE: tcp|udp|sctp ADDR:PORT (port 0: all ports), or mark|mark6 N (firewall mark)\n"
	      "IPv6 addresses with a port are in brackets: [2001:db8::1]:80\n"
	      "exit: 0 done, 1 refused by the kernel, 2 usage\n", file);
}
