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
 * Shares: what is left of a server's share beyond whole entries is the last entry it takes, which it has in part:
 * for so many of the hashes that point there. The others, and those that point to one of the few entries that nobody
 * has, are hashed again. So shares are right whatever the size of the table, to 2^-32 of an entry, and
 * 10 000 servers get by with a table that the nearer caches hold. The paper has whole entries only, and asks for a
 * hundred for each server. That some entries are left over makes the last ones easier to find, and what a change moves
 * less: it is the last turns that one server's leaving upsets most.
 *
 * Size: as configured, a prime, or by itself the smallest of sizes[] that has MH_EACH entries for each server. A table
 * of another size is another table, so there are few; and a size once taken is kept, until it is too small or
 * 64 times too large, lest a server that comes and goes at a boundary moves all clients each time. In a table that is
 * configured with less than two for each server all entries are whole, and some servers may get none.
 *
 * An update fills a table of M entries anew: at most about M * ln(M) looks at a bitmap (expected, the coupon
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

#define MH_EACH		4
#define MH_NOBODY	64		/* one entry of so many is nobody's */
#define MH_LOOKS	64		/* of which each is in vain with a chance of hardly more than a half */

#define MH_PART		BIT(31)		/* of an entry: it is not whole */
#define MH_PART_NARROW	BIT(15)
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
 * @due: entries still to be taken
 * @has_part: the last of them is not whole
 */
struct mh_player {
	u64 ident;
	u32 server;
	u32 place;
	u32 skip;
	u32 step;
	u32 saved;
	u32 class;
	u32 due;
	bool has_part;
};

/**
 * struct mh_room - the table; behind the entries are @keep_at and the space of struct mh_fill
 * @size: number of entries, a prime
 * @is_wide: more than 32767 servers: entries have 32 bits
 * @keep_at: where in the room it is told for how many of 2^32 hashes a server has the entry it has in part; behind
 *	the last server is nobody, who has none
 * @narrow: whose an entry is, an index in the snapshot, and whether it is not whole
 * @wide: the same
 */
struct mh_room {
	u32 size;
	u32 is_wide;
	u32 keep_at;
	union {
		DECLARE_FLEX_ARRAY(u16, narrow);
		DECLARE_FLEX_ARRAY(u32, wide);
	};
};

/**
 * struct mh_fill - a table while it is filled
 * @room: the table
 * @left: entries that are free
 * @shared: of all entries those that are divided by weight, whole; the others are for what servers have in part
 * @keep: as in the table
 * @taken: a bit for each entry that is not free; small enough for the nearer caches, as the entries are not
 * @player: heavy classes first
 * @class_end: where the players of a class end; those of class c + 1 end where they begin
 */
struct mh_fill {
	struct mh_room *room;
	u32 left;
	u32 shared;
	u32 *keep;
	unsigned long *taken;
	struct mh_player *player;
	u32 class_end[33];
};

/* Primes; 128 KB to 16 MB. With any, one of n servers moves less than 1 % beyond its own. */
static const u32 sizes[] = { 65521, 262139, 1048573, 4194301 };

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
	u32 fit = fitting_size((u64)sum->n * MH_EACH);

	if (sum->table_size)
		*sum->memo = sum->table_size;
	else if (*sum->memo < fit || *sum->memo / 64 > fit)
		*sum->memo = fit;
	return *sum->memo;
}

/* Nobody's number is @n. */
static bool is_wide(u32 n)
{
	return n >= MH_PART_NARROW;
}

static size_t entry_bytes(u32 size, u32 n)
{
	size_t each = is_wide(n) ? sizeof(u32) : sizeof(u16);

	return (sizeof(struct mh_room) + size * each + 7) & ~(size_t)7;
}

static size_t keep_bytes(u32 n)
{
	return ((n + 1) * sizeof(u32) + 7) & ~(size_t)7;
}

static size_t mh_room_bytes(const struct vsx_totals *sum)
{
	u32 size = table_size(sum);

	return entry_bytes(size, sum->n) + keep_bytes(sum->n) + sum->n * sizeof(struct mh_player) +
	       BITS_TO_LONGS(size) * sizeof(unsigned long);
}

static u32 entry_at(const struct mh_room *room, u32 place)
{
	u32 entry;

	if (room->is_wide)
		return room->wide[place];
	entry = room->narrow[place];
	return (entry & MH_PART_NARROW) << 16 | (entry & ~MH_PART_NARROW);
}

static void set_entry(struct mh_room *room, u32 place, u32 server, bool is_part)
{
	if (room->is_wide)
		room->wide[place] = server | (is_part ? MH_PART : 0);
	else
		room->narrow[place] = server | (is_part ? MH_PART_NARROW : 0);
}

static int by_class(const void *one, const void *other)
{
	const struct mh_player *a = one, *b = other;

	if (a->class != b->class)
		return a->class > b->class ? -1 : 1;
	return a->ident < b->ident ? -1 : a->ident > b->ident;
}

/* What a server is to have, in entries of 2^32. */
static u64 share_of(const struct vsx_servers *s, const struct mh_fill *f, u32 weight)
{
	return mul_u64_u64_div_u64((u64)weight * f->shared, 1ULL << 32, s->sum.weight_sum);
}

/* Players in the order of their turns. */
static void line_up(const struct vsx_servers *s, struct mh_fill *f)
{
	u32 size = f->room->size, i;

	for (i = 0; i < s->n; i++) {
		u64 ident = s->server[i].ident;
		u32 weight = s->server[i].weight;
		u64 share = share_of(s, f, weight);
		u32 class = fls(weight - 1);

		f->keep[i] = lower_32_bits(share);
		f->player[i] = (struct mh_player){
			.ident = ident, .server = i, .class = class,
			.place = vsx_scale(ident >> 32, size),
			.skip = 1 + vsx_scale(ident, size - 1),
			.step = weight << (31 - class),
			.saved = MH_TURN / 2,
			.due = upper_32_bits(share) + !!f->keep[i],
			.has_part = f->keep[i] && f->shared < size,
		};
	}
	sort(f->player, s->n, sizeof(f->player[0]), by_class, NULL);
	for (i = 0; i < s->n; i++)
		f->class_end[f->player[i].class] = i + 1;
	/* A class that nobody is in ends where it begins. */
	for (i = ARRAY_SIZE(f->class_end) - 1; i--;)
		f->class_end[i] = max(f->class_end[i], f->class_end[i + 1]);
}

static void take(struct mh_fill *f, struct mh_player *p)
{
	u32 size = f->room->size;

	while (test_bit(p->place, f->taken)) {
		p->place += p->skip;
		if (p->place >= size)
			p->place -= size;
	}
	__set_bit(p->place, f->taken);
	p->due--;
	set_entry(f->room, p->place, p->server, p->has_part && !p->due);
	if (--f->left % 4096 == 0)
		cond_resched();
}

static void visit_class(struct mh_fill *f, u32 class)
{
	u32 i;

	for (i = f->class_end[class + 1]; i < f->class_end[class] && f->left; i++) {
		struct mh_player *p = &f->player[i];

		p->saved += p->step;
		if (p->saved < MH_TURN)
			continue;
		p->saved -= MH_TURN;
		if (p->due)
			take(f, p);
	}
}

/* As many rounds as earn each server its share. */
static void play(const struct vsx_servers *s, struct mh_fill *f)
{
	u32 heaviest = f->player[0].class, round, lighter;
	u64 rounds = div64_u64((u64)f->shared << heaviest, s->sum.weight_sum);

	for (round = 1; round <= rounds && f->left; round++) {
		visit_class(f, heaviest);
		lighter = __ffs(round) + 1;
		if (lighter <= heaviest)
			visit_class(f, heaviest - lighter);
	}
}

static void mh_build(struct vsx_servers *s)
{
	struct mh_room *room = s->room;
	struct mh_fill f = { .room = room };
	u32 i;

	room->size = *s->sum.memo;
	room->is_wide = is_wide(s->n);
	room->keep_at = entry_bytes(room->size, s->n);
	f.left = room->size;
	f.shared = room->size;
	if (room->size / 2 >= s->n)
		f.shared -= s->n + room->size / MH_NOBODY;
	f.keep = s->room + room->keep_at;
	f.player = (void *)f.keep + keep_bytes(s->n);
	f.taken = (void *)(f.player + s->n);
	f.keep[s->n] = 0;
	for (i = 0; i < room->size; i++)
		set_entry(room, i, s->n, true);
	line_up(s, &f);
	play(s, &f);
	/* And what is due after that, of which there is little. */
	for (i = 0; i < s->n; i++)
		while (f.player[i].due && f.left)
			take(&f, &f.player[i]);
}

static const struct vsx_server *server_at(const struct vsx_servers *s, u64 hash)
{
	const struct mh_room *room = s->room;
	const u32 *keep = s->room + room->keep_at;
	unsigned int look;

	for (look = 0; look < MH_LOOKS; look++) {
		u32 entry = entry_at(room, vsx_scale(hash >> 32, room->size)), server = entry & ~MH_PART;

		if (likely(!(entry & MH_PART)) || lower_32_bits(hash) < keep[server])
			return &s->server[server];
		hash = vsx_next_hash(~hash);	/* not the one that another server is looked for with */
	}
	return &s->server[vsx_scale(hash, s->n)];
}

static const struct vsx_server *mh_pick(const struct vsx_servers *s, const struct vsx_flow *flow, u32 now)
{
	return vsx_hash_pick(s, vsx_client_hash(s, flow), server_at);
}

const struct vsx_sched vsx_sched_mh = {
	.name = "mh",
	.room_bytes = mh_room_bytes,
	.build = mh_build,
	.pick = mh_pick,
};
