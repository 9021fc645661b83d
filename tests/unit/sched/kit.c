// SPDX-License-Identifier: GPL-2.0-only
/*
 * kit.c - a snapshot of servers, built as the control plane builds it.
 */
#include <stdlib.h>

#include "sched/kit.h"

static struct vsx_servers *snapshot(struct kit *k, const struct vsx_sched *sched,
				    const u32 *weight, u32 n)
{
	struct vsx_servers *s;
	u32 i, used = 0;

	for (i = 0; i < n; i++)
		used += !!weight[i];
	s = calloc(1, vsx_servers_bytes(used) + (sched->room_bytes ? sched->room_bytes(used) : 0));
	s->sched = sched;
	s->cursor = &k->cursor;
	s->room = (char *)s + vsx_servers_bytes(used);
	for (i = 0; i < n; i++)
		if (weight[i])
			s->server[s->n++] = (struct vsx_server){
				.owner = &k->load[i], .load = &k->load[i], .weight = weight[i],
			};
	if (sched->build)
		sched->build(s);
	return s;
}

struct kit *kit_new(const struct vsx_sched *sched, const u32 *weight, u32 n)
{
	struct kit *k = calloc(1, sizeof(*k));

	k->load = calloc(n, sizeof(*k->load));
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
	free(k);
}

u32 kit_pick(struct kit *k)
{
	const struct vsx_server *s = k->servers->sched->pick(k->servers, NULL);

	return s ? (struct vsx_load *)s->owner - k->load : KIT_NOBODY;
}

void kit_load(struct kit *k, u32 i, int active, int inactive)
{
	const struct vsx_servers *s = k->servers;
	u32 j;

	__atomic_add_fetch(&k->load[i].active.counter, active, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&k->load[i].inactive.counter, inactive, __ATOMIC_SEQ_CST);
	if (!s->sched->load_changed)
		return;
	/* With weights of 0 left out, the server's place is at or before i. */
	for (j = i < s->n ? i : s->n - 1; s->server[j].owner != &k->load[i]; j--)
		if (!j)
			return;
	s->sched->load_changed(s, j);
}

u64 kit_random(u64 *state, u64 below)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (*state >> 33) % below;
}
