/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * locality.h - which server a destination address was sent to: the memory of lblc and lblcr.
 *
 * An address is one 64-bit word in a cache of fixed size, in the manner of a CPU's: its keyed hash names a line of
 * eight words, one of which may be its own.
 *
 *	bits  0..23  the scheduler's: a server's id, or a time
 *	bits 24..39  when it was last used, in units of 64 s, modulo 2^16
 *	bits 40..63  tag: other bits of the hash, never 0; an empty word is 0
 *
 * A new address takes the place of an expired one, or of the one of its line that was not used for longest. So
 * whoever sends to addresses without number (a service may take any) costs others their place, and the
 * director neither memory nor time. Nothing in here is believed: a word names a server by its id, and
 * what that means is asked of the present snapshot (vsx_local_server()), where removed servers and those of
 * weight 0 do not exist. Two addresses with the same line and tag, one pair in 2^34, share a server.
 *
 * A reader loads a word, a writer exchanges it, and who loses a race goes without: the next packet to that address
 * chooses again. Of two CPUs that enter the same address at once one may be forgotten later.
 *
 * The servers of a snapshot by id: a hash table behind the tree in the room, half empty, built with it.
 */
#ifndef VSX_SCHED_LOCALITY_H
#define VSX_SCHED_LOCALITY_H

#include <linux/bits.h>
#include <linux/limits.h>
#include <linux/minmax.h>

#include "sched/hash.h"
#include "sched/tree.h"
#include "tune.h"

#define VSX_LOCAL_WAYS		8	/* words of a line of 64 bytes */
#define VSX_LOCAL_VALUE		GENMASK_ULL(23, 0)
#define VSX_LOCAL_UNIT_SHIFT	6

size_t vsx_local_room_bytes(const struct vsx_totals *sum);
void vsx_local_build(struct vsx_servers *s);
void vsx_local_load_changed(const struct vsx_servers *s, u32 i);
const struct vsx_server *vsx_local_server(const struct vsx_servers *s, u32 id);
bool vsx_local_is_crowded(const struct vsx_servers *s, const struct vsx_server *srv);
u64 *vsx_local_find(u64 *words, u32 lines, u64 hash, u32 now, u32 expires);
u64 *vsx_local_enter(u64 *words, u32 lines, u64 hash, u32 now, u32 value);
void vsx_local_use(u64 *word, u32 now, u32 value);

/*
 * Is a time of 16 bits so many seconds ago? In whole units: below 64 s everything is, and nothing is remembered;
 * what is to be remembered for more than 24 days is for so long.
 */
static inline bool vsx_local_expired(u16 then, u32 now, u32 expires)
{
	s16 age = (u16)(now >> VSX_LOCAL_UNIT_SHIFT) - then;

	return age >= (s32)min_t(u32, expires >> VSX_LOCAL_UNIT_SHIFT, S16_MAX);
}

#endif /* VSX_SCHED_LOCALITY_H */
