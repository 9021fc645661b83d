/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * conn.h - connections: one or two slots of the table, and a view of them while a packet is in hand.
 */
#ifndef VSX_CONN_CONN_H
#define VSX_CONN_CONN_H

#include "addr.h"
#include "conn/table.h"
#include "conn/value.h"
#include "svc/svc.h"

struct vsx_dest;
struct vsx_net;

/**
 * struct vsx_conn - a connection as one packet sees it; on the stack
 * @vn: the namespace
 * @key: key of the slot, hashed
 * @table: the table of that kind of key
 * @slot: the slot, NULL if there is none; valid within the packet's RCU section
 * @word: its word when last looked at
 * @dest: destination named by @word
 * @now: second in which vsx_conn_find() looked for it, and which its packet stamps it with
 */
struct vsx_conn {
	struct vsx_net *vn;
	struct vsx_key key;
	struct vsx_table *table;
	struct vsx_slot *slot;
	u64 word;
	struct vsx_dest *dest;
	u32 now;
};

/* conn.c; any context with BH off, under rcu_read_lock() */
void vsx_conn_key(struct vsx_conn *c, struct vsx_net *vn, const struct vsx_addr *client, u32 id);
bool vsx_conn_find(struct vsx_conn *c);
bool vsx_conn_close(struct vsx_conn *c);

/* open.c; the same */
int vsx_conn_open(struct vsx_conn *c, const struct vsx_addr *client, struct vsx_dest *dest,
		  unsigned int state);
int vsx_conn_once(struct vsx_net *vn, const struct vsx_addr *client, const struct vsx_addr *virt,
		  struct vsx_dest *dest);

/* step.c; the same */
void vsx_conn_request(struct vsx_conn *c, u8 event);
void vsx_conn_reply(struct vsx_conn *c, u8 event);

/* conn.c; any context, under rcu_read_lock() */
void vsx_conn_client(const struct vsx_table *t, const u64 *key, struct vsx_addr *client);
void vsx_conn_ended(struct vsx_net *vn, u64 word);

/* pair.c; the same */
u64 vsx_conn_whole(struct vsx_net *vn, const struct vsx_table *t, const u64 *key, u64 word, u32 now);
u32 vsx_conn_expires(struct vsx_net *vn, const struct vsx_table *t, const u64 *key, u64 word, u32 now);
bool vsx_conn_has_run_out(struct vsx_net *vn, const struct vsx_table *t, const u64 *key, u64 word, u32 now);
bool vsx_conn_is_over(struct vsx_net *vn, const struct vsx_table *t, const u64 *key, u64 word, u32 now,
		      struct vsx_conn *other);

#endif /* VSX_CONN_CONN_H */
