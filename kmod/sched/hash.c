// SPDX-License-Identifier: GPL-2.0-only
/*
 * hash.c - an order of servers that does not depend on the order of commands.
 */
#include <linux/sort.h>

#include "sched/hash.h"

static int by_ident(const void *one, const void *other)
{
	const struct vsx_server *a = one, *b = other;

	return a->ident < b->ident ? -1 : a->ident > b->ident;
}

/**
 * vsx_hash_line_up() - put the servers of a snapshot in the order of their keyed identities.
 * @s: the snapshot
 *
 * So that a server which is removed and comes back finds its clients again, and that directors with the same
 * key and servers agree, whatever has happened to either.
 *
 * Context: process, before publication.
 */
void vsx_hash_line_up(struct vsx_servers *s)
{
	sort(s->server, s->n, sizeof(s->server[0]), by_ident, NULL);
}
