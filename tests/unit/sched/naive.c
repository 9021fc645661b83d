// SPDX-License-Identifier: GPL-2.0-only
/*
 * naive.c - the choices of the schedulers that look at loads, by definition: a search through all
 * servers, in wide arithmetic, the first of equals.
 */
#include "sched/kit.h"

typedef unsigned __int128 u128;

static u128 overhead(const struct vsx_load *l)
{
	return 256 * (u128)l->active.counter + l->inactive.counter;
}

static bool lc_beats(const struct vsx_load *b, u32 weight_b, const struct vsx_load *a, u32 weight_a)
{
	return overhead(b) < overhead(a);
}

static bool wlc_beats(const struct vsx_load *b, u32 weight_b, const struct vsx_load *a, u32 weight_a)
{
	return overhead(b) * weight_a < overhead(a) * weight_b;
}

static bool sed_beats(const struct vsx_load *b, u32 weight_b, const struct vsx_load *a, u32 weight_a)
{
	return (u128)(b->active.counter + 1) * weight_a < (u128)(a->active.counter + 1) * weight_b;
}

static bool nq_beats(const struct vsx_load *b, u32 weight_b, const struct vsx_load *a, u32 weight_a)
{
	if (!a->active.counter)
		return false;
	return !b->active.counter || sed_beats(b, weight_b, a, weight_a);
}

static bool ovf_takes(const struct vsx_load *l, u32 weight)
{
	return (u32)l->active.counter <= weight;
}

static bool ovf_beats(const struct vsx_load *b, u32 weight_b, const struct vsx_load *a, u32 weight_a)
{
	return weight_b > weight_a;
}

const struct naive naive[] = {
	{ &vsx_sched_lc, lc_beats, NULL },
	{ &vsx_sched_wlc, wlc_beats, NULL },
	{ &vsx_sched_sed, sed_beats, NULL },
	{ &vsx_sched_nq, nq_beats, NULL },
	{ &vsx_sched_ovf, ovf_beats, ovf_takes },
};

const unsigned int naive_count = sizeof(naive) / sizeof(naive[0]);

u32 naive_pick(const struct naive *v, const struct kit *k, const u32 *weight, u32 n)
{
	u32 i, best = KIT_NOBODY;

	for (i = 0; i < n; i++) {
		if (!weight[i] || (v->takes && !v->takes(&k->load[i], weight[i])))
			continue;
		if (best == KIT_NOBODY ||
		    v->beats(&k->load[i], weight[i], &k->load[best], weight[best]))
			best = i;
	}
	return best;
}
