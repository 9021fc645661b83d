// SPDX-License-Identifier: GPL-2.0-only
/*
 * snap.c - what packets choose from: an immutable snapshot of a service's servers, made anew for every change of
 * servers, weights or scheduler and published by RCU.
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "net.h"
#include "pure/siphash13.h"
#include "svc/dest.h"
#include "svc/snap.h"
#include "svc/svc.h"

/* All that may be chosen. */
static struct vsx_totals totals(struct vsx_svc *svc, const struct vsx_dest *except)
{
	struct vsx_totals sum = { .table_size = svc->sched_conf.table_size, .memo = &svc->sched_memo };
	const struct vsx_dest *d;

	list_for_each_entry(d, &svc->dests, list) {
		if (d == except || !d->weight)
			continue;
		sum.n++;
		sum.weight_sum += d->weight;
	}
	return sum;
}

/* The same for a server in every snapshot, and for two directors with the same secret. */
static u64 ident(const struct vsx_dest *d, const siphash_key_t *secret)
{
	u64 w[3];

	BUILD_BUG_ON(sizeof(w) != sizeof(d->addr));
	memcpy(w, &d->addr, sizeof(w));
	return vsx_siphash13(w, 3, secret);
}

/* Who takes connections. */
static void note_all(const struct vsx_servers *s)
{
	u32 i;

	for (i = 0; i < s->n; i++)
		vsx_sched_note(s, i);
}

/* Where packets look for a destination in the snapshot, which a scheduler may have put in another order. */
static void index_all(const struct vsx_servers *s)
{
	struct vsx_dest *d;
	u32 i;

	for (i = 0; i < s->n; i++) {
		d = s->server[i].owner;
		WRITE_ONCE(d->snap_index, i);
	}
}

static struct vsx_snap *snap_build(struct vsx_svc *svc, const struct vsx_dest *except,
				   const struct vsx_totals *sum, struct vsx_sched_state *state)
{
	size_t room = svc->sched->room_bytes ? svc->sched->room_bytes(sum) : 0;
	const struct vsx_sched_conf *conf = &svc->sched_conf;
	const siphash_key_t *secret = conf->has_key ? &conf->key : &svc->vn->sched_secret;
	struct vsx_servers *s;
	struct vsx_snap *snap;
	struct vsx_dest *d;

	room = ALIGN(room, sizeof(long));
	snap = kvzalloc(offsetof(struct vsx_snap, servers) + vsx_servers_bytes(sum->n) + room +
			BITS_TO_LONGS(sum->n) * sizeof(long), GFP_KERNEL_ACCOUNT);
	if (!snap)
		return NULL;
	s = &snap->servers;
	s->sched = svc->sched;
	s->cursor = &svc->cursor;
	s->secret = *secret;
	s->flags = conf->flags;
	s->state = state ? state->mem : NULL;
	s->tune = &svc->vn->tune;
	s->room = (char *)s + vsx_servers_bytes(sum->n);
	s->takers = (unsigned long *)((char *)s->room + room);
	s->sum = *sum;
	list_for_each_entry(d, &svc->dests, list) {
		if (d == except || !d->weight)
			continue;
		s->server[s->n++] = (struct vsx_server){
			.owner = d, .load = &d->load, .ident = ident(d, secret),
			.weight = d->weight, .id = d->id,
		};
	}
	if (s->sched->build)
		s->sched->build(s);
	index_all(s);
	note_all(s);
	return snap;
}

static void snap_swap(struct vsx_svc *svc, struct vsx_snap *snap)
{
	struct vsx_snap *old = rcu_dereference_protected(svc->snap, lockdep_is_held(&svc->vn->lock));

	rcu_assign_pointer(svc->snap, snap);
	/* Loads that changed between build and publication were told to the old snapshot. */
	if (snap) {
		/* Pairs with vsx_conn_load_changed() in conn/inner.h: who found the old one is seen here. */
		smp_mb();
		note_all(&snap->servers);
		if (snap->servers.sched->load_changed)
			snap->servers.sched->build(&snap->servers);
	}
	if (old)
		kvfree_rcu(old, rcu);
}

/* The scheduler's memory: what there is, or new if that is another's or none. */
static int state_get(struct vsx_svc *svc, struct vsx_sched_state **state)
{
	const struct vsx_sched *sched = svc->sched;

	*state = svc->sched_state;
	if (*state && (*state)->sched == sched)
		return 0;
	*state = NULL;
	if (!sched->state_bytes)
		return 0;
	*state = kvzalloc(sizeof(**state) + sched->state_bytes, GFP_KERNEL_ACCOUNT);
	if (!*state)
		return -ENOMEM;
	(*state)->sched = sched;
	return 0;
}

/**
 * vsx_snap_publish() - let packets choose from the service's present destinations.
 * @svc: the service
 * @except: leave this destination out; NULL for none
 *
 * Context: process, may sleep; under vsx_net.lock.
 * Return: 0, or -ENOMEM with the old snapshot still in place.
 */
int vsx_snap_publish(struct vsx_svc *svc, const struct vsx_dest *except)
{
	struct vsx_totals sum = totals(svc, except);
	struct vsx_sched_state *state, *old = svc->sched_state;
	struct vsx_snap *snap = NULL;
	u32 memo = svc->sched_memo;

	if (state_get(svc, &state))
		return -ENOMEM;
	if (sum.n) {
		snap = snap_build(svc, except, &sum, state);
		if (!snap) {
			if (state != old)
				kvfree(state);
			/* What the scheduler would have needed is not what it has. */
			svc->sched_memo = memo;
			return -ENOMEM;
		}
	}
	snap_swap(svc, snap);
	svc->sched_state = state;
	if (old && old != state)
		kvfree_rcu(old, rcu);
	return 0;
}

/**
 * vsx_snap_withdraw() - let packets choose from nothing.
 * @svc: the service
 *
 * Context: process; under vsx_net.lock.
 */
void vsx_snap_withdraw(struct vsx_svc *svc)
{
	snap_swap(svc, NULL);
}
