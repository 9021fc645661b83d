/* SPDX-License-Identifier: GPL-2.0-only */
/* Spinlocks are mutexes that count what the thread holds, so that sleeping under one is caught. */
#ifndef SHIM_LINUX_SPINLOCK_H
#define SHIM_LINUX_SPINLOCK_H

#include <pthread.h>

#include <shim.h>

typedef pthread_mutex_t spinlock_t;

#define spin_lock_init(l) pthread_mutex_init(l, NULL)

static inline void spin_lock(spinlock_t *l)
{
	pthread_mutex_lock(l);
	shim_locks_held++;
}

static inline void spin_unlock(spinlock_t *l)
{
	shim_locks_held--;
	pthread_mutex_unlock(l);
}

#define spin_lock_bh spin_lock
#define spin_unlock_bh spin_unlock
#define spin_lock_nested(l, subclass) spin_lock(l)
#define SINGLE_DEPTH_NESTING 1
#define lockdep_is_held(l) ((void)(l), shim_locks_held > 0)
#define lockdep_assert_held(l) assert(lockdep_is_held(l))

#endif
