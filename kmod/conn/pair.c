// SPDX-License-Identifier: GPL-2.0-only
/*
 * pair.c - the two slots of a NAT connection: what the other one is called, and what they tell together.
 *
 * A packet stamps the slot it was found by. So the time of the connection's last packet is the later one of the two.
 * Who finds that a slot has run out looks at the other before the connection is over: a packet, the collector, a dump.
 * None of them takes a lock for it, so the collector may do so with a region locked.
 *
 * Of a connection with one slot that one tells all.
 */
#include "conn/conn.h"
#include "conn/full.h"
#include "conn/inner.h"
#include "net.h"
#include "svc/dest.h"

/* ---- the other slot ---------------------------------------------------------------------------- */

/**
 * vsx_conn_place() - where a server of a service of marks or of all ports gets what is for a virtual address.
 * @dest: the server
 * @virt: what was asked for
 *
 * Return: address, port and protocol.
 */
struct vsx_addr vsx_conn_place(const struct vsx_dest *dest, const struct vsx_addr *virt)
{
	struct vsx_addr place = dest->addr;

	place.proto = virt->proto;
	if (!place.port)
		place.port = virt->port;
	return place;
}

/**
 * vsx_conn_full_reply_key() - name a reply slot of a service of marks or of all ports.
 * @reply: set up
 * @vn: the namespace
 * @client: address and port of the client
 * @virt: what it asked for
 * @dest: its server
 *
 * Context: any, under rcu_read_lock().
 */
void vsx_conn_full_reply_key(struct vsx_conn *reply, struct vsx_net *vn, const struct vsx_addr *client,
			     const struct vsx_addr *virt, const struct vsx_dest *dest)
{
	const struct vsx_addr place = vsx_conn_place(dest, virt);

	vsx_full_reply_key(reply, vn, client, &place, dest->end->node.id);
	vsx_full_reply_set_virt(reply, virt);
}

/**
 * vsx_conn_other_key() - name the other slot of a connection.
 * @other: set up
 * @vn: the namespace
 * @t: table of the slot at hand
 * @key: its key
 * @dest: the server
 * @is_reply: it is the reply slot, and the request slot is asked for
 *
 * Context: any, under rcu_read_lock().
 */
void vsx_conn_other_key(struct vsx_conn *other, struct vsx_net *vn, const struct vsx_table *t,
			const u64 *key, const struct vsx_dest *dest, bool is_reply)
{
	struct vsx_addr client, virt;

	if (likely(t->key_words != VSX_KEY_WORDS_FULL)) {
		vsx_conn_client(t, key, &client);
		vsx_conn_key(other, vn, &client, is_reply ? dest->svc->front.id : dest->end->node.id);
	} else if (is_reply) {
		vsx_full_reply_client(key, &client);
		vsx_full_reply_virt(key, &virt);
		vsx_full_request_key(other, vn, &client, &virt);
	} else {
		vsx_full_client(key, &client);
		vsx_full_request_virt(key, &virt);
		vsx_conn_full_reply_key(other, vn, &client, &virt, dest);
	}
}

/**
 * vsx_conn_are_pair() - is a slot that has been found the other one of a connection?
 * @other: the slot
 * @word: the word of the one at hand
 *
 * Or another connection's, which has taken the place: of the same client port to the same server through another frontend.
 *
 * Context: any, under rcu_read_lock().
 * Return: true if both are one connection's.
 */
bool vsx_conn_are_pair(const struct vsx_conn *other, u64 word)
{
	return !((other->word ^ word) & (VSX_V_DEST | VSX_V_METHOD)) && !vsx_conn_is_others(other);
}

/**
 * vsx_conn_other_look() - look the other slot of a connection up.
 * @other: set up
 * @vn: the namespace
 * @t: table of the slot at hand
 * @key: its key
 * @word: its word
 *
 * Context: any, under rcu_read_lock(); a region may be locked.
 * Return: true if it has one that is alive.
 */
bool vsx_conn_other_look(struct vsx_conn *other, struct vsx_net *vn, const struct vsx_table *t,
			 const u64 *key, u64 word)
{
	const struct vsx_dest *dest = vsx_idtab_find(&vn->dests, vsx_value_dest(word));

	if (vsx_value_is_oneway(word) || vsx_value_state(word) == VSX_STATE_ONE_PACKET)
		return false;
	vsx_conn_other_key(other, vn, t, key, dest, word & VSX_V_REPLY);
	return vsx_conn_look(other) && vsx_conn_are_pair(other, word) &&
	       vsx_value_state(other->word) != VSX_STATE_ONE_PACKET;
}

/* ---- time -------------------------------------------------------------------------------------- */

/**
 * vsx_conn_whole() - what both slots tell together.
 * @vn: the namespace
 * @t: table of the slot at hand
 * @key: its key
 * @word: its word
 * @now: vsx_now()
 *
 * Context: any, under rcu_read_lock(); a region may be locked.
 * Return: the word, with the time of the connection's last packet.
 */
u64 vsx_conn_whole(struct vsx_net *vn, const struct vsx_table *t, const u64 *key, u64 word, u32 now)
{
	struct vsx_conn other __uninitialized;

	if (!vsx_conn_other_look(&other, vn, t, key, word) ||
	    vsx_value_age(other.word, now) >= vsx_value_age(word, now))
		return word;
	return (word & ~VSX_V_SEEN) | (other.word & VSX_V_SEEN);
}

/*
 * Seconds until a word runs out, 0 if it has. The second of a packet has begun a moment before the packet came: none
 * runs out early.
 */
static u32 word_expires(const struct vsx_net *vn, u64 word, u32 now)
{
	const struct vsx_dest *dest = vsx_idtab_find(&vn->dests, vsx_value_dest(word));
	u32 timeout = vsx_conn_timeout(dest->svc, word);
	u32 age = vsx_value_age(word, now);

	if (age > timeout)
		return 0;
	return max(timeout - age, 1U);
}

/**
 * vsx_conn_expires() - seconds until a connection is over without another packet.
 * @vn: the namespace
 * @t: table of one of its slots
 * @key: its key
 * @word: its word
 * @now: vsx_now()
 *
 * Context: any, under rcu_read_lock().
 * Return: seconds, 0 if it is over.
 */
u32 vsx_conn_expires(struct vsx_net *vn, const struct vsx_table *t, const u64 *key, u64 word, u32 now)
{
	return word_expires(vn, vsx_conn_whole(vn, t, key, word, now), now);
}

/**
 * vsx_conn_has_run_out() - has a connection idled too long? The other slot is asked only if this one has run out.
 * @vn: the namespace
 * @t: table of one of its slots
 * @key: its key
 * @word: its word
 * @now: vsx_now()
 *
 * Context: any, under rcu_read_lock(); a region may be locked.
 * Return: true if so.
 */
bool vsx_conn_has_run_out(struct vsx_net *vn, const struct vsx_table *t, const u64 *key, u64 word, u32 now)
{
	return !word_expires(vn, word, now) && !vsx_conn_expires(vn, t, key, word, now);
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

/* Is a slot over, if nobody asks the other one: idle too long, or its destination gone for longer than the grace? */
static bool word_is_over(const struct vsx_net *vn, u64 word, u32 now)
{
	return grace_is_over(vsx_idtab_find(&vn->dests, vsx_value_dest(word)), now) ||
	       !word_expires(vn, word, now);
}

/**
 * vsx_conn_is_over() - has a connection ended by time?
 * @vn: the namespace
 * @t: table of one of its slots
 * @key: its key
 * @word: its word
 * @now: vsx_now()
 * @other: the other slot, if the connection is over and has one; else its @slot is NULL
 *
 * Context: any, under rcu_read_lock(); a region may be locked. While the word is alive its destination is.
 * Return: true if it idled too long, or if its destination was removed longer ago than the grace.
 */
bool vsx_conn_is_over(struct vsx_net *vn, const struct vsx_table *t, const u64 *key, u64 word, u32 now,
		      struct vsx_conn *other)
{
	bool is_over = word_is_over(vn, word, now), has_other;

	has_other = is_over && vsx_conn_other_look(other, vn, t, key, word);
	if (has_other)
		is_over = word_is_over(vn, other->word, now);
	if (!has_other || !is_over)
		other->slot = NULL;
	return is_over;
}
