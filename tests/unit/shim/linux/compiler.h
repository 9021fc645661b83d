/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_COMPILER_H
#define SHIM_LINUX_COMPILER_H

#ifndef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#define noinline __attribute__((noinline))
#endif
#define __aligned(n) __attribute__((__aligned__(n)))
#define __must_check __attribute__((__warn_unused_result__))
#define __force
#define __rcu
#define __acquires(x)
#define __releases(x)
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* Relaxed atomics, so that the thread sanitizer sees them as the marked accesses they are. */
#define READ_ONCE(x) __atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, v) __atomic_store_n(&(x), v, __ATOMIC_RELAXED)

#endif
