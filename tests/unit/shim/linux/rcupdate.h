/* SPDX-License-Identifier: GPL-2.0-only */
/* A small epoch-based RCU (tests/unit/shim/rcu.c) that the thread sanitizer can follow. */
#ifndef SHIM_LINUX_RCUPDATE_H
#define SHIM_LINUX_RCUPDATE_H

#include <linux/types.h>

struct rcu_head {
	struct rcu_head *next;
	void (*func)(struct rcu_head *head);
	void *obj;
};

void rcu_read_lock(void);
void rcu_read_unlock(void);
bool rcu_read_lock_held(void);
void synchronize_rcu(void);
void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
unsigned long get_state_synchronize_rcu(void);
unsigned long start_poll_synchronize_rcu(void);
bool poll_state_synchronize_rcu(unsigned long cookie);

void shim_free_rcu(struct rcu_head *head, void *obj);
void shim_assert_reader(void);

#define rcu_dereference(p) ({ shim_assert_reader(); __atomic_load_n(&(p), __ATOMIC_ACQUIRE); })
#define rcu_dereference_protected(p, c) ((void)(c), (p))
#define rcu_access_pointer(p) __atomic_load_n(&(p), __ATOMIC_RELAXED)
#define rcu_assign_pointer(p, v) __atomic_store_n(&(p), v, __ATOMIC_RELEASE)
#define RCU_INIT_POINTER(p, v) __atomic_store_n(&(p), v, __ATOMIC_RELAXED)
#define kvfree_rcu(p, member) shim_free_rcu(&(p)->member, p)

#endif
