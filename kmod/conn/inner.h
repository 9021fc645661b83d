/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inner.h - what conn.c, open.c, pair.c, step.c and sweep.c share.
 */
#ifndef VSX_CONN_INNER_H
#define VSX_CONN_INNER_H

#include <linux/minmax.h>
#include <linux/string.h>

#include "conn/conn.h"
#include "conn/full.h"
#include "conn/look.h"

/* conn.c; BH off, under rcu_read_lock() */
void vsx_conn_limited_load_changed(struct vsx_dest *dest);
bool vsx_conn_look(struct vsx_conn *c);
bool vsx_conn_again(struct vsx_conn *c, u32 dest_id);
int vsx_conn_put(struct vsx_conn *c, u64 value);

/* pair.c; the same */
struct vsx_addr vsx_conn_place(const struct vsx_dest *dest, const struct vsx_addr *virt);
void vsx_conn_full_reply_key(struct vsx_conn *reply, struct vsx_net *vn, const struct vsx_addr *client,
			     const struct vsx_addr *virt, const struct vsx_dest *dest);
void vsx_conn_other_key(struct vsx_conn *other, struct vsx_net *vn, const struct vsx_table *t,
			const u64 *key, const struct vsx_dest *dest, bool is_reply);
bool vsx_conn_are_pair(const struct vsx_conn *other, u64 word);
bool vsx_conn_other_look(struct vsx_conn *other, struct vsx_net *vn, const struct vsx_table *t,
			 const u64 *key, u64 word);

static inline u32 vsx_conn_timeout(const struct vsx_svc *svc, u64 word)
{
	unsigned int state = vsx_value_state(word);
	u32 timeout = READ_ONCE(svc->timeout[state]);

	if (unlikely(vsx_tcp_half_open(state)) && READ_ONCE(svc->vn->overload.is_strict))
		return min_t(u32, timeout, VSX_TIMEOUT_HALF_OPEN);
	return timeout;
}

static __always_inline void vsx_conn_load_changed(struct vsx_dest *dest)
{
	/* The change before the look: pairs with snap_swap() in svc/snap.c, and within the scheduler. */
	smp_mb__after_atomic();
	if (likely(!READ_ONCE(dest->load.upper)))
		vsx_dest_tell(dest, false);
	else
		vsx_conn_limited_load_changed(dest);
}

static inline atomic_t *vsx_conn_load_counter(struct vsx_dest *dest, u64 word)
{
	return vsx_state_active(vsx_value_state(word)) ? &dest->load.active : &dest->load.inactive;
}

/* Is what was found by the words that count another connection's all the same? Of full reply slots only. */
static inline bool vsx_conn_is_others(const struct vsx_conn *c)
{
	return unlikely(c->table->match_words != c->table->key_words) &&
	       memcmp(c->slot->key, c->key.w, c->table->key_words * sizeof(u64));
}

#endif /* VSX_CONN_INNER_H */
