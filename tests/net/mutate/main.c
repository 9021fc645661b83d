// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - sends malformed messages to the families IPVS and ipvsx, one after the other, and judges them: what
 * is refused has changed nothing, what is accepted has changed what it names as it says, and nothing else.
 *
 * Usage: mutate FAMILY COUNT SEED
 */
#include <linux/ip_vs.h>
#include <linux/ipvsx.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mutate.h"

#define LOOK_EVERY	16	/* messages: a look at the whole costs as much as many of them */
#define ALL_COVERED	50000	/* from so many on each command must have been accepted and refused */

/* Commands of both families that change objects have the same numbers: add, set, delete, get. */
#define SAME(ipvs, native) _Static_assert((int)(ipvs) == (int)(native), "commands differ")
SAME(IPVS_CMD_NEW_SERVICE, VSX_CMD_SVC_NEW);
SAME(IPVS_CMD_DEL_SERVICE, VSX_CMD_SVC_DEL);
SAME(IPVS_CMD_NEW_DEST, VSX_CMD_DEST_NEW);
SAME(IPVS_CMD_DEL_DEST, VSX_CMD_DEST_DEL);
enum verb { ADD, SET, DEL, GET };

void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "mutate: ");
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, "\n");
	va_end(ap);
	exit(1);
}

static enum verb verb(uint8_t cmd)
{
	return cmd >= VSX_CMD_SVC_NEW && cmd <= VSX_CMD_DEST_GET ? (cmd - VSX_CMD_SVC_NEW) % 4 : GET;
}

static bool flushes(const struct family *f, uint8_t cmd)
{
	return cmd == (f->is_ipvs ? IPVS_CMD_FLUSH : VSX_CMD_FLUSH);
}

/* Has what it names changed as an accepted command says? */
static bool as_told(uint8_t cmd, const struct change *c)
{
	bool is_dest = cmd >= VSX_CMD_DEST_NEW;
	unsigned int gone = c->gone[is_dest], come = c->come[is_dest];

	/* With a service its destinations go, and nothing else does in pairs. */
	if (c->come[!is_dest] || (c->gone[!is_dest] && (is_dest || verb(cmd) != DEL)))
		return false;
	switch (verb(cmd)) {
	case ADD:
		return !gone && come == 1;
	case SET:
		return gone == come && come <= 1;
	case DEL:
		return gone == 1 && !come;
	case GET:
		break;
	}
	return false;
}

static bool differs(const struct change *c)
{
	return c->gone[0] || c->gone[1] || c->come[0] || c->come[1];
}

/* What has become of each command. */
struct tally {
	unsigned int accepted, refused;
};

static void tell(const struct family *f, const struct tally *t)
{
	unsigned int last = f->is_ipvs ? IPVS_CMD_MAX : VSX_CMD_MAX, i;

	printf("by command, accepted+refused:");
	for (i = 0; i < COMMANDS; i++)
		if (t[i].accepted || t[i].refused)
			printf(" %u:%u+%u", i, t[i].accepted, t[i].refused);
	printf("\n");
	for (i = 1; i <= last; i++) {
		/* Connections are not synchronised, and SET_INFO is a reply. */
		bool is_refused = f->is_ipvs && (i == IPVS_CMD_NEW_DAEMON || i == IPVS_CMD_DEL_DAEMON ||
						 i == IPVS_CMD_SET_INFO);

		if (!t[i].refused || !t[i].accepted != is_refused)
			die("command %u: %u accepted, %u refused", i, t[i].accepted, t[i].refused);
	}
}

static void blame(const char *what, unsigned int number, uint64_t began, uint8_t cmd, const struct change *c)
{
	die("message %u (state %llu), command %u: %s changed: services -%u +%u, destinations -%u +%u", number,
	    (unsigned long long)began, cmd, what, c->gone[0], c->come[0], c->gone[1], c->come[1]);
}

static void send_all(const struct family *f, unsigned int count)
{
	static struct table tables[2];
	struct table *was = &tables[0], *is = &tables[1], *swap;
	unsigned int i, accepted = 0, errors[134] = {};
	struct family native = family("ipvsx");
	struct tally tally[COMMANDS] = {};

	look(&native, was);
	for (i = 0; i < count; i++) {
		uint64_t began = seed;
		uint8_t cmd = make(f, i);
		struct named service = named(f);
		struct change c;
		int err;

		send_out(f);
		err = hear(f, NULL, NULL);
		accepted += !err;
		errors[err > 0 && err < 134 ? err : 0]++;
		*(err ? &tally[cmd % COMMANDS].refused : &tally[cmd % COMMANDS].accepted) += 1;
		if (!err && verb(cmd) != GET) {
			look_at(&native, &service, was, is);
			c = compare(was, is);
			if (!as_told(cmd, &c))
				blame("not what it says", i, began, cmd, &c);
			swap = was;
			was = is;
			is = swap;
		}
		if (!err && flushes(f, cmd))
			was->n = 0;
		if (i % LOOK_EVERY && i + 1 < count)
			continue;
		look(&native, is);
		c = compare(was, is);
		if (differs(&c))
			blame("no accepted command named what", i, began, cmd, &c);
	}
	printf("%s: %u messages, %u accepted, %u objects at the end; refused:",
	       f->is_ipvs ? "IPVS" : "ipvsx", count, accepted, was->n);
	for (i = 1; i < 134; i++)
		if (errors[i])
			printf(" %s %u", strerrorname_np(i), errors[i]);
	printf("\n");
	tell_damages();
	if (count >= ALL_COVERED)
		tell(f, tally);
}

int main(int argc, char **argv)
{
	struct family f;

	if (argc != 4)
		die("usage: mutate FAMILY COUNT SEED");
	f = family(argv[1]);
	seed = strtoull(argv[3], NULL, 0) * 0x9e3779b97f4a7c15ULL + 1;
	send_all(&f, strtoul(argv[2], NULL, 0));
	return 0;
}
