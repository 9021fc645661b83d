// SPDX-License-Identifier: GPL-2.0-only
/*
 * conn.c - what happens to a connection: found, opened, stepped, closed.
 *
 * A connection is a slot with the key (client address and port, frontend id). With NAT a second slot,
 * the reply slot, has the key (client address and port, endpoint id). Both hold the same destination. With
 * direct routing and tunnels replies do not come past the director: there is but the one slot. Which it is,
 * the slot's word says; it is the destination's method at the time the connection was opened.
 *
 * The request slot is the connection: its state is the true one, and it alone is counted in the
 * destination's load, by whoever's compare-and-exchange brought it in, changed its state, or ended it.
 * The reply slot keeps a copy of the state, so that a reply that changes nothing needs no second lookup.
 * A reply that would change the state is applied to the request slot first, and the outcome copied.
 *
 * Either direction keeps the other alive: when the last-seen second crosses a step, a power of two between
 * a 32nd and a 16th of the timeout (slack_shift()), the packet stamps the other slot too. So slots of a pair
 * may be that much younger than they look, and vsx_conn_expires() grants it. A request whose reply slot has
 * run out all the same makes it anew, unless a newer connection of its port has the server's replies. An established
 * packet therefore writes at most its own slot once a second, and looks the other one up at most once per step.
 *
 * Nothing frees a slot here: an entry that is over is absent for lookups, its slot is taken over in place
 * by the next connection with the same key, or reclaimed by the collector (sweep.c).
 */
#include <linux/log2.h>
#include <linux/rcupdate.h>

#include "conn/conn.h"
#include "conn/full.h"
#include "conn/sweep.h"
#include "net.h"
#include "pure/sctp_state.h"
#include "pure/tcp_state.h"
#include "svc/dest.h"
#include "svc/rates.h"

/* ---- keys ------------------------------------------------------------------------------------- */

static noinline void wide_key(struct vsx_conn *c, const struct vsx_addr *client, u32 id)
{
	c->table = &c->vn->tables[VSX_TABLE_WIDE];
	c->key.w[0] = (u64)be32_to_cpu((__force __be32)client->ip.all[0]) << 32 |
		      be32_to_cpu((__force __be32)client->ip.all[1]);
	c->key.w[1] = (u64)be32_to_cpu((__force __be32)client->ip.all[2]) << 32 |
		      be32_to_cpu((__force __be32)client->ip.all[3]);
	c->key.w[2] = (u64)be16_to_cpu(client->port) << 48 | (u64)(client->af == AF_INET6) << 32 | id;
	c->key.hash = vsx_words_hash(c->table, c->key.w, VSX_KEY_WORDS_WIDE);
}

/**
 * vsx_conn_key() - name a slot.
 * @c: set up
 * @vn: the namespace
 * @client: address and port of the client
 * @id: of the frontend (request slot) or the endpoint (reply slot); never 0
 *
 * IPv4 with a 16-bit id makes a narrow key, everything else a wide one.
 *
 * Context: any, under rcu_read_lock().
 */
void vsx_conn_key(struct vsx_conn *c, struct vsx_net *vn, const struct vsx_addr *client, u32 id)
{
	u64 port = be16_to_cpu(client->port);

	c->vn = vn;
	c->slot = NULL;
	if (client->af != AF_INET || unlikely(id > U16_MAX)) {
		wide_key(c, client, id);
		return;
	}
	c->table = &vn->tables[VSX_TABLE_NARROW];
	c->key.w[0] = (u64)be32_to_cpu(client->ip.ip) << 32 | port << 16 | id;
	c->key.hash = vsx_words_hash(c->table, c->key.w, VSX_KEY_WORDS_NARROW);
}

/**
 * vsx_conn_client() - the client a key names; the inverse of vsx_conn_key().
 * @t: the table of the key
 * @key: its words
 * @client: address and port; the protocol is the service's to know
 *
 * Context: any.
 */
void vsx_conn_client(const struct vsx_table *t, const u64 *key, struct vsx_addr *client)
{
	if (t->key_words == VSX_KEY_WORDS_FULL) {
		vsx_full_client(key, client);
		return;
	}
	*client = (struct vsx_addr){ .af = AF_INET };
	client->ip.all[0] = (__force u32)cpu_to_be32(key[0] >> 32);
	if (t->key_words == VSX_KEY_WORDS_NARROW) {
		client->port = cpu_to_be16(key[0] >> 16);
		return;
	}
	client->port = cpu_to_be16(key[2] >> 48);
	if (!(key[2] & BIT_ULL(32)))
		return;
	client->af = AF_INET6;
	client->ip.all[1] = (__force u32)cpu_to_be32(key[0]);
	client->ip.all[2] = (__force u32)cpu_to_be32(key[1] >> 32);
	client->ip.all[3] = (__force u32)cpu_to_be32(key[1]);
}

/* ---- time ------------------------------------------------------------------------------------- */

/* log2 of the seconds a slot of a pair may go without hearing of the other's packets. */
static unsigned int slack_shift(u32 timeout)
{
	return timeout >= 32 ? ilog2(timeout) - 4 : 0;
}

static u32 timeout_of(const struct vsx_svc *svc, u64 word)
{
	unsigned int state = vsx_value_state(word);
	u32 timeout = READ_ONCE(svc->timeout[state]);

	if (unlikely(vsx_tcp_half_open(state)) && READ_ONCE(svc->vn->overload.is_strict))
		return min_t(u32, timeout, VSX_TIMEOUT_HALF_OPEN);
	return timeout;
}

/* Is the last packet of this very second? Then no timeout has to be looked up. */
static bool seen_now(u64 word, u32 now)
{
	return FIELD_GET(VSX_V_SEEN, word) == (now & VSX_SEEN_MASK);
}

/* Has the last-seen second crossed a step at which the other slot is stamped? */
static bool crosses_step(const struct vsx_svc *svc, u64 word, u32 now)
{
	unsigned int shift = slack_shift(timeout_of(svc, word));

	return (FIELD_GET(VSX_V_SEEN, word) >> shift) != ((now & VSX_SEEN_MASK) >> shift);
}

/**
 * vsx_conn_expires() - seconds until a connection is over without another packet.
 * @svc: its service
 * @word: its word
 * @now: vsx_now()
 *
 * Context: any.
 * Return: seconds, 0 if it is over.
 */
u32 vsx_conn_expires(const struct vsx_svc *svc, u64 word, u32 now)
{
	u32 timeout = timeout_of(svc, word);
	u32 limit = timeout + (1U << slack_shift(timeout));
	u32 age = vsx_value_age(word, now);

	return age < limit ? limit - age : 0;
}

/*
 * A ripe destination is freed after this pass, whatever the grace says meanwhile. A command may have
 * written a removed_at one second after our now: the difference is signed.
 */
static bool grace_is_over(const struct vsx_dest *dest, u32 now)
{
	u32 removed_at = READ_ONCE(dest->removed_at);

	return READ_ONCE(dest->ripe_pass) ||
	       (removed_at && (s32)(now - removed_at) > vsx_svc_grace(dest->svc));
}

/**
 * vsx_conn_is_over() - has a connection ended by time?
 * @vn: the namespace
 * @word: the word of one of its slots
 * @now: vsx_now()
 *
 * Context: any, under rcu_read_lock() or the region's lock: while the word is alive its destination is.
 * Return: true if it idled too long, or if its destination was removed longer ago than the grace.
 */
bool vsx_conn_is_over(const struct vsx_net *vn, u64 word, u32 now)
{
	const struct vsx_dest *dest = vsx_idtab_find(&vn->dests, vsx_value_dest(word));

	return !vsx_conn_expires(dest->svc, word, now) || grace_is_over(dest, now);
}

/* ---- load ------------------------------------------------------------------------------------- */

static noinline void limited_load_changed(struct vsx_dest *dest)
{
	vsx_dest_tell(dest, vsx_load_limit(&dest->load));
}

static __always_inline void load_changed(struct vsx_dest *dest)
{
	/* The change before the look: pairs with snap_swap() in svc/snap.c, and within the scheduler. */
	smp_mb__after_atomic();
	if (likely(!READ_ONCE(dest->load.upper)))
		vsx_dest_tell(dest, false);
	else
		limited_load_changed(dest);
}

static atomic_t *load_counter(struct vsx_dest *dest, u64 word)
{
	return vsx_state_active(vsx_value_state(word)) ? &dest->load.active : &dest->load.inactive;
}

static void load_opened(struct vsx_dest *dest, u64 word)
{
	atomic_inc(load_counter(dest, word));
	load_changed(dest);
}

/**
 * vsx_conn_ended() - take a connection out of its destination's load.
 * @vn: the namespace
 * @word: the last word of its request slot; whoever ended it calls, once
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_conn_ended(struct vsx_net *vn, u64 word)
{
	struct vsx_dest *dest = vsx_idtab_find(&vn->dests, vsx_value_dest(word));

	atomic_dec(&vn->n_conns);
	atomic_dec(load_counter(dest, word));
	load_changed(dest);
}

static void load_stepped(struct vsx_dest *dest, u64 from, u64 to)
{
	atomic_t *was = load_counter(dest, from), *is = load_counter(dest, to);

	if (was == is)
		return;
	atomic_inc(is);
	atomic_dec(was);
	load_changed(dest);
}

/* ---- find, open, close ------------------------------------------------------------------------ */

static __always_inline bool conn_look(struct vsx_conn *c)
{
	c->slot = vsx_table_find(c->table, &c->key, &c->word);
	if (c->slot)
		c->dest = vsx_idtab_find(&c->vn->dests, vsx_value_dest(c->word));
	return c->slot && !WARN_ON_ONCE(!c->dest);
}

/**
 * vsx_conn_find() - look a connection up.
 * @c: its key is set
 *
 * One that idled too long is absent. One whose destination was removed is found as long as the collector
 * leaves it: what becomes of its packets is for the caller to say.
 *
 * Context: BH off, under rcu_read_lock().
 * Return: true with slot, word and destination set.
 */
bool vsx_conn_find(struct vsx_conn *c)
{
	c->now = vsx_now();
	if (!conn_look(c))
		return false;
	if (!seen_now(c->word, c->now) && unlikely(!vsx_conn_expires(c->dest->svc, c->word, c->now))) {
		c->slot = NULL;
		return false;
	}
	return true;
}

/*
 * An exchange of the word failed. Is there still an entry of this destination, so that it may be tried again
 * with the word as it is now?
 */
static bool conn_again(struct vsx_conn *c, u32 dest_id)
{
	if (c->word & VSX_W_MOVED) {
		vsx_table_settle(c->table, &c->key);
		if (!conn_look(c))
			return false;
	} else if (c->word & VSX_W_DEAD) {
		return false;
	}
	/* Another connection may have taken the key over meanwhile. */
	return vsx_value_dest(c->word) == dest_id;
}

/**
 * vsx_conn_close() - end a found connection now.
 * @c: found
 *
 * Context: BH off, under rcu_read_lock().
 * Return: true for the one caller who ended it.
 */
bool vsx_conn_close(struct vsx_conn *c)
{
	u32 dest_id = vsx_value_dest(c->word);

	while (!vsx_slot_kill(c->slot, &c->word))
		if (!conn_again(c, dest_id))
			return false;
	if (!(c->word & VSX_V_REPLY))
		vsx_conn_ended(c->vn, c->word);
	return true;
}

/* Is what was found by the words that count another connection's all the same? Of full reply slots only. */
static bool is_others(const struct vsx_conn *c)
{
	return unlikely(c->table->match_words != c->table->key_words) &&
	       memcmp(c->slot->key, c->key.w, c->table->key_words * sizeof(u64));
}

/* Write a value to a key whatever was there; the reply slot's copies are written this way. */
static int slot_put(struct vsx_conn *c, u64 value)
{
	int err;

	for (;;) {
		err = vsx_table_insert(c->table, &c->key, value, &c->slot, &c->word);
		if (err != -EEXIST)
			return err;
		if (is_others(c))
			vsx_slot_kill(c->slot, &c->word);
		else if (vsx_slot_update(c->slot, &c->word, value))
			return 0;
		/* Dead now: the next insertion revives it. Moved: it finds the copy. Changed: try again. */
	}
}

/* Where a server of a service of marks or of all ports gets what is for @virt. */
static struct vsx_addr place_of(const struct vsx_dest *dest, const struct vsx_addr *virt)
{
	struct vsx_addr place = dest->addr;

	place.proto = virt->proto;
	if (!place.port)
		place.port = virt->port;
	return place;
}

static void full_reply_key(struct vsx_conn *reply, struct vsx_net *vn, const struct vsx_addr *client,
			   const struct vsx_addr *virt, const struct vsx_dest *dest)
{
	const struct vsx_addr place = place_of(dest, virt);

	vsx_full_reply_key(reply, vn, client, &place, dest->end->node.id);
	vsx_full_reply_set_virt(reply, virt);
}

static void reply_key(struct vsx_conn *reply, const struct vsx_conn *c,
		      const struct vsx_addr *client, const struct vsx_dest *dest)
{
	struct vsx_addr virt;

	if (likely(c->table->key_words != VSX_KEY_WORDS_FULL)) {
		vsx_conn_key(reply, c->vn, client, dest->end->node.id);
		return;
	}
	vsx_full_request_virt(c->key.w, &virt);
	full_reply_key(reply, c->vn, client, &virt, dest);
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
 * An entry has the key. Take it over if it is over or is the very one the caller has decided to replace
 * (@replace, 0 for none); if it has gone meanwhile, insert.
 */
static noinline int request_slot_take_over(struct vsx_conn *c, u64 value, u64 replace)
{
	int err;

	do {
		u64 old = c->word;

		/* A packet may have stamped the entry since; that does not make it another. */
		if (((old ^ replace) & VSX_W_VALUE & ~(VSX_V_SEEN | VSX_V_LASTING)) &&
		    !vsx_conn_is_over(c->vn, old, vsx_now()))
			return -EEXIST;
		if (vsx_slot_update(c->slot, &c->word, value)) {
			vsx_conn_ended(c->vn, old);
			return 0;
		}
		err = vsx_table_insert(c->table, &c->key, value, &c->slot, &c->word);
	} while (err == -EEXIST);
	return err;
}

static __always_inline int request_slot_open(struct vsx_conn *c, u64 value, u64 replace)
{
	int err = vsx_table_insert(c->table, &c->key, value, &c->slot, &c->word);

	return likely(err != -EEXIST) ? err : request_slot_take_over(c, value, replace);
}

/*
 * Replies are looked for among connections of services of one address first (path/out.c). One there of the same client
 * port to the same place would get those of a newer connection of a mark or of all ports: it loses its reply slot.
 */
static noinline void other_reply_slot_close(const struct vsx_conn *reply, const struct vsx_addr *client,
					    const struct vsx_dest *dest)
{
	struct vsx_conn other __uninitialized;
	const struct vsx_end *end;
	struct vsx_addr place;

	vsx_full_reply_virt(reply->key.w, &place);
	place = place_of(dest, &place);
	end = vsx_end_of(&reply->vn->ends, &place);
	if (!end)
		return;
	vsx_conn_key(&other, reply->vn, client, end->node.id);
	if (conn_look(&other))
		vsx_conn_close(&other);
}

/*
 * A reply slot in the way belongs to a connection of the same client port to the same server through another
 * frontend: the server cannot tell the two apart, and the newer one is the one it will answer.
 */
static int reply_slot_put(struct vsx_conn *reply, const struct vsx_addr *client,
			  const struct vsx_dest *dest, u64 value)
{
	if (unlikely(dest->svc->is_full))
		other_reply_slot_close(reply, client, dest);
	return slot_put(reply, value);
}

static noinline int reply_slot_open(const struct vsx_conn *c, const struct vsx_addr *client,
				    const struct vsx_dest *dest, u64 value)
{
	struct vsx_conn reply __uninitialized;

	reply_key(&reply, c, client, dest);
	return reply_slot_put(&reply, client, dest, value | VSX_V_REPLY);
}

/* One more connection, if there may be one more: one that takes the place of another is not. */
static bool count_conn(struct vsx_net *vn, bool replaces)
{
	if (likely(atomic_inc_return(&vn->n_conns) <= READ_ONCE(vn->tune.conn_max)) || replaces)
		return true;
	atomic_dec(&vn->n_conns);
	return false;
}

/**
 * vsx_conn_open() - open a connection to a destination.
 * @c: vsx_conn_find() has looked for it; if @c->slot is set, that entry is replaced
 * @client: address and port of the client
 * @dest: the destination
 * @state: initial state
 *
 * Its forwarding method is the destination's.
 *
 * Context: BH off, under rcu_read_lock().
 * Return: 0 with @c describing the new connection; -EEXIST if another packet of the same client opened
 * one meanwhile (@c describes that); -ENOMEM; -ENOSPC if the namespace has all the connections it may have.
 */
int vsx_conn_open(struct vsx_conn *c, const struct vsx_addr *client, struct vsx_dest *dest,
		  unsigned int state)
{
	u64 method = FIELD_PREP(VSX_V_METHOD, READ_ONCE(dest->method));
	u64 replace = c->slot ? c->word : 0;
	u64 value;
	int err;

	value = vsx_value(dest->id, state, c->now, method);
	if (!count_conn(c->vn, replace))
		return -ENOSPC;
	err = request_slot_open(c, value, replace);
	if (unlikely(err)) {
		atomic_dec(&c->vn->n_conns);
		if (err == -EEXIST)
			c->dest = vsx_idtab_find(&c->vn->dests, vsx_value_dest(c->word));
		return err;
	}
	c->dest = dest;
	load_opened(dest, value);

	if (!vsx_value_is_oneway(value))
		err = reply_slot_open(c, client, dest, value);
	if (err)
		vsx_conn_close(c);
	else
		vsx_stats_conn(dest->stats);
	vsx_sweep_kick(c->vn);
	vsx_rates_enter(dest);	/* after the barrier */
	return err;
}

/* The slot by which replies find back, made or begun anew. */
static int once_reply(struct vsx_net *vn, const struct vsx_addr *client, const struct vsx_addr *virt,
		      struct vsx_dest *dest)
{
	u64 value = vsx_value(dest->id, VSX_STATE_ONE_PACKET, vsx_now(), VSX_V_REPLY);
	struct vsx_conn reply __uninitialized;
	int err = 0;

	if (likely(!dest->svc->is_full))
		vsx_conn_key(&reply, vn, client, dest->end->node.id);
	else
		full_reply_key(&reply, vn, client, virt, dest);
	if (!conn_look(&reply) || is_others(&reply) || (reply.word & VSX_W_VALUE) != value)
		err = reply_slot_put(&reply, client, dest, value);
	vsx_sweep_kick(vn);
	return err;
}

/**
 * vsx_conn_once() - let replies to a datagram find their way back, without a connection.
 * @vn: the namespace
 * @client: address and port of the client
 * @virt: what it asked for
 * @dest: the server the datagram goes to
 *
 * Only the reply slot is made. It stays for the time of VSX_STATE_ONE_PACKET after the last datagram of either
 * direction, and is not counted in the server's load. With direct routing and tunnels there is nothing to make.
 *
 * Context: BH off, under rcu_read_lock().
 * Return: 0 or -ENOMEM.
 */
int vsx_conn_once(struct vsx_net *vn, const struct vsx_addr *client, const struct vsx_addr *virt,
		  struct vsx_dest *dest)
{
	int err = 0;

	if (READ_ONCE(dest->method) == VSX_METHOD_NAT)
		err = once_reply(vn, client, virt, dest);
	if (!err) {
		vsx_stats_conn(dest->stats);
		smp_mb();	/* pairs with leave_if_idle() in svc/rates.c */
		vsx_rates_enter(dest);
	}
	return err;
}

/* ---- step ------------------------------------------------------------------------------------- */

static unsigned int tcp_next(const struct vsx_net *vn, u64 word, u8 event, bool reply)
{
	unsigned int state = vsx_value_state(word);

	if (vsx_value_is_oneway(word))
		return vsx_tcp_next_oneway(state, event);
	if (unlikely(vsx_tcp_half_open(state)) && READ_ONCE(vn->overload.is_strict))
		return vsx_tcp_next_strict(state, event, reply);
	return vsx_tcp_next(state, event, reply);
}

static __always_inline unsigned int next_state(const struct vsx_net *vn, u64 word, u8 event, bool reply)
{
	unsigned int state = vsx_value_state(word);

	if (state < VSX_CONN_STATE_UDP)
		return tcp_next(vn, word, event, reply);
	if (state < VSX_CONN_STATE_SCTP_INIT1)
		return state;
	return vsx_sctp_next(state, event, reply, vsx_value_is_oneway(word));
}

/* Most packets are like the one before them: neither state nor second is another. */
static bool changes_nothing(const struct vsx_conn *c, u8 event, bool reply)
{
	return seen_now(c->word, c->now) &&
	       next_state(c->vn, c->word, event, reply) == vsx_value_state(c->word);
}

/*
 * Apply a packet to the request slot. Returns false if the connection has ended meanwhile; *@stepped tells
 * whether the other slot is to follow.
 */
static bool request_slot_step(struct vsx_conn *c, u8 event, bool reply, bool *stepped)
{
	u32 now = vsx_now();

	for (;;) {
		u64 old = c->word;
		unsigned int state = next_state(c->vn, old, event, reply);
		u64 value = vsx_value_step(old & VSX_W_VALUE, state, now);

		if (!seen_now(old, now))
			value |= VSX_V_LASTING;
		*stepped = ((value ^ old) & (VSX_V_STATE | VSX_V_LASTING)) ||
			   crosses_step(c->dest->svc, old, now);
		if (value == (old & VSX_W_VALUE))
			return true;
		if (vsx_slot_update(c->slot, &c->word, value)) {
			load_stepped(c->dest, old, value);
			return true;
		}
		if (!conn_again(c, vsx_value_dest(old)))
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
		if (!conn_again(reply, vsx_value_dest(value)))
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

static noinline void request_step(struct vsx_conn *c, const struct vsx_addr *client, u8 event)
{
	struct vsx_conn reply __uninitialized;
	bool stepped;

	if (!request_slot_step(c, event, false, &stepped) || !stepped ||
	    vsx_value_is_oneway(c->word))
		return;
	reply_key(&reply, c, client, c->dest);
	if (conn_look(&reply) && is_others(&reply))
		return;
	if (reply.slot)
		reply_slot_follow(&reply, c->word);
	else if (!has_lost_replies(c, client))
		slot_put(&reply, (c->word & VSX_W_VALUE) | VSX_V_REPLY);
}

/**
 * vsx_conn_request() - a packet from the client: step state and time.
 * @c: the connection, found or opened
 * @client: address and port of the client
 * @event: what the packet says, as in struct vsx_pkt
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_conn_request(struct vsx_conn *c, const struct vsx_addr *client, u8 event)
{
	if (unlikely(!changes_nothing(c, event, false)))
		request_step(c, client, event);
}

static noinline void reply_step(struct vsx_conn *c, const struct vsx_addr *client, u8 event)
{
	struct vsx_conn request __uninitialized;
	u32 now = vsx_now();
	u64 old = c->word;
	unsigned int state;
	bool stepped;

	state = next_state(c->vn, old, event, true);
	if ((state == vsx_value_state(old) && !crosses_step(c->dest->svc, old, now)) ||
	    state == VSX_STATE_ONE_PACKET) {
		u64 value = vsx_value_step(old & VSX_W_VALUE, state, now);

		/* Whoever is in the way of this stamp has stamped the slot himself, or is copying it. */
		if (value != (old & VSX_W_VALUE))
			vsx_slot_update(c->slot, &c->word, value);
		return;
	}
	key_of_request(&request, c, client);
	if (conn_look(&request) && request.dest == c->dest && !vsx_value_is_oneway(request.word) &&
	    request_slot_step(&request, event, true, &stepped))
		reply_slot_follow(c, request.word);
	else
		vsx_conn_close(c);	/* a reply slot whose connection is gone */
}

/**
 * vsx_conn_reply() - a packet from the server: step state and time.
 * @c: the reply slot, found
 * @client: address and port of the client
 * @event: what the packet says, as in struct vsx_pkt
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_conn_reply(struct vsx_conn *c, const struct vsx_addr *client, u8 event)
{
	if (unlikely(!changes_nothing(c, event, true)))
		reply_step(c, client, event);
}
