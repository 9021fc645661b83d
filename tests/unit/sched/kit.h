/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kit.h - a snapshot of servers for the tests of the schedulers.
 */
#ifndef UNIT_SCHED_KIT_H
#define UNIT_SCHED_KIT_H

#include <check.h>

#include "sched/sched.h"

/**
 * struct kit - a service
 * @servers: its snapshot; a server's owner is its load
 * @load: one for each server given to kit_new()
 * @cursor: the service's
 */
struct kit {
	struct vsx_servers *servers;
	struct vsx_load *load;
	atomic64_t cursor;
};

/* Servers of weight 0 are left out of the snapshot, as the control plane does. */
struct kit *kit_new(const struct vsx_sched *sched, const u32 *weight, u32 n);
/* A new snapshot with other weights, the same loads and cursor. */
void kit_rebuild(struct kit *k, const u32 *weight, u32 n);
void kit_free(struct kit *k);

#define KIT_NOBODY (~0u)

/* Choose: which of the servers given, counted from 0, or KIT_NOBODY. */
u32 kit_pick(struct kit *k);
/* Connections of server @i open, end or change: its load grows by so many. */
void kit_load(struct kit *k, u32 i, int active, int inactive);

u64 kit_random(u64 *state, u64 below);

/**
 * struct naive - a scheduler, and the same choice by definition: a search through all servers
 * @sched: the scheduler
 * @beats: is @b, which comes after @a, to be preferred?
 * @takes: does it take a connection at all? NULL for always
 */
struct naive {
	const struct vsx_sched *sched;
	bool (*beats)(const struct vsx_load *b, u32 weight_b, const struct vsx_load *a, u32 weight_a);
	bool (*takes)(const struct vsx_load *load, u32 weight);
};

extern const struct naive naive[];
extern const unsigned int naive_count;

u32 naive_pick(const struct naive *v, const struct kit *k, const u32 *weight, u32 n);

Suite *sched_rr_suite(void);
Suite *sched_wrr_suite(void);
Suite *sched_wlc_suite(void);
Suite *sched_tree_suite(void);
Suite *sched_fo_suite(void);
Suite *sched_find_suite(void);

#endif /* UNIT_SCHED_KIT_H */
