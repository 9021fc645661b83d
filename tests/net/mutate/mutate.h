/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mutate.h - the rooms of mutate: message.c makes messages, talk.c sends them, table.c knows what is configured,
 * main.c judges.
 */
#ifndef MUTATE_H
#define MUTATE_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROOM		8192
#define OBJECTS		4096
#define COMMANDS	32

struct family {
	int sock;
	uint16_t id;
	bool is_ipvs;
};

/* One message at a time: as it is being made, and what it is told by. */
struct message {
	char data[ROOM];
	size_t used;
	uint32_t sequence;
};

extern struct message out;

void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

/* message.c */
extern uint64_t seed;

void begin(uint16_t type, uint16_t flags, uint8_t cmd, uint8_t version);
void put(uint16_t type, const void *data, size_t len);
size_t open_nest(uint16_t type);
void close_nest(size_t at);
uint8_t make(const struct family *f, unsigned int number);
void tell_damages(void);

/* talk.c */
struct family family(const char *name);
void send_out(const struct family *f);
int hear(const struct family *f, void (*each)(const struct nlmsghdr *h, void *arg), void *arg);

/* table.c */

/* A service or a destination, by hashes: of what names its service, and of all that is configuration. */
struct object {
	uint32_t service;
	uint32_t whole;
	bool is_dest;
};

/* Sorted, so that two of them are compared in one go. */
struct table {
	unsigned int n;
	struct object o[OBJECTS];
};

/* Services [0] and destinations [1] that one table has and the other has not. */
struct change {
	unsigned int gone[2], come[2];
};

/* A service as a message names it. */
struct named {
	uint16_t af;
	uint8_t proto;
	unsigned char addr[16];
	uint16_t port;
	uint32_t mark;
	bool has_mark;
};

struct named named(const struct family *f);
void look(const struct family *native, struct table *t);
void look_at(const struct family *native, const struct named *service, const struct table *was,
	     struct table *is);
struct change compare(const struct table *was, const struct table *is);

#endif /* MUTATE_H */
