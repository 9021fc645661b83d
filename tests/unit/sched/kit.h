/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kit.h - a snapshot of servers for the tests of the schedulers.
 */
#ifndef UNIT_SCHED_KIT_H
#define UNIT_SCHED_KIT_H

#include <check.h>

#include "sched/sched.h"
#include "tune.h"

#define KIT_NOBODY (~0u)

/**
 * struct kit - a service
 * @servers: its snapshot; a server's owner is its load
 * @load: one for each server given to kit_new()
 * @cursor: the service's
 * @memo: the service's
 * @secret: the namespace's; the same in all kits unless changed before a rebuild
 * @flags: the service's; this and the following take effect with a rebuild
 * @table_size: the service's
 * @first_id: id of the first server
 * @state: the scheduler's; survives rebuilds
 * @tune: the namespace's
 * @n: number of servers given to kit_new()
 * @place: where a server is in the snapshot, KIT_NOBODY if it is not
 * @now: seconds
 */
struct kit {
	struct vsx_servers *servers;
	struct vsx_load *load;
	atomic64_t cursor;
	u32 memo;
	siphash_key_t secret;
	u32 flags;
	u32 table_size;
	u32 first_id;
	void *state;
	struct vsx_tune tune;
	u32 n;
	u32 *place;
	u32 now;
};

/* Servers of weight 0 are left out of the snapshot, as the control plane does. */
struct kit *kit_new(const struct vsx_sched *sched, const u32 *weight, u32 n);
/* A new snapshot with other weights, the same loads and cursor. */
void kit_rebuild(struct kit *k, const u32 *weight, u32 n);
void kit_free(struct kit *k);

/* Choose: which of the servers given, counted from 0, or KIT_NOBODY. */
u32 kit_pick(struct kit *k);
/* For a flow from this IPv4 address to that one. */
u32 kit_pick_flow(struct kit *k, u32 client, u32 dest);
u32 kit_pick_ports(struct kit *k, u32 client, u16 client_port, u32 dest, u16 dest_port);
/* Server @i has a limit, and a connection that reaches it, or none. */
void kit_full(struct kit *k, u32 i, bool is_full);
/* Connections of server @i open, end or change: its load grows by so many. */
void kit_load(struct kit *k, u32 i, int active, int inactive);

u64 kit_random(u64 *state, u64 below);

/*
 * Is a count what chance gives? Pearson's chi-square of @seen against shares in proportion to @weight,
 * within four standard deviations: seeds are fixed, so it is so in every run or in none.
 */
void kit_check_shares(const u32 *seen, const u32 *weight, u32 n);

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
Suite *sched_hash_suite(void);
Suite *sched_mh_suite(void);
Suite *sched_twos_suite(void);
Suite *sched_limit_suite(void);
Suite *sched_full_suite(void);
Suite *sched_locality_suite(void);
Suite *sched_edges_suite(void);
Suite *sched_find_suite(void);

#endif /* UNIT_SCHED_KIT_H */
