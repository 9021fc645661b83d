/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * overload.h - defences against more new connections than there is room for.
 */
#ifndef VSX_CONN_OVERLOAD_H
#define VSX_CONN_OVERLOAD_H

#include <linux/types.h>
#include <linux/workqueue.h>

struct vsx_net;

/* Seconds a half-open connection lasts while clients are not believed: a SYN and its first three repetitions. */
#define VSX_TIMEOUT_HALF_OPEN	10

/**
 * struct vsx_overload - the defences of a namespace, as they are now
 * @drop_rate: of so many new connections one is refused; 0 for none. This and the next two are written by the work
 *	and by knobs, each under vsx_net.lock, with WRITE_ONCE
 * @drops_entries: the collector gives dispensable connections up
 * @is_strict: clients are not believed to have heard from the server
 * @turn: counts new connections while @drop_rate is not 0; changed by packets
 * @work: looks again, while a knob is automatic
 */
struct vsx_overload {
	u32 drop_rate;
	bool drops_entries;
	bool is_strict;
	atomic_t turn;
	struct delayed_work work;
};

/* Process context. */
void vsx_overload_init(struct vsx_net *vn);
void vsx_overload_exit(struct vsx_net *vn);
void vsx_overload_look(struct vsx_net *vn);

/* Any context. */
bool vsx_overload_refuses(struct vsx_overload *o);

#endif /* VSX_CONN_OVERLOAD_H */
