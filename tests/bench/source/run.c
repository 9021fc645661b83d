// SPDX-License-Identifier: GPL-2.0-only
/*
 * run.c - a run: packets arrive in batches, as from a driver's poll, while the clock is read.
 *
 * The clock is ktime. Under QEMU with "-icount shift=0" an instruction of the guest takes a nanosecond, so
 * what is read is a number of instructions. Under User Mode Linux it is the processor time of the host's
 * thread that the kernel runs in: it stands still while the host runs something else.
 */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>

#include "bench.h"

#define CALIBRATION_ROUNDS	20000
#define PLUGS			4096	/* more than half-empty pages have room for */

#ifdef CONFIG_UML

#define HOST_CLOCK_GETTIME	228L	/* x86-64 */
#define HOST_THREAD_CPUTIME	3L

static u64 clock_ns(void)
{
	long ts[2] = {};
	long ret;

	/* The kernel is a program of the host here. */
	asm volatile("syscall" : "=a"(ret)
		     : "0"(HOST_CLOCK_GETTIME), "D"(HOST_THREAD_CPUTIME), "S"(ts)
		     : "rcx", "r11", "memory");
	return ret ? 0 : (u64)ts[0] * NSEC_PER_SEC + ts[1];
}

#else

static u64 clock_ns(void)
{
	return ktime_get_ns();
}

#endif

/*
 * What the processor is worth just now: a loop of independent additions, as wide as it can. On a machine
 * whose other half is busy, it takes up to twice as long.
 */
static noinline u64 calibrate(void)
{
	unsigned long a = 1, b = 2, c = 3, d = 4;
	u64 start = clock_ns();
	unsigned int i;

	for (i = 0; i < CALIBRATION_ROUNDS; i++)
		asm volatile(".rept 16\n\t"
			     "add $1, %0\n\tadd $3, %1\n\tadd $5, %2\n\tadd $7, %3\n\t"
			     ".endr" : "+r"(a), "+r"(b), "+r"(c), "+r"(d));
	return clock_ns() - start;
}

/* Which flow is next; the generator is Marsaglia's xorshift. */
struct walk {
	u32 flow;
	u32 x;
};

static u32 walk_next(struct walk *w, const struct bench_cfg *c)
{
	u32 flow = w->flow;

	if (c->random) {
		w->x ^= w->x << 13;
		w->x ^= w->x >> 17;
		w->x ^= w->x << 5;
		return ((u64)w->x * c->flows) >> 32;
	}
	if (++w->flow == c->flows)
		w->flow = 0;
	return flow;
}

/* One poll of a driver. Returns how many packets it had. */
static u32 batch(struct net_device *dev, struct bench_net *bn, struct walk *w, u32 n)
{
	LIST_HEAD(list);
	u32 sent = 0;

	local_bh_disable();
	while (n--) {
		struct sk_buff *skb = bench_packet(dev, bn, walk_next(w, &bn->cfg));

		if (!skb)
			break;
		list_add_tail(&skb->list, &list);
		sent++;
	}
	netif_receive_skb_list(&list);
	local_bh_enable();
	return sent;
}

/*
 * Run packets through. What other threads do between batches, such as collecting connections, is on nobody's
 * account: how much of it falls into a run is chance.
 */
static void batches(struct net_device *dev, struct bench_net *bn, struct walk *w, u32 n)
{
	struct bench_result *r = &bn->result;

	r->ns = 0;
	r->longest = 0;
	while (n) {
		u32 some = min(n, bn->cfg.batch);
		u64 start = clock_ns();
		u64 took;

		r->sent += batch(dev, bn, w, some);
		n -= some;
		took = clock_ns() - start;
		r->ns += took;
		r->longest = max(r->longest, took);
		cond_resched();
	}
}

static int server_of_reserve(struct bench_net *bn)
{
	u16 *map;

	if (bn->flows >= bn->cfg.flows)
		return 0;
	map = vzalloc(array_size(bn->cfg.flows, sizeof(*map)));
	if (!map)
		return -ENOMEM;
	if (bn->flows)
		memcpy(map, bn->server_of, bn->flows * sizeof(*map));
	vfree(bn->server_of);
	bn->server_of = map;
	bn->flows = bn->cfg.flows;
	return 0;
}

/*
 * Fill the holes that the past has left in the caches of packets, so that those of the run come from whole
 * pages: what an allocation costs would otherwise differ from run to run.
 */
static void plug(struct net_device *dev, struct bench_net *bn, struct sk_buff_head *plugs)
{
	unsigned int i;

	skb_queue_head_init(plugs);
	for (i = 0; i < PLUGS; i++) {
		struct sk_buff *skb = bench_packet(dev, bn, 0);

		if (skb)
			__skb_queue_tail(plugs, skb);
	}
}

/* Sleep. Returns what else was done meanwhile, where the clock is the processor's time. */
static u64 rest(u32 ms)
{
	u64 start = clock_ns();

	msleep_interruptible(ms);
	return clock_ns() - start;
}

/* A timer that ticks in the softirq, as packets come, and notes how late it has been. */
struct watch {
	struct hrtimer timer;
	ktime_t period;
	u64 latest;
};

static enum hrtimer_restart watch_tick(struct hrtimer *timer)
{
	struct watch *w = container_of(timer, struct watch, timer);
	s64 late = ktime_to_ns(ktime_sub(ktime_get(), hrtimer_get_expires(timer)));

	/* What waits for that thread waits for the scheduler. */
	if (strncmp(current->comm, "ksoftirqd", 9))
		w->latest = max_t(s64, w->latest, late);
	hrtimer_forward_now(timer, w->period);
	return HRTIMER_RESTART;
}

static void watch_start(struct watch *w, u32 us)
{
	*w = (struct watch){ .period = ns_to_ktime(us * NSEC_PER_USEC) };
	hrtimer_init(&w->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	w->timer.function = watch_tick;
	if (us)
		hrtimer_start(&w->timer, w->period, HRTIMER_MODE_REL_SOFT);
}

/* Returns how late it has been at worst. */
static u64 watch_stop(struct watch *w)
{
	hrtimer_cancel(&w->timer);
	return w->latest;
}

/**
 * bench_run() - do what the configuration says.
 * @net: where
 * @bn: the same; its result is written
 *
 * Context: process, may sleep; under bench_net.lock.
 * Return: 0 or -errno.
 */
int bench_run(struct net *net, struct bench_net *bn)
{
	struct walk w = { .flow = bn->cfg.skip % bn->cfg.flows, .x = 2463534242U ^ bn->cfg.skip };
	struct bench_result *r = &bn->result;
	struct sk_buff_head plugs;
	struct net_device *dev;
	struct watch watch;
	int err;

	err = server_of_reserve(bn);
	if (err)
		return err;
	dev = dev_get_by_name(net, bn->cfg.dev);
	if (!dev)
		return -ENODEV;
	*r = (struct bench_result){ .timed = bn->cfg.n, .why = "-" };
	plug(dev, bn, &plugs);
	r->calibration = calibrate();
	bn->is_checked = bn->cfg.check != BENCH_CHECK_NONE;
	batches(dev, bn, &w, bn->cfg.warm);
	bn->is_checked = bn->cfg.check == BENCH_CHECK_ALL;
	watch_start(&watch, bn->cfg.watch);
	batches(dev, bn, &w, bn->cfg.n);
	r->late = watch_stop(&watch);
	if (bn->cfg.idle)
		r->ns = rest(bn->cfg.idle);
	r->calibration = max(r->calibration, calibrate());
	__skb_queue_purge(&plugs);
	dev_put(dev);
	return 0;
}
