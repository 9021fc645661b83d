// SPDX-License-Identifier: GPL-2.0-only
/*
 * template.c - persistence (ipvsadm(8), --persistent): a client's new connections go where its last one went.
 *
 * A template is an entry of a table like that of connections (table.c), vsx_net.templates: 32 bytes, no
 * object, no timer. Its key is the service's id and the client's address, cut to the service's prefix; its value is
 * that of a connection with the state VSX_CONN_STATE_TEMPLATE, whose timeout is the time of persistence.
 * So a change of that time acts on templates that exist, and one that has run out is absent for lookups and
 * reclaimed by the collector (sweep.c), region by region.
 *
 * It counts from the client's last new connection. Nothing links it to the connections that came from it; the
 * collector, which meets each of them in every pass, keeps the template of a living one from running out
 * before the next pass but one (vsx_net.template_keep). A template lasts as long when it is made and each time
 * it is used, whatever its service says: else one of a second or two would run out before the collector has met
 * the connection. So a template outlives its connections, and the packet path pays nothing for that. (In-tree
 * ip_vs counts references, and adds 60 seconds while there are any.)
 *
 * A template that names a removed destination is none: the client is scheduled anew, and the same for a
 * destination of weight 0 if the service or the namespace (sysctl expire_quiescent_template) says so. Its id
 * stays taken as long as templates name it, as with connections: the pass that ends the connections of a ripe
 * destination ends its templates.
 *
 * Memory is bounded by the table's pages_max (net.c). Past it clients are scheduled without being remembered.
 */
#include <linux/bitops.h>
#include <linux/rcupdate.h>

#include "conn/conn.h"
#include "conn/sweep.h"
#include "conn/template.h"
#include "net.h"
#include "svc/dest.h"

/* The leading @bits of 64 that begin at bit @from of the address. */
static u64 cut(u64 word, unsigned int from, unsigned int bits)
{
	unsigned int n = bits > from ? min(bits - from, 64U) : 0;

	return n ? word & GENMASK_ULL(63, 64 - n) : 0;
}

static void template_key(struct vsx_key *k, const struct vsx_net *vn, const struct vsx_svc *svc,
			 const struct vsx_addr *client)
{
	unsigned int bits = READ_ONCE(svc->persist_prefix);

	/* An IPv4 address is in the first 32 bits, the rest of it zero: one mask serves both. */
	k->w[0] = cut((u64)be32_to_cpu((__force __be32)client->ip.all[0]) << 32 |
		      be32_to_cpu((__force __be32)client->ip.all[1]), 0, bits);
	k->w[1] = cut((u64)be32_to_cpu((__force __be32)client->ip.all[2]) << 32 |
		      be32_to_cpu((__force __be32)client->ip.all[3]), 64, bits);
	k->w[2] = (u64)(client->af == AF_INET6) << 32 | svc->front.id;
	vsx_table_hash(&vn->templates, k);
}

/**
 * vsx_template_expires() - seconds until a template runs out.
 * @svc: its service
 * @word: its word
 * @now: vsx_now()
 *
 * What the collector has kept alive may be stamped later than now: the age is signed. Half of the 2^20 seconds
 * that a stamp can tell apart is more than any timeout.
 *
 * Context: any.
 * Return: seconds, 0 if it has run out.
 */
u32 vsx_template_expires(const struct vsx_svc *svc, u64 word, u32 now)
{
	s32 age = sign_extend32((now - (u32)FIELD_GET(VSX_V_SEEN, word)) & VSX_SEEN_MASK, 19);
	s32 left = (s32)READ_ONCE(svc->timeout[VSX_CONN_STATE_TEMPLATE]) - age;

	return max(left, 0);
}

/* The second to stamp a template with now: a later one if it would run out before the collector keeps it. */
static u32 stamp_of(const struct vsx_net *vn, const struct vsx_svc *svc)
{
	u32 keep = READ_ONCE(vn->template_keep), timeout = READ_ONCE(svc->timeout[VSX_CONN_STATE_TEMPLATE]);

	return vsx_now() + (keep > timeout ? keep - timeout : 0);
}

/**
 * vsx_template_is_over() - is a template to be reclaimed?
 * @vn: the namespace
 * @word: its word
 * @now: vsx_now()
 *
 * Context: any, under rcu_read_lock() or the region's lock.
 * Return: true if it has run out, or if its destination is about to be freed.
 */
bool vsx_template_is_over(const struct vsx_net *vn, u64 word, u32 now)
{
	const struct vsx_dest *dest = vsx_idtab_find(&vn->dests, vsx_value_dest(word));

	return READ_ONCE(dest->ripe_pass) || !vsx_template_expires(dest->svc, word, now);
}

/**
 * vsx_template_ended() - a template has been ended: count it no more.
 * @vn: the namespace
 * @word: its last word
 *
 * Context: any, under rcu_read_lock() or the region's lock.
 */
void vsx_template_ended(struct vsx_net *vn, u64 word)
{
	struct vsx_dest *dest = vsx_idtab_find(&vn->dests, vsx_value_dest(word));

	atomic_dec(&dest->templates);
}

/* The server a template's word names, or NULL if it is not to be used. */
static struct vsx_dest *dest_of(struct vsx_net *vn, const struct vsx_svc *svc, u64 word)
{
	struct vsx_dest *dest = vsx_idtab_find(&vn->dests, vsx_value_dest(word));

	if (!vsx_template_expires(svc, word, vsx_now()) || READ_ONCE(dest->removed_at))
		return NULL;
	if (!READ_ONCE(dest->weight) &&
	    (READ_ONCE(svc->expires_quiescent) || READ_ONCE(vn->tune.expire_quiescent_template)))
		return NULL;
	return dest;
}

/**
 * vsx_template_find() - the server a client is to stay at; its time begins again.
 * @vn: the namespace
 * @svc: a service with persistence
 * @client: address of the client
 *
 * Return: the server, NULL if the client is to be scheduled.
 */
struct vsx_dest *vsx_template_find(struct vsx_net *vn, const struct vsx_svc *svc,
				   const struct vsx_addr *client)
{
	struct vsx_slot *slot;
	struct vsx_dest *dest;
	struct vsx_key key;
	u64 word, value;

	template_key(&key, vn, svc, client);
	slot = vsx_table_find(&vn->templates, &key, &word);
	dest = slot ? dest_of(vn, svc, word) : NULL;
	if (!dest)
		return NULL;
	value = vsx_value_step(word & VSX_W_VALUE, VSX_CONN_STATE_TEMPLATE, stamp_of(vn, svc));
	/* Who is in the way has stamped it, or is copying it: then the next connection will. */
	if (value != (word & VSX_W_VALUE))
		vsx_slot_update(slot, &word, value);
	return dest;
}

/**
 * vsx_template_set() - remember where a client has been sent.
 * @vn: the namespace
 * @svc: a service with persistence
 * @client: address of the client
 * @dest: the server that was chosen
 *
 * Return: the server to use: @dest, or that of a template which another packet of the client made meanwhile.
 */
struct vsx_dest *vsx_template_set(struct vsx_net *vn, const struct vsx_svc *svc,
				  const struct vsx_addr *client, struct vsx_dest *dest)
{
	u64 value = vsx_value(dest->id, VSX_CONN_STATE_TEMPLATE, stamp_of(vn, svc), 0);
	struct vsx_dest *other;
	struct vsx_slot *slot;
	struct vsx_key key;
	u64 word, old;
	int err;

	template_key(&key, vn, svc, client);
	for (;;) {
		err = vsx_table_insert(&vn->templates, &key, value, &slot, &word);
		if (err != -EEXIST)
			break;
		other = dest_of(vn, svc, word);
		if (other)
			return other;
		old = word;
		if (vsx_slot_update(slot, &word, value)) {
			vsx_template_ended(vn, old);
			err = 0;
			break;
		}
		/* Dead now: the insertion revives it. Moved: it finds the copy. Changed: look again. */
	}
	if (!err)
		atomic_inc(&dest->templates);
	return dest;
}

/**
 * vsx_template_keep() - a client still has a connection: do not let its template run out.
 * @vn: the namespace
 * @dest: server of the connection; its service has persistence
 * @client: address of the client
 * @now: vsx_now()
 *
 * Context: the collector, under rcu_read_lock() and the lock of a region of another table.
 */
void vsx_template_keep(struct vsx_net *vn, const struct vsx_dest *dest,
		       const struct vsx_addr *client, u32 now)
{
	const struct vsx_svc *svc = dest->svc;
	struct vsx_slot *slot;
	struct vsx_key key;
	u32 left;
	u64 word;

	template_key(&key, vn, svc, client);
	slot = vsx_table_find(&vn->templates, &key, &word);
	if (!slot || vsx_value_dest(word) != dest->id)
		return;
	left = vsx_template_expires(svc, word, now);
	if (!left || left >= vn->template_keep)
		return;
	now += vn->template_keep - READ_ONCE(svc->timeout[VSX_CONN_STATE_TEMPLATE]);
	vsx_slot_update(slot, &word,
			vsx_value_step(word & VSX_W_VALUE, VSX_CONN_STATE_TEMPLATE, now));
}
