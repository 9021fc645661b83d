// SPDX-License-Identifier: GPL-2.0-only
/*
 * overload.c - defences against more new connections than there is room for, as net.ipv4.vs has them.
 *
 *	drop_packet	of so many packets that would open a connection one is dropped
 *	drop_entry	the collector gives half-open connections and idle UDP flows up at random (sweep.c)
 *	secure_tcp	a connection is established only after its server has answered, and half-open ones end
 *			soon (step.c)
 *
 * Each is off (0), on (3), or on while there is too little room, and then its knob turns from 1 to 2 by itself. Room is
 * short if the machine has less than amemthresh free pages, or if less than an eighth of the connections that conn_max
 * allows the namespace is left. That is looked at each second while a knob is 1 or 2, and whenever one is
 * turned. An established connection pays nothing for any of this, and loses nothing by it.
 */
#include <linux/mm.h>
#include <linux/mutex.h>

#include "conn/overload.h"
#include "net.h"
#include "pure/overload.h"

#define CONN_MAX_SHARE	8

/* What is short: how much there should be at least, and is. */
struct room {
	s64 threshold;
	s64 available;
};

static bool is_short(const struct room *r)
{
	return r->available < r->threshold;
}

/* Of memory if that is short, of connections otherwise. */
static struct room room_of(const struct vsx_net *vn)
{
	s64 conn_max = READ_ONCE(vn->tune.conn_max);
	struct sysinfo mem;
	struct room r;

	si_meminfo(&mem);
	r = (struct room){
		.threshold = READ_ONCE(vn->tune.amemthresh),
		.available = mem.freeram + mem.bufferram,
	};
	if (!is_short(&r))
		r = (struct room){
			.threshold = DIV_ROUND_UP_ULL(conn_max, CONN_MAX_SHARE),
			.available = conn_max - atomic_read(&vn->n_conns),
		};
	return r;
}

/* Turn an automatic knob, unless somebody turns it at this moment. Returns how it stands. */
static int turn(int *knob, bool is_short)
{
	int mode = READ_ONCE(*knob);
	int next = vsx_overload_mode(mode, is_short);

	if (next != mode && cmpxchg(knob, mode, next) != mode)
		return READ_ONCE(*knob);
	return next;
}

static bool is_automatic(int mode)
{
	return mode == VSX_DEFENCE_READY || mode == VSX_DEFENCE_ACTING;
}

/**
 * vsx_overload_look() - bring the defences up to date.
 * @vn: the namespace
 *
 * Context: process, may sleep.
 */
void vsx_overload_look(struct vsx_net *vn)
{
	struct vsx_overload *o = &vn->overload;
	int entry, packet, tcp;
	struct room r;
	bool lacks;

	mutex_lock(&vn->lock);
	r = room_of(vn);
	lacks = is_short(&r);
	entry = turn(&vn->tune.drop_entry, lacks);
	packet = turn(&vn->tune.drop_packet, lacks);
	tcp = turn(&vn->tune.secure_tcp, lacks);
	WRITE_ONCE(o->drops_entries, entry >= VSX_DEFENCE_ACTING);
	WRITE_ONCE(o->is_strict, tcp >= VSX_DEFENCE_ACTING);
	WRITE_ONCE(o->drop_rate, vsx_overload_drop_rate(packet, READ_ONCE(vn->tune.am_droprate), r.threshold,
							r.available));
	if (is_automatic(entry) || is_automatic(packet) || is_automatic(tcp))
		schedule_delayed_work(&o->work, HZ);
	mutex_unlock(&vn->lock);
}

static void look_work(struct work_struct *work)
{
	vsx_overload_look(container_of(to_delayed_work(work), struct vsx_net, overload.work));
}

/**
 * vsx_overload_refuses() - is this packet, which would open a connection, the one in so many?
 * @o: the defences; vsx_overload.drop_rate was not 0
 *
 * Context: any.
 * Return: true if it is to be dropped.
 */
bool vsx_overload_refuses(struct vsx_overload *o)
{
	u32 rate = READ_ONCE(o->drop_rate);

	return rate && (u32)atomic_inc_return(&o->turn) % rate == 0;
}

/**
 * vsx_overload_init() - set up the defences of a namespace; all are off.
 * @vn: the namespace
 *
 * Context: process.
 */
void vsx_overload_init(struct vsx_net *vn)
{
	INIT_DELAYED_WORK(&vn->overload.work, look_work);
}

/**
 * vsx_overload_exit() - stop looking; nobody can turn a knob any more.
 * @vn: the namespace
 *
 * Context: process, may sleep.
 */
void vsx_overload_exit(struct vsx_net *vn)
{
	cancel_delayed_work_sync(&vn->overload.work);
}
