// SPDX-License-Identifier: GPL-2.0-only
/*
 * conn.c - connections: what they are called, what they weigh, how they end. (How long they last: pair.c.)
 *
 * A connection is a slot with the key (client address and port, frontend id). With NAT a second slot,
 * the reply slot, has the key (client address and port, endpoint id). Both hold the same destination. With
 * direct routing and tunnels replies do not come past the director: there is but the one slot. Which it is,
 * the slot's word says; it is the destination's method at the time the connection was opened.
 *
 * The request slot is the connection: its state is the true one, and it alone is counted in the
 * destination's load, by whoever's compare-and-exchange brought it in (open.c), changed its state (step.c), or ended
 * it.
 *
 * Nothing frees a slot here: an entry that is over is absent for lookups, its slot is taken over in place
 * by the next connection with the same key, or reclaimed by the collector (sweep.c).
 */
#include "conn/conn.h"
#include "conn/full.h"
#include "conn/inner.h"
#include "conn/look.h"
#include "net.h"
#include "svc/dest.h"

/* ---- keys ------------------------------------------------------------------------------------- */

/**
 * vsx_conn_wide_key() - vsx_conn_key() of IPv6, and of ids past 65535.
 * @c: set up but for table and key
 * @client: as there
 * @id: as there
 *
 * Context: as there.
 */
void vsx_conn_wide_key(struct vsx_conn *c, const struct vsx_addr *client, u32 id)
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
	vsx_look_key(c, vn, client, id);
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

/* ---- load ------------------------------------------------------------------------------------- */

/**
 * vsx_conn_limited_load_changed() - vsx_conn_load_changed() of a destination with a limit.
 * @dest: the destination
 *
 * Context: BH off, under rcu_read_lock().
 */
void vsx_conn_limited_load_changed(struct vsx_dest *dest)
{
	vsx_dest_tell(dest, vsx_load_limit(&dest->load));
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
	atomic_dec(vsx_conn_load_counter(dest, word));
	vsx_conn_load_changed(dest);
}

/* ---- find, put, close ------------------------------------------------------------------------ */

/**
 * vsx_conn_look() - look a slot up.
 * @c: its key is set
 *
 * Context: any, under rcu_read_lock().
 * Return: true with slot, word and destination set, though it may have idled too long.
 */
bool vsx_conn_look(struct vsx_conn *c)
{
	return vsx_look_slot(c);
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
	return vsx_look_find(c);
}

/**
 * vsx_conn_again() - an exchange of the word failed: may it be tried again, with the word as it is now?
 * @c: the connection, with that word
 * @dest_id: the destination it had
 *
 * Context: BH off, under rcu_read_lock().
 * Return: true if there still is an entry of this destination.
 */
bool vsx_conn_again(struct vsx_conn *c, u32 dest_id)
{
	if (c->word & VSX_W_MOVED) {
		vsx_table_settle(c->table, &c->key);
		if (!vsx_conn_look(c))
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
		if (!vsx_conn_again(c, dest_id))
			return false;
	if (!(c->word & VSX_V_REPLY))
		vsx_conn_ended(c->vn, c->word);
	return true;
}

/**
 * vsx_conn_put() - write a value to a key whatever was there.
 * @c: its key is set
 * @value: the value; of a reply slot, which are the copies
 *
 * Context: BH off, under rcu_read_lock().
 * Return: 0 or -ENOMEM.
 */
int vsx_conn_put(struct vsx_conn *c, u64 value)
{
	int err;

	for (;;) {
		err = vsx_table_insert(c->table, &c->key, value, &c->slot, &c->word);
		if (err != -EEXIST)
			return err;
		if (vsx_conn_is_others(c))
			vsx_slot_kill(c->slot, &c->word);
		else if (vsx_slot_update(c->slot, &c->word, value))
			return 0;
		/* Dead now: the next insertion revives it. Moved: it finds the copy. Changed: try again. */
	}
}
