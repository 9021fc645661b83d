// SPDX-License-Identifier: GPL-2.0-only
/*
 * mh.c - Maglev hashing: all connections of one client address go to the same server, clients are spread in
 * proportion to the weights, and an update moves hardly any client that it need not move (D. Eisenbud et
 * al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016, section 3.4). With flags
 * the client's port counts too, and who hashes to an overloaded server goes to another (hash.h).
 *
 * The keyed hash of the address picks an entry of a table, O(1). To fill the table, servers take
 * turns; at its turn a server takes the next free entry of its own permutation of the table, which
 * depends on its address and the key only. So does the order of the turns, and so directors with the
 * same key and servers have the same table, whatever happened before.
 *
 * Weights: a server of weight w is in class c, 2^(c-1) < w <= 2^c. The heaviest class is visited each round,
 * one that is d classes lighter each 2^d-th, halfway between: in round r that is the one with d - 1 trailing
 * zeros in r. Each visit earns a server w / 2^c of a turn. No server's visits depend on another's, and
 * it has about one entry more or less than its share at any time.
 *
 * Size: as configured, a prime, or by itself: a table of another size is another table, so there are few: the smallest of sizes[] that has MH_SHARE
 * entries for the lightest server, so that shares are right within 1 %. Where weights differ widely no
 * more than MH_SKEWED is spent on that, as long as there are MH_SHARE per server; a server whose weight
 * comes to less than an entry may get none. And a size once taken is kept, until it is too small or 64
 * times too large, lest a server that comes and goes at a boundary moves all clients each time.
 *
 * A choice costs two cache misses at worst, an entry and a server. Entries have 16 bits as long as that will do,
 * so that the table of 10 000 servers has 2 MB and not 4.
 *
 * An update fills a table of M entries anew: about M * ln(M) looks at a bitmap (expected, the coupon
 * collector's sum), at most 2 M visits, and a sort of the servers.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sort.h>
#include <linux/stddef.h>

#include "sched/hash.h"

#define MH_SHARE	100
#define MH_SKEWED	262139

#define MH_TURN		BIT(31)		/* what a turn costs */

/**
 * struct mh_player - a server while the table is filled
 * @ident: the server's, for the order of turns
 * @server: index in the snapshot
 * @place: next entry it would take
 * @skip: from there to the one after it
 * @step: what a visit earns it, up to MH_TURN
 * @saved: earned and not yet spent
 * @class: binary logarithm of the weight, rounded up
 */
struct mh_player {
	u64 ident;
	u32 server;
	u32 place;
	u32 skip;
	u32 step;
	u32 saved;
	u32 class;
};

/**
 * struct mh_room - the table; behind the entries is the space of struct mh_fill
 * @size: number of entries, a prime
 * @is_wide: more than 65536 servers: entries have 32 bits
 * @narrow: whose an entry is, an index in the snapshot
 * @wide: the same
 */
struct mh_room {
	u32 size;
	u32 is_wide;
	union {
		DECLARE_FLEX_ARRAY(u16, narrow);
		DECLARE_FLEX_ARRAY(u32, wide);
	};
};

/**
 * struct mh_fill - a table while it is filled
 * @room: the table
 * @left: entries that are free
 * @taken: a bit for each entry that is not; small enough for the nearer caches, as the entries are not
 * @player: heavy classes first
 * @class_end: where the players of a class end; those of class c + 1 end where they begin
 */
struct mh_fill {
	struct mh_room *room;
	u32 left;
	unsigned long *taken;
	struct mh_player *player;
	u32 class_end[33];
};

/* Primes; 128 KB to 8 MB. With the smallest, one of n servers moves less than 1 % beyond its own. */
static const u32 sizes[] = { 65521, MH_SKEWED, 1048573, 4194301 };

/* The smallest that will do; the largest if none does. */
static u32 fitting_size(u64 entries)
{
	unsigned int i = 0;

	while (sizes[i] < entries && i + 1 < ARRAY_SIZE(sizes))
		i++;
	return sizes[i];
}

static u32 table_size(const struct vsx_totals *sum)
{
	u64 exact = (div_u64(sum->weight_sum, sum->weight_min) + 1) * MH_SHARE;
	u64 fair = (u64)sum->n * MH_SHARE;
	u32 fit = fitting_size(min_t(u64, exact, max_t(u64, fair, MH_SKEWED)));

	if (sum->table_size)
		*sum->memo = sum->table_size;
	else if (*sum->memo < fit || *sum->memo / 64 > fit)
		*sum->memo = fit;
	return *sum->memo;
}

static bool is_wide(u32 n)
{
	return n > U16_MAX + 1U;
}

static size_t entry_bytes(u32 size, u32 n)
{
	size_t each = is_wide(n) ? sizeof(u32) : sizeof(u16);

	return (sizeof(struct mh_room) + size * each + 7) & ~(size_t)7;
}

static size_t mh_room_bytes(const struct vsx_totals *sum)
{
	u32 size = table_size(sum);

	return entry_bytes(size, sum->n) + sum->n * sizeof(struct mh_player) +
	       BITS_TO_LONGS(size) * sizeof(unsigned long);
}

static int by_class(const void *one, const void *other)
{
	const struct mh_player *a = one, *b = other;

	if (a->class != b->class)
		return a->class > b->class ? -1 : 1;
	return a->ident < b->ident ? -1 : a->ident > b->ident;
}

/* Players in the order of their turns. */
static void line_up(const struct vsx_servers *s, struct mh_fill *f)
{
	u32 size = f->room->size, i;

	for (i = 0; i < s->n; i++) {
		u64 ident = s->server[i].ident;
		u32 weight = s->server[i].weight;
		u32 class = fls(weight - 1);

		f->player[i] = (struct mh_player){
			.ident = ident, .server = i, .class = class,
			.place = vsx_scale(ident >> 32, size),
			.skip = 1 + vsx_scale(ident, size - 1),
			.step = weight << (31 - class),
			.saved = MH_TURN / 2,
		};
	}
	sort(f->player, s->n, sizeof(f->player[0]), by_class, NULL);
	for (i = 0; i < s->n; i++)
		f->class_end[f->player[i].class] = i + 1;
	/* A class that nobody is in ends where it begins. */
	for (i = ARRAY_SIZE(f->class_end) - 1; i--;)
		f->class_end[i] = max(f->class_end[i], f->class_end[i + 1]);
}

static void visit(struct mh_fill *f, struct mh_player *p)
{
	u32 size = f->room->size;

	p->saved += p->step;
	if (p->saved < MH_TURN)
		return;
	p->saved -= MH_TURN;
	while (test_bit(p->place, f->taken)) {
		p->place += p->skip;
		if (p->place >= size)
			p->place -= size;
	}
	__set_bit(p->place, f->taken);
	if (f->room->is_wide)
		f->room->wide[p->place] = p->server;
	else
		f->room->narrow[p->place] = p->server;
	if (--f->left % 4096 == 0)
		cond_resched();
}

static void visit_class(struct mh_fill *f, u32 class)
{
	u32 i;

	for (i = f->class_end[class + 1]; i < f->class_end[class] && f->left; i++)
		visit(f, &f->player[i]);
}

static void mh_build(struct vsx_servers *s)
{
	struct mh_fill f = { .room = s->room };
	u32 heaviest, lighter, round;
	size_t at;

	f.room->size = *s->sum.memo;
	f.room->is_wide = is_wide(s->n);
	f.left = f.room->size;
	at = entry_bytes(f.left, s->n);
	f.player = s->room + at;
	f.taken = s->room + at + s->n * sizeof(struct mh_player);
	line_up(s, &f);
	heaviest = f.player[0].class;
	visit_class(&f, heaviest);
	for (round = 1; f.left; round++) {
		visit_class(&f, heaviest);
		lighter = __ffs(round) + 1;
		if (lighter <= heaviest)
			visit_class(&f, heaviest - lighter);
	}
}

static const struct vsx_server *server_at(const struct vsx_servers *s, u64 hash)
{
	const struct mh_room *room = s->room;
	u32 place = vsx_scale(hash >> 32, room->size);

	return &s->server[room->is_wide ? room->wide[place] : room->narrow[place]];
}

static const struct vsx_server *mh_pick(const struct vsx_servers *s, const struct vsx_flow *flow)
{
	return vsx_hash_pick(s, vsx_client_hash(s, flow), server_at);
}

const struct vsx_sched vsx_sched_mh = {
	.name = "mh",
	.room_bytes = mh_room_bytes,
	.build = mh_build,
	.pick = mh_pick,
};
