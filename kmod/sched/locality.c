// SPDX-License-Identifier: GPL-2.0-only
/*
 * locality.c - the memory of lblc and lblcr: see locality.h.
 */
#include <linux/atomic.h>
#include <linux/log2.h>

#include "sched/locality.h"

#define TAG_SHIFT	40
#define USED_SHIFT	24
#define USED_MASK	GENMASK_ULL(39, 24)

/**
 * struct by_id - the servers of a snapshot by id
 * @shift: 32 - log2 of the number of places
 * @place: index in the snapshot + 1; 0 is empty
 */
struct by_id {
	u32 shift;
	u32 place[];
};

static struct by_id *by_id(const struct vsx_servers *s)
{
	return s->room + vsx_tree_bytes(&s->sum);
}

static u32 places(u32 n)
{
	return 2 * roundup_pow_of_two(n);
}

static u32 first_place(const struct by_id *map, u32 id)
{
	return id * 2654435769U >> map->shift;	/* Knuth, TAOCP vol. 3, 6.4: ids follow each other */
}

/**
 * vsx_local_room_bytes() - room of a tree and the table of ids.
 * @sum: the servers
 *
 * Context: any.
 * Return: bytes.
 */
size_t vsx_local_room_bytes(const struct vsx_totals *sum)
{
	return vsx_tree_bytes(sum) + sizeof(struct by_id) + places(sum->n) * sizeof(u32);
}

static void map_fill(const struct vsx_servers *s)
{
	u32 mask = places(s->n) - 1, i, at;
	struct by_id *map = by_id(s);

	map->shift = 32 - ilog2(mask + 1);
	for (i = 0; i < s->n; i++) {
		at = first_place(map, s->server[i].id);
		while (map->place[at])
			at = (at + 1) & mask;
		map->place[at] = i + 1;
	}
}

/**
 * vsx_local_build() - build the tree of least loaded servers and the table of ids.
 * @s: the snapshot
 *
 * Context: process; the second time the table is read meanwhile and not touched.
 */
void vsx_local_build(struct vsx_servers *s)
{
	if (!by_id(s)->shift)
		map_fill(s);
	vsx_tree_build(s, vsx_is_lighter);
}

/**
 * vsx_local_load_changed() - the load of a server has changed.
 * @s: the snapshot
 * @i: which server; the caller has a full barrier between the change and this call
 *
 * Context: any; concurrently.
 */
void vsx_local_load_changed(const struct vsx_servers *s, u32 i)
{
	vsx_tree_changed(s, i, vsx_is_lighter);
}

/**
 * vsx_local_server() - the server of a remembered id.
 * @s: the snapshot
 * @id: its id, whatever was remembered
 *
 * Context: any.
 * Return: the server, or NULL if the snapshot has none with that id.
 */
const struct vsx_server *vsx_local_server(const struct vsx_servers *s, u32 id)
{
	const struct by_id *map = by_id(s);
	u32 mask = places(s->n) - 1, at;

	for (at = first_place(map, id); map->place[at]; at = (at + 1) & mask)
		if (s->server[map->place[at] - 1].id == id)
			return &s->server[map->place[at] - 1];
	return NULL;
}

/**
 * vsx_local_is_crowded() - is it time for an address to leave its server?
 * @s: the snapshot
 * @srv: the server
 *
 * LVS asks: has it more active connections than its weight, while some server has less than half? The one
 * asked here is the one it would go to.
 *
 * Context: any.
 * Return: true if so.
 */
bool vsx_local_is_crowded(const struct vsx_servers *s, const struct vsx_server *srv)
{
	const struct vsx_server *best;

	if (vsx_active(srv) <= srv->weight)
		return false;
	best = vsx_tree_best(s);
	return vsx_active(best) * 2 < best->weight;
}

static u64 *line_of(u64 *words, u32 lines, u64 hash)
{
	return words + (size_t)vsx_scale(hash, lines) * VSX_LOCAL_WAYS;
}

static u64 tag_of(u64 hash)
{
	return hash >> TAG_SHIFT ?: 1;
}

static u16 used_at(u64 word)
{
	return (word & USED_MASK) >> USED_SHIFT;
}

static u64 word_of(u64 tag, u32 now, u32 value)
{
	return tag << TAG_SHIFT | (u64)(u16)(now >> VSX_LOCAL_UNIT_SHIFT) << USED_SHIFT | value;
}

/**
 * vsx_local_find() - look an address up.
 * @words: the cache
 * @lines: its length
 * @hash: of the address
 * @now: seconds
 * @expires: seconds that one which is not used is remembered
 *
 * Context: any; concurrently.
 * Return: its word, or NULL if it is not remembered, or not been used for too long.
 */
u64 *vsx_local_find(u64 *words, u32 lines, u64 hash, u32 now, u32 expires)
{
	u64 *line = line_of(words, lines, hash);
	unsigned int i;

	for (i = 0; i < VSX_LOCAL_WAYS; i++) {
		u64 word = READ_ONCE(line[i]);

		if (word >> TAG_SHIFT == tag_of(hash) && !vsx_local_expired(used_at(word), now, expires))
			return &line[i];
	}
	return NULL;
}

/* The word of a line to give up: its own, an empty one, or the one not used for longest. */
static u64 *victim(u64 *line, u64 hash, u32 now)
{
	u16 unit = now >> VSX_LOCAL_UNIT_SHIFT;
	s32 age, oldest = 0;
	u64 *found = line;
	unsigned int i;

	for (i = 0; i < VSX_LOCAL_WAYS; i++) {
		u64 word = READ_ONCE(line[i]);

		if (!word || word >> TAG_SHIFT == tag_of(hash))
			return &line[i];
		/* One that another CPU has stamped with a second we have not read yet is new. */
		age = (s16)(unit - used_at(word));
		if (!i || age > oldest) {
			oldest = age;
			found = &line[i];
		}
	}
	return found;
}

/**
 * vsx_local_enter() - remember an address.
 * @words: the cache
 * @lines: its length
 * @hash: of the address
 * @now: seconds
 * @value: of 24 bits
 *
 * Context: any; concurrently.
 * Return: its word, or NULL if somebody else took the place.
 */
u64 *vsx_local_enter(u64 *words, u32 lines, u64 hash, u32 now, u32 value)
{
	u64 *word = victim(line_of(words, lines, hash), hash, now);
	u64 old = READ_ONCE(*word);

	return cmpxchg64(word, old, word_of(tag_of(hash), now, value)) == old ? word : NULL;
}

/**
 * vsx_local_use() - stamp an address, and give it another value.
 * @word: from vsx_local_find() or vsx_local_enter()
 * @now: seconds
 * @value: of 24 bits
 *
 * Nothing is written where nothing changes: once in 64 seconds.
 *
 * Context: any; concurrently.
 */
void vsx_local_use(u64 *word, u32 now, u32 value)
{
	u64 old = READ_ONCE(*word);
	u64 new = word_of(old >> TAG_SHIFT, now, value);

	/* If it has become another's meanwhile, or was stamped by another CPU, that is as good. */
	if (old != new)
		cmpxchg64(word, old, new);
}
