// SPDX-License-Identifier: GPL-2.0-only
/*
 * open.c - a connection opens: its request slot, and with NAT the reply slot.
 */
#include "conn/conn.h"
#include "conn/find.h"
#include "conn/full.h"
#include "conn/inner.h"
#include "conn/sweep.h"
#include "net.h"
#include "svc/dest.h"
#include "svc/rates.h"

static void load_opened(struct vsx_dest *dest, u64 word)
{
	atomic_inc(vsx_conn_load_counter(dest, word));
	vsx_conn_load_changed(dest);
}

/*
 * An entry has the key. Take it over if it is over or is the very one the caller has decided to replace
 * (@replace, 0 for none); if it has gone meanwhile, insert.
 */
static noinline int request_slot_take_over(struct vsx_conn *c, u64 value, u64 replace)
{
	struct vsx_conn other __uninitialized;
	int err;

	do {
		u64 old = c->word;

		/* A packet may have stamped the entry since; that does not make it another. */
		if (((old ^ replace) & VSX_W_VALUE & ~(VSX_V_SEEN | VSX_V_LASTING)) &&
		    !vsx_conn_is_over(c->vn, c->table, c->key.w, old, vsx_now(), &other))
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
	place = vsx_conn_place(dest, &place);
	end = vsx_end_of(&reply->vn->ends, &place);
	if (!end)
		return;
	vsx_conn_key(&other, reply->vn, client, end->node.id);
	if (vsx_conn_look(&other))
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
	return vsx_conn_put(reply, value);
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
	struct vsx_conn reply __uninitialized;
	u64 value;
	int err;

	value = vsx_value(dest->id, state, c->now, method);
	if (!count_conn(c->vn, replace))
		return -ENOSPC;
	if (!vsx_value_is_oneway(value)) {
		vsx_conn_other_key(&reply, c->vn, c->table, c->key.w, dest, false);
		vsx_region_soon(reply.table, &reply.key);
	}
	err = request_slot_open(c, value, replace);
	if (unlikely(err)) {
		atomic_dec(&c->vn->n_conns);
		if (err == -EEXIST)
			c->dest = vsx_idtab_find(&c->vn->dests, vsx_value_dest(c->word));
		return err;
	}
	c->dest = dest;
	if (!vsx_value_is_oneway(value))
		vsx_insert_soon(reply.table, &reply.key);
	load_opened(dest, value);
	vsx_sweep_kick(c->vn);
	vsx_rates_enter(dest);	/* after the barrier */

	if (!vsx_value_is_oneway(value))
		err = reply_slot_put(&reply, client, dest, value | VSX_V_REPLY);
	if (err)
		vsx_conn_close(c);
	else
		vsx_stats_conn(dest->stats);
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
		vsx_conn_full_reply_key(&reply, vn, client, virt, dest);
	if (!vsx_conn_look(&reply) || vsx_conn_is_others(&reply) || (reply.word & VSX_W_VALUE) != value)
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
