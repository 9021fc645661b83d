// SPDX-License-Identifier: GPL-2.0-only
/*
 * full.c - keys of connections of services that have no one address and port: firewall marks, all ports.
 *
 * The frontend's id does not say where such a connection goes, so both ends are in the key, seven words
 * in a slot of 64 bytes. Requests and replies have a table each:
 *
 *	word	request			reply
 *	0, 1	client address		client address
 *	2	virtual address		client port, server port, id of the endpoint
 *	3	(second half)		protocol, family
 *	4	ports, protocol, family	virtual address
 *	5	0			(second half)
 *	6	0			virtual port, protocol, family
 *
 * A request is looked for by its first five words; the service is not among them, so an error about a
 * reply is found without the mark that its connection came with. A reply is looked for by the first four;
 * the others tell the address it is to get, and are constant while the entry is alive (table.c). Of two
 * connections that a server cannot tell apart (the same client port, to two virtual addresses) the newer one has
 * the reply slot, as with narrow and wide ones; it takes that of such a one, too (open.c).
 *
 * The endpoint of such a service is the server's address with the protocol and port 0, for its connections may
 * use any: "wild" in svc/dest.h.
 */
#include "conn/conn.h"
#include "conn/full.h"
#include "net.h"

/* The lower half of a word: protocol and family; the upper one has ports. */
static u64 tail(__be16 high, __be16 low, const struct vsx_addr *a)
{
	return (u64)be16_to_cpu(high) << 48 | (u64)be16_to_cpu(low) << 32 | (u32)a->proto << 8 | a->af;
}

static void ip_put(u64 *w, const struct vsx_addr *a)
{
	w[0] = (u64)be32_to_cpu((__force __be32)a->ip.all[0]) << 32 |
	       be32_to_cpu((__force __be32)a->ip.all[1]);
	w[1] = (u64)be32_to_cpu((__force __be32)a->ip.all[2]) << 32 |
	       be32_to_cpu((__force __be32)a->ip.all[3]);
}

static void ip_get(struct vsx_addr *a, const u64 *w)
{
	a->ip.all[0] = (__force u32)cpu_to_be32(w[0] >> 32);
	a->ip.all[1] = (__force u32)cpu_to_be32(w[0]);
	a->ip.all[2] = (__force u32)cpu_to_be32(w[1] >> 32);
	a->ip.all[3] = (__force u32)cpu_to_be32(w[1]);
}

/**
 * vsx_full_request_key() - name a request slot.
 * @c: set up
 * @vn: the namespace
 * @client: address and port of the client
 * @virt: address, port and protocol it asks for
 */
void vsx_full_request_key(struct vsx_conn *c, struct vsx_net *vn, const struct vsx_addr *client,
			  const struct vsx_addr *virt)
{
	c->vn = vn;
	c->slot = NULL;
	c->table = &vn->tables[VSX_TABLE_FULL];
	ip_put(c->key.w, client);
	ip_put(c->key.w + 2, virt);
	c->key.w[4] = tail(client->port, virt->port, virt);
	c->key.w[5] = 0;
	c->key.w[6] = 0;
	vsx_table_hash(c->table, &c->key);
}

/**
 * vsx_full_reply_key() - name a reply slot.
 * @c: set up; good for looking up, not yet for inserting
 * @vn: the namespace
 * @client: address and port of the client
 * @server: port and protocol of the server
 * @id: of the endpoint
 */
void vsx_full_reply_key(struct vsx_conn *c, struct vsx_net *vn, const struct vsx_addr *client,
			const struct vsx_addr *server, u32 id)
{
	c->vn = vn;
	c->slot = NULL;
	c->table = &vn->tables[VSX_TABLE_FULL_REPLY];
	ip_put(c->key.w, client);
	c->key.w[2] = (u64)be16_to_cpu(client->port) << 48 | (u64)be16_to_cpu(server->port) << 32 | id;
	c->key.w[3] = (u32)server->proto << 8 | client->af;
	vsx_table_hash(c->table, &c->key);
}

/**
 * vsx_full_reply_set_virt() - what replies are to come from.
 * @c: its key is set by vsx_full_reply_key(); good for inserting now
 * @virt: virtual address, port and protocol
 */
void vsx_full_reply_set_virt(struct vsx_conn *c, const struct vsx_addr *virt)
{
	ip_put(c->key.w + 4, virt);
	c->key.w[6] = tail(virt->port, 0, virt);
}

/**
 * vsx_full_client() - the client of a request.
 * @key: words of a request slot
 * @client: address and port
 */
void vsx_full_client(const u64 *key, struct vsx_addr *client)
{
	*client = (struct vsx_addr){ .af = (u8)key[4], .port = cpu_to_be16(key[4] >> 48) };
	ip_get(client, key);
}

/**
 * vsx_full_reply_client() - the client that a reply goes to.
 * @key: words of a reply slot
 * @client: address and port
 */
void vsx_full_reply_client(const u64 *key, struct vsx_addr *client)
{
	*client = (struct vsx_addr){ .af = (u8)key[3], .port = cpu_to_be16(key[2] >> 48) };
	ip_get(client, key);
}

/**
 * vsx_full_request_virt() - what a client asked for.
 * @key: words of a request slot
 * @virt: address, port and protocol
 */
void vsx_full_request_virt(const u64 *key, struct vsx_addr *virt)
{
	*virt = (struct vsx_addr){
		.af = (u8)key[4], .proto = (u8)(key[4] >> 8), .port = cpu_to_be16(key[4] >> 32),
	};
	ip_get(virt, key + 2);
}

/**
 * vsx_full_reply_virt() - what a reply is to come from.
 * @key: words of a reply slot
 * @virt: address, port and protocol
 */
void vsx_full_reply_virt(const u64 *key, struct vsx_addr *virt)
{
	*virt = (struct vsx_addr){
		.af = (u8)key[6], .proto = (u8)(key[6] >> 8), .port = cpu_to_be16(key[6] >> 48),
	};
	ip_get(virt, key + 4);
}
