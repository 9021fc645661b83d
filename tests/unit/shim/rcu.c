// SPDX-License-Identifier: GPL-2.0-only
/*
 * rcu.c - read-copy-update by epochs.
 *
 * A reader publishes the epoch it began in and clears it when it leaves. A grace period raises the
 * epoch and waits until each reader is out or began in the new one. All of it is C11 atomics without
 * fences, which the thread sanitizer understands. Callbacks run at the end of synchronize_rcu(), the
 * only thing that makes grace periods pass: a test decides when memory is freed.
 */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include <linux/rcupdate.h>

#include "shim.h"

#define READERS_MAX 128

static unsigned long epoch = 1;
static unsigned long completed;
static unsigned long reader_epoch[READERS_MAX];	/* 0: outside */
static unsigned int readers;

static pthread_mutex_t callbacks_lock = PTHREAD_MUTEX_INITIALIZER;
static struct rcu_head *callbacks;

static __thread unsigned int nesting;
static __thread unsigned int me;		/* index + 1, 0: not registered */

void rcu_read_lock(void)
{
	if (nesting++)
		return;
	if (!me) {
		me = __atomic_add_fetch(&readers, 1, __ATOMIC_SEQ_CST);
		assert(me <= READERS_MAX);
	}
	__atomic_exchange_n(&reader_epoch[me - 1], __atomic_load_n(&epoch, __ATOMIC_SEQ_CST),
			    __ATOMIC_SEQ_CST);
}

void rcu_read_unlock(void)
{
	assert(nesting);
	if (!--nesting)
		__atomic_store_n(&reader_epoch[me - 1], 0, __ATOMIC_RELEASE);
}

bool rcu_read_lock_held(void)
{
	return nesting;
}

void shim_assert_reader(void)
{
	assert(nesting);
}

static void run_callbacks(struct rcu_head *head)
{
	while (head) {
		struct rcu_head *next = head->next;

		head->func(head);
		head = next;
	}
}

void synchronize_rcu(void)
{
	struct rcu_head *ready;
	unsigned long target, seen;
	unsigned int i;

	shim_may_sleep();
	pthread_mutex_lock(&callbacks_lock);
	ready = callbacks;
	callbacks = NULL;
	pthread_mutex_unlock(&callbacks_lock);

	target = __atomic_add_fetch(&epoch, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < READERS_MAX; i++)
		for (;;) {
			seen = __atomic_load_n(&reader_epoch[i], __ATOMIC_SEQ_CST);
			if (!seen || seen >= target)
				break;
			sched_yield();
		}
	seen = __atomic_load_n(&completed, __ATOMIC_RELAXED);
	while (seen < target && !__atomic_compare_exchange_n(&completed, &seen, target, false,
							     __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
		;
	run_callbacks(ready);
}

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	head->func = func;
	pthread_mutex_lock(&callbacks_lock);
	head->next = callbacks;
	callbacks = head;
	pthread_mutex_unlock(&callbacks_lock);
}

static void free_obj(struct rcu_head *head)
{
	kvfree(head->obj);
}

void shim_free_rcu(struct rcu_head *head, void *obj)
{
	head->obj = obj;
	call_rcu(head, free_obj);
}

unsigned long get_state_synchronize_rcu(void)
{
	return __atomic_load_n(&epoch, __ATOMIC_SEQ_CST) + 1;
}

unsigned long start_poll_synchronize_rcu(void)
{
	return get_state_synchronize_rcu();
}

bool poll_state_synchronize_rcu(unsigned long cookie)
{
	return __atomic_load_n(&completed, __ATOMIC_ACQUIRE) >= cookie;
}
