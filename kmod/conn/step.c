// SPDX-License-Identifier: GPL-2.0-only
/*
 * step.c - packets of a connection: state and time.
 *
 * The reply slot keeps a copy of the request slot's state, so that a reply that changes nothing needs no second lookup.
 * A reply that would change the state is applied to the request slot first, and the outcome copied.
 *
 * A packet stamps the slot it was found by; that either direction keeps the connection is seen to by who finds that a slot
 * has run out (pair.c). When the last-seen second crosses a step, a power of two between a quarter of the timeout and half of
 * it, the packet looks at the other slot, too, and brings it up to date: a reply slot that has been given up comes back,
 * unless a newer connection of its port has the server's replies, and one whose connection has gone is closed. So whoever
 * has been silent for half the timeout does that before the packet goes on. An established packet therefore writes at most
 * its own slot once a second.
 */
#include <linux/log2.h>

#include "conn/conn.h"
#include "conn/full.h"
#include "conn/inner.h"
#include "conn/look.h"
#include "net.h"
#include "svc/dest.h"

/* Has the last-seen second crossed a step at which the other slot is looked at? */
static bool crosses_step(const struct vsx_svc *svc, u64 word, u32 now)
{
	u32 timeout = vsx_conn_timeout(svc, word);
	unsigned int shift = timeout >= 4 ? ilog2(timeout) - 1 : 0;

	return (FIELD_GET(VSX_V_SEEN, word) >> shift) != ((now & VSX_SEEN_MASK) >> shift);
}

static void load_stepped(struct vsx_dest *dest, u64 from, u64 to)
{
	atomic_t *was = vsx_conn_load_counter(dest, from), *is = vsx_conn_load_counter(dest, to);

	if (was == is)
		return;
	atomic_inc(is);
	atomic_dec(was);
	vsx_conn_load_changed(dest);
}

/**
 * vsx_conn_tcp_next() - the state of a TCP connection after a packet.
 * @vn: the namespace
 * @word: the connection's word
 * @event: flags of the packet
 * @reply: it is from the server
 *
 * Context: under rcu_read_lock().
 * Return: the state.
 */
unsigned int vsx_conn_tcp_next(const struct vsx_net *vn, u64 word, u8 event, bool reply)
{
	unsigned int state = vsx_value_state(word);

	if (vsx_value_is_oneway(word))
		return vsx_tcp_next_oneway(state, event);
	if (unlikely(vsx_tcp_half_open(state)) && READ_ONCE(vn->overload.is_strict))
		return vsx_tcp_next_strict(state, event, reply);
	return vsx_tcp_next(state, event, reply);
}

/*
 * Apply a packet to the request slot. Returns false if the connection has ended meanwhile; *@is_news tells whether there
 * is another slot that is to be brought up to date.
 */
static bool request_slot_step(struct vsx_conn *c, u8 event, bool reply, u32 now, bool *is_news)
{
	for (;;) {
		u64 old = c->word;
		unsigned int state = vsx_look_next_state(c->vn, old, event, reply);
		u64 value = vsx_value_step(old & VSX_W_VALUE, state, now);

		if (!vsx_look_seen_now(old, now))
			value |= VSX_V_LASTING;
		*is_news = !vsx_value_is_oneway(old) &&
			   (((value ^ old) & VSX_V_STATE) || crosses_step(c->dest->svc, old, now));
		if (value == (old & VSX_W_VALUE))
			return true;
		if (vsx_slot_update(c->slot, &c->word, value)) {
			if ((value ^ old) & VSX_V_STATE)
				load_stepped(c->dest, old, value);
			return true;
		}
		if (!vsx_conn_again(c, vsx_value_dest(old)))
			return false;
	}
}

/*
 * Does a newer connection, of a mark or of all ports, have the replies that were this one's? See
 * other_reply_slot_close().
 */
static bool has_lost_replies(const struct vsx_conn *c)
{
	struct vsx_conn newer __uninitialized;
	const struct vsx_end *end;
	struct vsx_addr client;

	if (likely(!READ_ONCE(c->vn->n_full)) || c->dest->svc->is_full)
		return false;
	end = vsx_end_of_full(&c->vn->ends, &c->dest->addr);
	if (!end)
		return false;
	vsx_conn_client(c->table, c->key.w, &client);
	vsx_full_reply_key(&newer, c->vn, &client, &c->dest->addr, end->node.id);
	return vsx_conn_find(&newer);
}

/* What a reply slot is to be: the request slot as it is now, or as it was before it ended or was about to move. */
static u64 value_for_reply(const struct vsx_conn *c)
{
	u64 word = atomic64_read(&c->slot->word);

	if ((word & (VSX_W_USED | VSX_W_DEAD | VSX_W_MOVED)) != VSX_W_USED ||
	    vsx_value_dest(word) != vsx_value_dest(c->word))
		word = c->word;
	return (word & VSX_W_VALUE) | VSX_V_REPLY;
}

/*
 * Bring the reply slot of a connection up to date. It is made anew if it has gone, unless the server has: what was put for
 * a removed one might outlive it.
 */
static void reply_slot_follow(const struct vsx_conn *c)
{
	struct vsx_conn reply __uninitialized;
	u64 value;

	vsx_conn_other_key(&reply, c->vn, c->table, c->key.w, c->dest, false);
	while (vsx_conn_look(&reply)) {
		value = value_for_reply(c);
		/* A newer connection's, or done. */
		if (!vsx_conn_are_pair(&reply, value) || (reply.word & VSX_W_VALUE) == value ||
		    vsx_slot_update(reply.slot, &reply.word, value))
			return;
		if (reply.word & VSX_W_MOVED)
			vsx_table_settle(reply.table, &reply.key);
	}
	if (!READ_ONCE(c->dest->removed_at) && !has_lost_replies(c))
		vsx_conn_put(&reply, value_for_reply(c));
}

/**
 * vsx_conn_request() - a packet from the client: step state and time.
 * @c: the connection, as vsx_conn_find() or vsx_conn_open() left it; if it ends meanwhile, its word and destination
 *	are no longer those of one connection
 * @event: what the packet says, as in struct vsx_pkt
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_conn_request(struct vsx_conn *c, u8 event)
{
	bool is_news;

	if (request_slot_step(c, event, false, c->now, &is_news) && is_news)
		reply_slot_follow(c);
}

/* Apply a packet from the server to the connection, and let the reply slot follow. */
static void reply_step(struct vsx_conn *c, u8 event)
{
	struct vsx_conn request __uninitialized;
	bool is_news;

	if (!vsx_conn_other_look(&request, c->vn, c->table, c->slot->key, c->word) ||
	    !request_slot_step(&request, event, true, vsx_now(), &is_news)) {
		vsx_conn_close(c);	/* a reply slot whose connection is gone */
		return;
	}
	/* Another packet's stamp may be in the way, or the collector have killed the slot, which is needed now. */
	if (!vsx_slot_update(c->slot, &c->word, value_for_reply(&request)))
		reply_slot_follow(&request);
}

/**
 * vsx_conn_reply() - a packet from the server: step state and time.
 * @c: the reply slot, as vsx_conn_find() left it
 * @event: what the packet says, as in struct vsx_pkt
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_conn_reply(struct vsx_conn *c, u8 event)
{
	u64 old = c->word;
	unsigned int state = vsx_look_next_state(c->vn, old, event, true);

	if (state == VSX_STATE_ONE_PACKET ||
	    (state == vsx_value_state(old) && !crosses_step(c->dest->svc, old, c->now))) {
		u64 value = vsx_value_step(old & VSX_W_VALUE, state, c->now);

		/* Whoever is in the way of this stamp has stamped the slot himself, or is copying it. */
		if (value != (old & VSX_W_VALUE))
			vsx_slot_update(c->slot, &c->word, value);
		return;
	}
	reply_step(c, event);
}
