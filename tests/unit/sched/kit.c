// SPDX-License-Identifier: GPL-2.0-only
/*
 * kit.c - a snapshot of servers, built as the control plane builds it.
 */
#include <linux/bitops.h>
#include <stdlib.h>
#include <string.h>

#include "addr.h"
#include "pure/siphash13.h"
#include "sched/kit.h"

static u64 ident(const struct kit *k, u32 i)
{
	u64 w = i;

	return vsx_siphash13(&w, 1, &k->secret);
}

static struct vsx_servers *snapshot(struct kit *k, const struct vsx_sched *sched,
				    const u32 *weight, u32 n)
{
	struct vsx_totals sum = { .table_size = k->table_size, .memo = &k->memo };
	struct vsx_servers *s;
	size_t room;
	u32 i;

	for (i = 0; i < n; i++) {
		if (!weight[i])
			continue;
		sum.n++;
		sum.weight_sum += weight[i];
	}
	room = sched->room_bytes ? (sched->room_bytes(&sum) + 7) / 8 * 8 : 0;
	s = calloc(1, vsx_servers_bytes(sum.n) + room + BITS_TO_LONGS(sum.n) * sizeof(long));
	s->sched = sched;
	s->cursor = &k->cursor;
	s->secret = k->secret;
	s->flags = k->flags;
	s->state = k->state;
	s->tune = &k->tune;
	s->room = (char *)s + vsx_servers_bytes(sum.n);
	s->takers = (unsigned long *)((char *)s->room + room);
	s->sum = sum;
	for (i = 0; i < n; i++)
		if (weight[i])
			s->server[s->n++] = (struct vsx_server){
				.owner = &k->load[i], .load = &k->load[i], .ident = ident(k, i),
				.weight = weight[i], .id = k->first_id + i,
			};
	if (sched->build)
		sched->build(s);
	memset(k->place, 0xff, k->n * sizeof(*k->place));
	for (i = 0; i < s->n; i++) {
		k->place[(struct vsx_load *)s->server[i].owner - k->load] = i;
		vsx_sched_note(s, i);
	}
	return s;
}

struct kit *kit_new(const struct vsx_sched *sched, const u32 *weight, u32 n)
{
	struct kit *k = calloc(1, sizeof(*k));

	k->secret = (siphash_key_t){ { 0x0706050403020100, 0x0f0e0d0c0b0a0908 } };
	k->load = calloc(n, sizeof(*k->load));
	k->n = n;
	k->place = calloc(n, sizeof(*k->place));
	k->first_id = 1;
	k->tune.lblc_expiration = 86400;
	k->tune.lblcr_expiration = 86400;
	k->state = aligned_alloc(64, sched->state_bytes + 64);
	memset(k->state, 0, sched->state_bytes + 64);
	k->servers = snapshot(k, sched, weight, n);
	return k;
}

void kit_rebuild(struct kit *k, const u32 *weight, u32 n)
{
	struct vsx_servers *old = k->servers;

	k->servers = snapshot(k, old->sched, weight, n);
	free(old);
}

void kit_free(struct kit *k)
{
	free(k->servers);
	free(k->load);
	free(k->place);
	free(k->state);
	free(k);
}

static u32 pick(struct kit *k, const struct vsx_flow *flow)
{
	const struct vsx_server *s = vsx_sched_pick(k->servers, flow, k->now);

	return s ? (struct vsx_load *)s->owner - k->load : KIT_NOBODY;
}

u32 kit_pick(struct kit *k)
{
	return pick(k, NULL);
}

u32 kit_pick_ports(struct kit *k, u32 client, u16 client_port, u32 dest, u16 dest_port)
{
	const struct vsx_flow flow = {
		.src = { .ip.all = { client }, .port = client_port, .af = AF_INET },
		.dst = { .ip.all = { dest }, .port = dest_port, .af = AF_INET },
	};

	return pick(k, &flow);
}

u32 kit_pick_flow(struct kit *k, u32 client, u32 dest)
{
	return kit_pick_ports(k, client, client * 7, dest, 80);
}

void kit_full(struct kit *k, u32 i, bool is_full)
{
	/* The one is at the limit that any connection reaches, the other has none. */
	WRITE_ONCE(k->load[i].upper, 1);
	if (is_full && !k->load[i].active.counter)
		kit_load(k, i, 1, 0);
	else if (!is_full && k->load[i].active.counter)
		kit_load(k, i, -k->load[i].active.counter, 0);
}

void kit_load(struct kit *k, u32 i, int active, int inactive)
{
	const struct vsx_servers *s = k->servers;
	bool limit_changed = false;
	u32 j = k->place[i];

	__atomic_add_fetch(&k->load[i].active.counter, active, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&k->load[i].inactive.counter, inactive, __ATOMIC_SEQ_CST);
	if (READ_ONCE(k->load[i].upper))
		limit_changed = vsx_load_limit(&k->load[i]);
	if (j == KIT_NOBODY)
		return;
	if (limit_changed)
		vsx_sched_note(s, j);
	if (s->sched->load_changed)
		s->sched->load_changed(s, j);
}

void kit_check_shares(const u32 *seen, const u32 *weight, u32 n)
{
	double total = 0, weights = 0, chi = 0, freedom = -1;
	u32 i;

	for (i = 0; i < n; i++) {
		total += seen[i];
		weights += weight[i];
	}
	for (i = 0; i < n; i++) {
		double share = total * weight[i] / weights;

		if (!weight[i]) {
			ck_assert_uint_eq(seen[i], 0);
			continue;
		}
		chi += (seen[i] - share) * (seen[i] - share) / share;
		freedom++;
	}
	/* (chi - freedom)^2 <= 16 * 2 * freedom, and a little for the skew of few degrees */
	if (chi > freedom && (chi - freedom) * (chi - freedom) > 32 * (freedom + 1))
		ck_abort_msg("chi-square %.1f with %.0f degrees of freedom", chi, freedom);
}

u64 kit_random(u64 *state, u64 below)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (*state >> 33) % below;
}
