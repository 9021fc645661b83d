// SPDX-License-Identifier: GPL-2.0-only
/*
 * alloc.c - allocations that fail when told to, and sleeping where it is allowed.
 */
#include <stdlib.h>
#include <string.h>

#include <linux/rcupdate.h>

#include "shim.h"

#define PAGE_BYTES 4096

__thread int shim_locks_held;
void (*shim_at_resched)(void);

static long fail_skip = -1;
static long fail_count;
static bool has_failed;

void shim_fail_alloc(long skip, long count)
{
	fail_skip = skip;
	fail_count = count;
	has_failed = false;
}

bool shim_alloc_failed(void)
{
	return has_failed;
}

static bool must_fail(gfp_t gfp)
{
	if (gfp & GFP_KERNEL)
		shim_may_sleep();
	if (fail_count <= 0 || fail_skip < 0)
		return false;
	if (fail_skip > 0) {
		fail_skip--;
		return false;
	}
	fail_count--;
	has_failed = true;
	return true;
}

void shim_may_sleep(void)
{
	assert(!shim_locks_held);
	assert(!rcu_read_lock_held());
}

__thread unsigned long shim_bit_tests;

void cond_resched(void)
{
	shim_may_sleep();
	if (shim_at_resched)
		shim_at_resched();
}

/* Not zeroed, so that a forgotten initialisation shows. */
void *kvmalloc(size_t size, gfp_t gfp)
{
	void *p = must_fail(gfp) ? NULL : malloc(size);

	if (p)
		memset(p, gfp & __GFP_ZERO ? 0 : 0xa5, size);
	return p;
}

void *kvcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kvmalloc(n * size, gfp | __GFP_ZERO);
}

void kvfree(const void *p)
{
	free((void *)p);
}

unsigned long __get_free_page(gfp_t gfp)
{
	void *p = must_fail(gfp) ? NULL : aligned_alloc(PAGE_BYTES, PAGE_BYTES);

	if (p)
		memset(p, gfp & __GFP_ZERO ? 0 : 0xa5, PAGE_BYTES);
	return (unsigned long)p;
}

void free_page(unsigned long page)
{
	free((void *)page);
}
