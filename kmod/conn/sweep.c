// SPDX-License-Identifier: GPL-2.0-only
/*
 * sweep.c - the collector: one work item per namespace that walks the connection tables in small steps.
 *
 * A pass visits every region once, a few microseconds each under that region's lock, and ends what is
 * over. Between two passes an RCU grace period elapses; slots are emptied, and destinations freed, in the
 * pass after the one that ended them (conn/table.c and svc/dest.c say why). A pass starts a second after
 * the one before, or 32 times its length if that is more (up to half a minute): some 3 % of a CPU for tables
 * of up to tens of millions. A directory that has to grow starts one at once.
 * While drop_entry acts (overload.c) it gives dispensable connections up at random, as many per second whatever
 * the length of a pass.
 * With no connection and nothing in limbo no pass is scheduled: an idle namespace costs nothing.
 */
#include <linux/jiffies.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#include "conn/conn.h"
#include "conn/inner.h"
#include "conn/sweep.h"
#include "conn/template.h"
#include "net.h"
#include "pure/overload.h"
#include "svc/dest.h"
#include "svc/svc.h"

#define VSX_SWEEP_SHARE		32
#define VSX_SWEEP_REST_MAX	(30 * HZ)

static struct workqueue_struct *sweep_wq;

/**
 * struct sweep_ctx - what the judge needs
 * @vn: the namespace
 * @table: the table that is swept
 * @now: second in which the step began
 * @odds: of 2^32, for a dispensable connection to be given up; 0 while drop_entry does not act
 * @other: as vsx_conn_is_over() left it
 */
struct sweep_ctx {
	struct vsx_net *vn;
	struct vsx_table *table;
	u32 now;
	u32 odds;
	struct vsx_conn other;
};

/* A living connection keeps the template of its client. */
static void sweep_persist(const struct sweep_ctx *s, const u64 *key, u64 word)
{
	const struct vsx_dest *dest = vsx_idtab_find(&s->vn->dests, vsx_value_dest(word));
	struct vsx_addr client;

	if (likely(!READ_ONCE(dest->svc->timeout[VSX_CONN_STATE_TEMPLATE])) || (word & VSX_V_REPLY))
		return;
	vsx_conn_client(s->table, key, &client);
	vsx_template_keep(s->vn, dest, &client, s->now);
}

static bool is_dispensable(const struct sweep_ctx *s, u64 word)
{
	const struct vsx_dest *dest = vsx_idtab_find(&s->vn->dests, vsx_value_dest(word));
	unsigned int state = vsx_value_state(word);

	return vsx_overload_dispensable(state, word & VSX_V_LASTING, vsx_value_age(word, s->now),
					READ_ONCE(dest->svc->timeout[state]));
}

/* A connection is given up by its request slot; then the reply slot goes, too. */
static bool sweep_gives_up(const struct sweep_ctx *s, const u64 *key, u64 word)
{
	struct vsx_conn request __uninitialized;

	if (!is_dispensable(s, word))
		return false;
	if (word & VSX_V_REPLY)
		return !vsx_conn_other_look(&request, s->vn, s->table, key, word);
	return get_random_u32() < s->odds &&
	       is_dispensable(s, vsx_conn_whole(s->vn, s->table, key, word, s->now));
}

static bool sweep_is_over(void *ctx, const u64 *key, u64 word)
{
	struct sweep_ctx *s = ctx;

	if (vsx_conn_is_over(s->vn, s->table, key, word, s->now, &s->other) ||
	    (unlikely(s->odds) && sweep_gives_up(s, key, word)))
		return true;
	sweep_persist(s, key, word);
	return false;
}

/*
 * The other slot of a connection that is over ends, too, and need not ask for this one in its turn. If it has been
 * stamped or moved since it is left to its own judgement.
 */
static void sweep_reaped(void *ctx, const u64 *key, u64 word)
{
	struct sweep_ctx *s = ctx;

	if (!(word & VSX_V_REPLY))
		vsx_conn_ended(s->vn, word);
	if (s->other.slot && vsx_slot_kill(s->other.slot, &s->other.word) && !(s->other.word & VSX_V_REPLY))
		vsx_conn_ended(s->vn, s->other.word);
}

static const struct vsx_sweep_ops sweep_ops = {
	.is_over = sweep_is_over,
	.reaped = sweep_reaped,
};

static bool sweep_template_is_over(void *ctx, const u64 *key, u64 word)
{
	struct sweep_ctx *s = ctx;

	return vsx_template_is_over(s->vn, word, s->now);
}

static void sweep_template_reaped(void *ctx, const u64 *key, u64 word)
{
	struct sweep_ctx *s = ctx;

	vsx_template_ended(s->vn, word);
}

static const struct vsx_sweep_ops template_ops = {
	.is_over = sweep_template_is_over,
	.reaped = sweep_template_reaped,
};

static void sweep_make_room(struct vsx_net *vn)
{
	unsigned int i;

	if (!xchg(&vn->want_room, 0))
		return;
	for (i = 0; i < ARRAY_SIZE(vn->tables); i++)
		vsx_table_resize(&vn->tables[i]);
	vsx_table_resize(&vn->templates);
}

static void sweep_table(struct vsx_net *vn, struct vsx_table *t, const struct vsx_sweep_ops *ops, u32 odds)
{
	struct sweep_ctx ctx = { .vn = vn, .table = t, .odds = odds };
	u64 cursor = 0;

	do {
		ctx.now = vsx_now();
		rcu_read_lock();
		cursor = vsx_table_sweep(t, cursor, ops, &ctx);
		rcu_read_unlock();
		sweep_make_room(vn);
		cond_resched();
	} while (cursor);
	vsx_table_resize(t);
}

static bool sweep_is_done(const struct vsx_net *vn)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vn->tables); i++)
		if (atomic_long_read(&vn->tables[i].used))
			return false;
	return !atomic_long_read(&vn->templates.used) &&
	       list_empty_careful(&vn->limbo_dests) && list_empty_careful(&vn->limbo_svcs);
}

/* How many dispensable connections this pass is to give up (net.ipv4.vs.drop_entry). */
static u32 odds_of_pass(struct vsx_net *vn, unsigned long begin)
{
	u32 elapsed_ms = jiffies_to_msecs(begin - vn->pass_began);

	vn->pass_began = begin;
	return READ_ONCE(vn->overload.drops_entries) ? vsx_overload_odds(elapsed_ms) : 0;
}

/*
 * For how long a pass must keep the template of a living connection, and one lasts at least: until the next pass
 * but one, should that take twice as long.
 */
static u32 keep_time(unsigned long period)
{
	return 4 * DIV_ROUND_UP(period, HZ);
}

static void sweep_work(struct work_struct *work)
{
	struct vsx_net *vn = container_of(to_delayed_work(work), struct vsx_net, sweep);
	unsigned long begin, rest;
	unsigned int i;
	u32 odds;

	sweep_make_room(vn);
	cond_synchronize_rcu(vn->sweep_gp);
	if (!++vn->pass)
		vn->pass++;
	begin = jiffies;
	odds = odds_of_pass(vn, begin);

	mutex_lock(&vn->lock);
	vsx_dest_purge(vn, vn->pass);
	vsx_svc_purge(vn);
	vsx_dest_ripen(vn, vn->pass);
	mutex_unlock(&vn->lock);

	for (i = 0; i < ARRAY_SIZE(vn->tables); i++)
		sweep_table(vn, &vn->tables[i], &sweep_ops, odds);
	sweep_table(vn, &vn->templates, &template_ops, 0);
	vn->sweep_gp = get_state_synchronize_rcu();

	rest = clamp((jiffies - begin) * VSX_SWEEP_SHARE, (unsigned long)HZ,
		     (unsigned long)VSX_SWEEP_REST_MAX);
	WRITE_ONCE(vn->template_keep, keep_time(jiffies - begin + rest));

	WRITE_ONCE(vn->sweep_idle, 1);
	/* Pairs with the barrier in vsx_sweep_kick(): either it sees idle, or we see its entry. */
	smp_mb();
	if (sweep_is_done(vn) || !xchg(&vn->sweep_idle, 0))
		return;
	queue_delayed_work(sweep_wq, &vn->sweep, rest);
}

/**
 * vsx_sweep_kick() - there is something to collect: make sure passes are scheduled.
 * @vn: the namespace
 *
 * It begins with a full barrier.
 *
 * Context: any.
 */
void vsx_sweep_kick(struct vsx_net *vn)
{
	smp_mb();	/* pairs with sweep_work(), and with leave_if_idle() in svc/rates.c */
	if (READ_ONCE(vn->sweep_idle) && xchg(&vn->sweep_idle, 0))
		queue_delayed_work(sweep_wq, &vn->sweep, HZ);
}

/* Of a burst of splits the first one asks: until the collector answers, the others know that it will. */
static void room_wanted(struct vsx_net *vn)
{
	if (READ_ONCE(vn->want_room) || xchg(&vn->want_room, 1))
		return;
	mod_delayed_work(sweep_wq, &vn->sweep, 0);
}

/**
 * vsx_sweep_narrow_room() - vsx_table.need_room of the narrow table.
 * @t: the table
 *
 * Context: any.
 */
void vsx_sweep_narrow_room(struct vsx_table *t)
{
	room_wanted(container_of(t, struct vsx_net, tables[0]));
}

/**
 * vsx_sweep_wide_room() - vsx_table.need_room of the wide table.
 * @t: the table
 *
 * Context: any.
 */
void vsx_sweep_wide_room(struct vsx_table *t)
{
	room_wanted(container_of(t, struct vsx_net, tables[1]));
}

/**
 * vsx_sweep_full_room() - vsx_table.need_room of the full table of requests.
 * @t: the table
 *
 * Context: any.
 */
void vsx_sweep_full_room(struct vsx_table *t)
{
	room_wanted(container_of(t, struct vsx_net, tables[VSX_TABLE_FULL]));
}

/**
 * vsx_sweep_full_reply_room() - vsx_table.need_room of the full table of replies.
 * @t: the table
 *
 * Context: any.
 */
void vsx_sweep_full_reply_room(struct vsx_table *t)
{
	room_wanted(container_of(t, struct vsx_net, tables[VSX_TABLE_FULL_REPLY]));
}

/**
 * vsx_sweep_template_room() - vsx_table.need_room of the templates.
 * @t: the table
 *
 * Context: any.
 */
void vsx_sweep_template_room(struct vsx_table *t)
{
	room_wanted(container_of(t, struct vsx_net, templates));
}

/**
 * vsx_sweep_init() - set the collector of a namespace up; it rests until kicked.
 * @vn: the namespace
 *
 * Context: process.
 */
void vsx_sweep_init(struct vsx_net *vn)
{
	INIT_DELAYED_WORK(&vn->sweep, sweep_work);
	vn->sweep_gp = get_state_synchronize_rcu();
	vn->sweep_idle = 1;
	vn->template_keep = keep_time(HZ);
}

/**
 * vsx_sweep_exit() - stop the collector of a namespace for good; no packet can kick it any more.
 * @vn: the namespace
 *
 * Context: process, may sleep.
 */
void vsx_sweep_exit(struct vsx_net *vn)
{
	cancel_delayed_work_sync(&vn->sweep);
}

/**
 * vsx_sweep_register() - make the workqueue.
 *
 * Context: process, module init.
 * Return: 0 or -ENOMEM.
 */
int vsx_sweep_register(void)
{
	sweep_wq = alloc_workqueue("ipvsx", WQ_UNBOUND, 0);
	return sweep_wq ? 0 : -ENOMEM;
}

/**
 * vsx_sweep_unregister() - remove the workqueue.
 *
 * Context: process, module exit.
 */
void vsx_sweep_unregister(void)
{
	destroy_workqueue(sweep_wq);
}
