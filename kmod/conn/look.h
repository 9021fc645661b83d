/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * look.h - what most packets do with their connection: find it, and see that they change nothing; to be inlined. The
 * rest is in conn.c and step.c, and what the heads of those say holds here. vsx_look_key() and vsx_look_find() are
 * vsx_conn_key() and vsx_conn_find() where each packet passes: path/in.c and path/out.c.
 */
#ifndef VSX_CONN_LOOK_H
#define VSX_CONN_LOOK_H

#include "conn/conn.h"
#include "conn/find.h"
#include "net.h"
#include "pure/sctp_state.h"
#include "pure/tcp_state.h"
#include "svc/dest.h"

/* conn.c; context as vsx_look_key() */
void vsx_conn_wide_key(struct vsx_conn *c, const struct vsx_addr *client, u32 id);

/* step.c; any context, under rcu_read_lock() */
unsigned int vsx_conn_tcp_next(const struct vsx_net *vn, u64 word, u8 event, bool reply);

/**
 * vsx_look_key() - name a slot: vsx_conn_key().
 * @c: set up
 * @vn: the namespace
 * @client: address and port of the client
 * @id: of the frontend (request slot) or the endpoint (reply slot); never 0
 *
 * Context: any, under rcu_read_lock().
 */
static __always_inline void vsx_look_key(struct vsx_conn *c, struct vsx_net *vn,
					 const struct vsx_addr *client, u32 id)
{
	u64 port = be16_to_cpu(client->port);

	c->vn = vn;
	c->slot = NULL;
	if (client->af != AF_INET || unlikely(id > U16_MAX)) {
		vsx_conn_wide_key(c, client, id);
		return;
	}
	c->table = &vn->tables[VSX_TABLE_NARROW];
	c->key.w[0] = (u64)be32_to_cpu(client->ip.ip) << 32 | port << 16 | id;
	c->key.hash = vsx_words_hash(c->table, c->key.w, VSX_KEY_WORDS_NARROW);
}

/* Alive, but perhaps for too long. */
static __always_inline bool vsx_look_slot(struct vsx_conn *c)
{
	c->slot = vsx_find(c->table, &c->key, &c->word);
	if (c->slot)
		c->dest = vsx_idtab_find(&c->vn->dests, vsx_value_dest(c->word));
	return c->slot && !WARN_ON_ONCE(!c->dest);
}

/* Is the last packet of this very second? Then no timeout has to be looked up. */
static inline bool vsx_look_seen_now(u64 word, u32 now)
{
	return FIELD_GET(VSX_V_SEEN, word) == (now & VSX_SEEN_MASK);
}

/**
 * vsx_look_find() - look a connection up: vsx_conn_find().
 * @c: its key is set
 *
 * Context: BH off, under rcu_read_lock().
 * Return: true with slot, word and destination set.
 */
static __always_inline bool vsx_look_find(struct vsx_conn *c)
{
	c->now = vsx_now();
	if (!vsx_look_slot(c))
		return false;
	if (!vsx_look_seen_now(c->word, c->now) &&
	    unlikely(vsx_conn_has_run_out(c->vn, c->table, c->slot->key, c->word, c->now))) {
		c->slot = NULL;
		return false;
	}
	return true;
}

static __always_inline unsigned int vsx_look_next_state(const struct vsx_net *vn, u64 word, u8 event,
							bool reply)
{
	unsigned int state = vsx_value_state(word);

	if (state < VSX_CONN_STATE_UDP)
		return vsx_conn_tcp_next(vn, word, event, reply);
	if (state < VSX_CONN_STATE_SCTP_INIT1)
		return state;
	return vsx_sctp_next(state, event, reply, vsx_value_is_oneway(word));
}

/* Most packets are like the one before them: neither state nor second is another. */
static __always_inline bool vsx_look_changes_nothing(const struct vsx_conn *c, u8 event, bool reply)
{
	return vsx_look_seen_now(c->word, c->now) &&
	       vsx_look_next_state(c->vn, c->word, event, reply) == vsx_value_state(c->word);
}

#endif /* VSX_CONN_LOOK_H */
