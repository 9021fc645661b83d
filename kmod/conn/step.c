// SPDX-License-Identifier: GPL-2.0-only
/*
 * step.c - packets of a connection: state and time.
 *
 * The reply slot keeps a copy of the request slot's state, so that a reply that changes nothing needs no second lookup.
 * A reply that would change the state is applied to the request slot first, and the outcome copied.
 *
 * Either direction keeps the other alive: when the last-seen second crosses a step, a power of two between
 * a 32nd and a 16th of the timeout (vsx_conn_slack_shift()), the packet stamps the other slot too. So slots of a pair
 * may be that much younger than they look, and vsx_conn_expires() grants it. A request whose reply slot has
 * run out all the same makes it anew, unless a newer connection of its port has the server's replies. An established
 * packet therefore writes at most its own slot once a second, and looks the other one up at most once per step.
 * What is but a stamp waits until the packet is on its way: the line it goes to is asked for before, and has come
 * when it is needed.
 */
#include "conn/conn.h"
#include "conn/find.h"
#include "conn/full.h"
#include "conn/inner.h"
#include "conn/look.h"
#include "net.h"
#include "pure/overload.h"
#include "svc/dest.h"

/* Has the last-seen second crossed a step at which the other slot is stamped? */
static bool crosses_step(const struct vsx_svc *svc, u64 word, u32 now)
{
	unsigned int shift = vsx_conn_slack_shift(vsx_conn_timeout(svc, word));

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
 * Apply a packet to the request slot. Returns false if the connection has ended meanwhile; *@stepped tells
 * whether there is another slot that is to follow.
 */
static bool request_slot_step(struct vsx_conn *c, u8 event, bool reply, u32 now, bool *stepped)
{
	for (;;) {
		u64 old = c->word;
		unsigned int state = vsx_look_next_state(c->vn, old, event, reply);
		u64 value = vsx_value_step(old & VSX_W_VALUE, state, now);

		if (!vsx_look_seen_now(old, now))
			value |= VSX_V_LASTING;
		*stepped = !vsx_value_is_oneway(old) &&
			   (((value ^ old) & (VSX_V_STATE | VSX_V_LASTING)) ||
			    crosses_step(c->dest->svc, old, now));
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

/* Copy state and time of the request slot to a reply slot that belongs to it. */
static void reply_slot_follow(struct vsx_conn *reply, u64 request_word)
{
	u64 value = (request_word & VSX_W_VALUE) | VSX_V_REPLY;

	if (vsx_value_dest(reply->word) != vsx_value_dest(value))
		return;
	while ((reply->word & VSX_W_VALUE) != value &&
	       !vsx_slot_update(reply->slot, &reply->word, value))
		if (!vsx_conn_again(reply, vsx_value_dest(value)))
			return;
}

/*
 * Does a newer connection, of a mark or of all ports, have the replies that were this one's? See
 * other_reply_slot_close().
 */
static bool has_lost_replies(const struct vsx_conn *c, const struct vsx_addr *client)
{
	struct vsx_conn newer __uninitialized;
	const struct vsx_end *end;

	if (likely(!READ_ONCE(c->vn->n_full)) || c->dest->svc->is_full)
		return false;
	end = vsx_end_of_full(&c->vn->ends, &c->dest->addr);
	if (!end)
		return false;
	vsx_full_reply_key(&newer, c->vn, client, &c->dest->addr, end->node.id);
	return vsx_conn_find(&newer);
}

/* The key of the request slot that a reply slot belongs to. */
static void key_of_request(struct vsx_conn *request, const struct vsx_conn *c, const struct vsx_addr *client)
{
	struct vsx_addr virt;

	if (likely(c->table->key_words != VSX_KEY_WORDS_FULL)) {
		vsx_conn_key(request, c->vn, client, c->dest->svc->front.id);
		return;
	}
	vsx_full_reply_virt(c->slot->key, &virt);
	vsx_full_request_key(request, c->vn, client, &virt);
}

/*
 * Has nothing changed but the second, and that so soon that the reply slot cannot have run out, nor been given up? Then a
 * reply that is faster than its stamp finds all it needs.
 */
static bool is_stamp_only(const struct vsx_conn *c, u64 old)
{
	if (unlikely(READ_ONCE(c->vn->tune.drop_entry)) &&
	    vsx_overload_dispensable(vsx_value_state(old), old & VSX_V_LASTING, U32_MAX, 0))
		return false;
	return !((c->word ^ old) & VSX_V_STATE) &&
	       vsx_value_age(old, c->now) < vsx_conn_timeout(c->dest->svc, old) / 2;
}

/* Let the reply slot follow the request slot, whose word is @word. */
static void follow(const struct vsx_conn *c, const struct vsx_addr *client, struct vsx_conn *reply, u64 word)
{
	reply->slot = vsx_find(reply->table, &reply->key, &reply->word);
	if (likely(reply->slot && !vsx_conn_is_others(reply)))
		reply_slot_follow(reply, word);
	else if (!reply->slot && !has_lost_replies(c, client))
		vsx_conn_put(reply, (word & VSX_W_VALUE) | VSX_V_REPLY);
}

/**
 * vsx_conn_request() - a packet from the client: step state and time.
 * @c: the connection, as vsx_conn_find() or vsx_conn_open() left it; if it ends meanwhile, its word and destination
 *	are no longer those of one connection
 * @client: address and port of the client
 * @event: what the packet says, as in struct vsx_pkt
 * @reply: the reply slot, named if true is returned
 *
 * Context: BH off, under rcu_read_lock().
 * Return: true if vsx_conn_request_follow() is to be called when the packet has been sent.
 */
bool vsx_conn_request(struct vsx_conn *c, const struct vsx_addr *client, u8 event, struct vsx_conn *reply)
{
	u64 old = c->word;
	bool stepped;

	if (!request_slot_step(c, event, false, c->now, &stepped) || !stepped)
		return false;
	vsx_conn_reply_key(reply, c, client, c->dest);
	if (is_stamp_only(c, old)) {
		vsx_find_soon(reply->table, &reply->key, false);
		return true;
	}
	follow(c, client, reply, c->word);
	return false;
}

/**
 * vsx_conn_request_follow() - stamp the reply slot.
 * @c: the connection, stepped
 * @client: address and port of the client
 * @reply: named
 *
 * The connection may have gone on since, and it is copied as it is now; or have ended, or be another's; or be about to
 * be moved, and then the next packets are soon enough.
 *
 * Context: as vsx_conn_request(), in the same RCU section.
 */
void vsx_conn_request_follow(const struct vsx_conn *c, const struct vsx_addr *client, struct vsx_conn *reply)
{
	u64 word = atomic64_read(&c->slot->word);

	if (likely((word & (VSX_W_USED | VSX_W_DEAD | VSX_W_MOVED)) == VSX_W_USED &&
		   vsx_value_dest(word) == vsx_value_dest(c->word)))
		follow(c, client, reply, word);
}

/**
 * vsx_conn_reply() - a packet from the server: step state and time.
 * @c: the reply slot, as vsx_conn_find() left it
 * @client: address and port of the client
 * @event: what the packet says, as in struct vsx_pkt
 * @request: the request slot, named if true is returned
 *
 * Context: BH off, under rcu_read_lock().
 * Return: true if vsx_conn_reply_follow() is to be called when the packet has been rewritten.
 */
bool vsx_conn_reply(struct vsx_conn *c, const struct vsx_addr *client, u8 event, struct vsx_conn *request)
{
	u64 old = c->word;
	unsigned int state = vsx_look_next_state(c->vn, old, event, true);
	u32 now = c->now;

	if ((state == vsx_value_state(old) && !crosses_step(c->dest->svc, old, now)) ||
	    state == VSX_STATE_ONE_PACKET) {
		u64 value = vsx_value_step(old & VSX_W_VALUE, state, now);

		/* Whoever is in the way of this stamp has stamped the slot himself, or is copying it. */
		if (value != (old & VSX_W_VALUE))
			vsx_slot_update(c->slot, &c->word, value);
		return false;
	}
	key_of_request(request, c, client);
	if (state == vsx_value_state(old)) {
		vsx_find_soon(request->table, &request->key, false);
		return true;
	}
	vsx_conn_reply_follow(c, event, request);
	return false;
}

/**
 * vsx_conn_reply_follow() - let a packet from the server step the request slot, and the reply slot follow.
 * @c: the reply slot
 * @event: what the packet says
 * @request: named
 *
 * Context: as vsx_conn_reply(), in the same RCU section.
 */
void vsx_conn_reply_follow(struct vsx_conn *c, u8 event, struct vsx_conn *request)
{
	bool stepped;

	if (vsx_conn_look(request) && request->dest == c->dest && !vsx_value_is_oneway(request->word) &&
	    request_slot_step(request, event, true, vsx_now(), &stepped))
		reply_slot_follow(c, request->word);
	else
		vsx_conn_close(c);	/* a reply slot whose connection is gone */
}
