/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_ASM_BARRIER_H
#define SHIM_ASM_BARRIER_H

static inline void shim_mb(void)
{
	int here = 0;

	__atomic_add_fetch(&here, 1, __ATOMIC_SEQ_CST);
	__asm__ __volatile__("" : : "r" (&here) : "memory");
}

/* Locked operations, not fences: the thread sanitizer knows nothing of fences. */
#define smp_mb() shim_mb()
/* The same. */
#define smp_mb__after_atomic() shim_mb()
/* The same. */
#define smp_rmb() shim_mb()

#endif
