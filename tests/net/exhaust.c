// SPDX-License-Identifier: GPL-2.0-only
/*
 * exhaust.c - runs a command of ipvsctl again and again, with its first, second, ... allocation in the kernel failing,
 * until it has no more of them. Refused, it must have changed nothing; only a lost answer may hide that it was done.
 *
 * It is made of ipvsctl's own objects and runs in one process: starting a program for each failure takes most of the
 * time on a slow machine.
 *
 * Usage: exhaust [-f] COMMAND [UNDO [AFTER]]
 *   -f     in a fresh network namespace for each failure
 *   UNDO   the command that takes it back, so that there is something to do again
 *   AFTER  a command of the shell, run after each refusal that has changed nothing; it must succeed
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "nl/sock.h"
#include "nl/stats.h"

#define MAX_WORDS	32
#define MAX_FAILURES	300

static struct ctx ctx = { .open = sock_open };

static void __attribute__((format(printf, 1, 2), noreturn)) die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("exhaust: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

/* Runs one command; its text is to be freed. */
static int run(const char *command, char **text)
{
	char *argv[MAX_WORDS], *line = strdup(command);
	struct words words = { .argv = argv };
	static char *said;
	static size_t size;
	int status;

	ctx.text = open_memstream(&said, &size);
	if (!line || !ctx.text)
		die("out of memory");
	ctx.out = out_new(ctx.text, true);
	status = parse_line(line, argv, MAX_WORDS, &ctx.err, &words.argc);
	if (!status)
		status = cmd_run(&ctx, &words);
	if (status == STATUS_USAGE)
		die("'%s': %s", command, ctx.err.text);
	out_free(ctx.out);
	fclose(ctx.text);
	free(line);
	*text = said;
	return status;
}

/* The same for one that has to succeed. */
static char *run_well(const char *command)
{
	char *text;

	if (run(command, &text))
		die("'%s': %s", command, ctx.err.text);
	return text;
}

/*
 * What is configured, and how large the tables are, which a namespace has from its first service on. Connections may
 * end at any time: who has how many is left out.
 */
static char *state(void)
{
	static const char active[] = "active\":";
	char *text = run_well("list"), *p = text, *all;
	struct info info;

	while ((p = strstr(p, active))) {
		p += strlen(active);
		while ((*p >= '0' && *p <= '9') || *p == ' ')
			*p++ = ' ';
	}
	if (info_get(ctx.transport, &info, &ctx.err))
		die("%s", ctx.err.text);
	if (asprintf(&all, "%s%llu bytes of tables\n", text, (unsigned long long)info.table_bytes) < 0)
		die("out of memory");
	free(text);
	return all;
}

/* A socket that an exchange has been given up on is of no more use. */
static void connect_again(void)
{
	struct transport *transport;

	if (ctx.transport)
		ctx.transport->close(ctx.transport);
	ctx.transport = NULL;
	if (cmd_transport(&ctx, &transport))
		die("%s", ctx.err.text);
}

static void fail_nth(int fd, unsigned int nth)
{
	char number[16];
	int len = snprintf(number, sizeof(number), "%u", nth);

	if (pwrite(fd, number, len, 0) != len)
		die("fail-nth: %s", strerror(errno));
}

/* How many allocations are still to come before the one that fails; 0: it has. */
static unsigned int failures_left(int fd)
{
	char number[16] = "";

	if (pread(fd, number, sizeof(number) - 1, 0) <= 0)
		die("fail-nth: %s", strerror(errno));
	return strtoul(number, NULL, 0);
}

/* Runs it with that allocation failing. Returns false if it has not so many. */
static bool fail_once(int fd, unsigned int nth, const char *command, const char *undo, const char *after,
		      unsigned int *refusals)
{
	char *was = state(), *is, *text;
	unsigned int left;
	int status, number;

	fail_nth(fd, nth);
	status = run(command, &text);
	left = failures_left(fd);
	fail_nth(fd, 0);
	free(text);
	number = ctx.err.number;
	if (status) {
		(*refusals)++;
		connect_again();
	}
	is = state();
	if (status && number != ENOBUFS && strcmp(was, is))
		die("failure %u of '%s' (%s) has left\n%snot\n%s", nth, command, strerror(number), is, was);
	if (status && after && !strcmp(was, is) && system(after))
		die("failure %u of '%s': afterwards '%s' fails", nth, command, after);
	if (!left && undo && strcmp(was, is))
		free(run_well(undo));
	free(was);
	free(is);
	return !left;
}

int main(int argc, char **argv)
{
	bool fresh = argc > 1 && !strcmp(argv[1], "-f");
	const char *const *words = (const char *const *)argv + 1 + fresh;
	int fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	unsigned int nth = 0, refusals = 0;

	if (!words[0] || fd < 0)
		die("usage: exhaust [-f] COMMAND [UNDO [AFTER]], on a kernel with failslab");
	connect_again();
	do {
		if (fresh && unshare(CLONE_NEWNET))
			die("unshare: %s", strerror(errno));
		if (fresh)
			connect_again();
		if (++nth > MAX_FAILURES)
			die("no end: %s", words[0]);
	} while (fail_once(fd, nth, words[0], words[1], words[1] ? words[2] : NULL, &refusals));
	if (!refusals)
		die("no failure had an effect: %s", words[0]);
	printf("%s: %u allocations, %u of them fatal\n", words[0], nth - 1, refusals);
	return 0;
}
