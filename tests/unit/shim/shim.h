/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shim.h - allocation and sleeping, as pure kernel files see them, in a userspace test.
 *
 * Every allocation can be made to fail. What may sleep asserts that the thread holds no lock and is
 * in no RCU read section.
 */
#ifndef SHIM_H
#define SHIM_H

#include <assert.h>
#include <stddef.h>

#include <linux/types.h>

#define GFP_NOWAIT 0x1u
#define GFP_KERNEL 0x2u
#define __GFP_ZERO 0x4u
#define __GFP_NOWARN 0x8u

extern __thread int shim_locks_held;

/* Let the allocation after @skip others fail, and the @count - 1 after it. Not thread-safe. */
void shim_fail_alloc(long skip, long count);
/* Did an allocation fail since shim_fail_alloc()? */
bool shim_alloc_failed(void);

void shim_may_sleep(void);
void *kvmalloc(size_t size, gfp_t gfp);
void *kvcalloc(size_t n, size_t size, gfp_t gfp);
void kvfree(const void *p);
unsigned long __get_free_page(gfp_t gfp);
void free_page(unsigned long page);

/* What happens on other CPUs while a thread gives way: called by cond_resched() if set. */
extern void (*shim_at_resched)(void);
void cond_resched(void);

#endif /* SHIM_H */
