// SPDX-License-Identifier: GPL-2.0-only
/*
 * limit.c - thresholds: a server that has reached its upper one gets no new connection until it is below
 * its lower one (ipvsadm(8), --u-threshold and --l-threshold; without a lower one three quarters of the
 * upper).
 *
 * The flag stands beside the counters it follows from. Whoever changes the counters of a server with a
 * limit brings the flag up to date, then the snapshot: trees (tree.h) rank an overloaded server below
 * all others, and a bit map has who takes connections, for the schedulers that do not compare loads. These
 * choose as ever; a choice that is overloaded is made again a few times, which keeps rr and wrr fair, and
 * then goes to the next server that is not, so that somebody is found whenever somebody is there. Where nobody
 * has a limit a choice costs one look at the bit map; the loads of many servers lie in farther caches.
 *
 * The count is looked at after a connection has been added to it: as many too many can come in at once as
 * there are CPUs choosing at that moment.
 */
#include <asm/barrier.h>
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/compiler.h>

#include "sched/load.h"

/* How often a choice is repeated: of four servers with one free, rr finds it in three. */
#define VSX_PICK_TRIES	4

static bool limit_next(const struct vsx_load *load, bool is_overloaded)
{
	u64 total = (u64)max(atomic_read(&load->active), 0) + max(atomic_read(&load->inactive), 0);
	u64 upper = READ_ONCE(load->upper), lower = READ_ONCE(load->lower);

	if (!upper)
		return false;
	if (total >= upper)
		return true;
	if (lower ? total < lower : total * 4 < upper * 3)
		return false;
	return is_overloaded;
}

/**
 * vsx_load_limit() - bring a server's overload flag up to date with its counters and thresholds.
 * @load: the server's load; the caller has a full barrier between a change of it and this call
 *
 * Who writes the flag looks at what it follows from again afterwards. So of two CPUs the one that writes
 * last has seen the other's change, and once the load rests the flag is right.
 *
 * Context: any; concurrently.
 * Return: true if it has changed; then a full barrier has been passed.
 */
bool vsx_load_limit(struct vsx_load *load)
{
	bool is_new = false;

	for (;;) {
		bool was = READ_ONCE(load->is_overloaded);
		bool now = limit_next(load, was);

		if (now == was)
			return is_new;
		WRITE_ONCE(load->is_overloaded, now);
		/* The flag before the next look at what it follows from. */
		smp_mb();
		is_new = true;
	}
}

/**
 * vsx_sched_note() - bring a server's bit in a snapshot up to date with its flag.
 * @s: the snapshot
 * @i: which server; the caller has a full barrier between a change of the flag and this call
 *
 * Context: any; concurrently.
 */
void vsx_sched_note(const struct vsx_servers *s, u32 i)
{
	bool was;

	do {
		was = vsx_is_overloaded(&s->server[i]);
		if (was)
			clear_bit(i, s->takers);
		else
			set_bit(i, s->takers);
		/* The bit before the next look at the flag. */
		smp_mb__after_atomic();
	} while (was != vsx_is_overloaded(&s->server[i]));
}

/* The first server from @from on, below @end, that takes a connection; NULL if there is none. */
static const struct vsx_server *taker(const struct vsx_servers *s, u32 from, u32 end)
{
	u32 i;

	for (i = find_next_bit(s->takers, end, from); i < end; i = find_next_bit(s->takers, end, i + 1))
		if (!vsx_is_overloaded(&s->server[i]))
			return &s->server[i];
	return NULL;
}

/**
 * vsx_sched_pick_again() - the choice was overloaded: choose another.
 * @s: the snapshot
 * @flow: what is to be scheduled
 * @now: seconds, for those that forget
 *
 * Context: softirq, concurrently on all CPUs.
 * Return: the server, NULL if no server takes a connection now.
 */
const struct vsx_server *vsx_sched_pick_again(const struct vsx_servers *s, const struct vsx_flow *flow,
					      u32 now)
{
	const struct vsx_server *srv, *next;
	unsigned int try;
	u32 i;

	for (try = 0; try < VSX_PICK_TRIES; try++) {
		srv = s->sched->pick(s, flow, now);
		if (!srv || vsx_is_taker(s, srv))
			return srv;
	}
	i = srv - s->server;
	next = taker(s, i + 1, s->n);
	return next ? next : taker(s, 0, i);
}
