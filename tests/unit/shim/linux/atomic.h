/* SPDX-License-Identifier: GPL-2.0-only */
/* Ordering as in the kernel: operations that return a value are fully ordered, others are not. */
#ifndef SHIM_LINUX_ATOMIC_H
#define SHIM_LINUX_ATOMIC_H

#include <linux/types.h>

#define SHIM_ATOMIC(name, type, value)							\
typedef struct { value counter; } type;							\
static inline value name##_read(const type *v)						\
{ return __atomic_load_n(&v->counter, __ATOMIC_RELAXED); }				\
static inline value name##_read_acquire(const type *v)					\
{ return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE); }				\
static inline void name##_set(type *v, value i)						\
{ __atomic_store_n(&v->counter, i, __ATOMIC_RELAXED); }					\
static inline void name##_set_release(type *v, value i)					\
{ __atomic_store_n(&v->counter, i, __ATOMIC_RELEASE); }					\
static inline void name##_add(value i, type *v)						\
{ __atomic_fetch_add(&v->counter, i, __ATOMIC_RELAXED); }				\
static inline void name##_sub(value i, type *v)						\
{ __atomic_fetch_sub(&v->counter, i, __ATOMIC_RELAXED); }				\
static inline void name##_inc(type *v) { name##_add(1, v); }				\
static inline void name##_dec(type *v) { name##_sub(1, v); }				\
static inline void name##_or(value i, type *v)						\
{ __atomic_fetch_or(&v->counter, i, __ATOMIC_RELAXED); }				\
static inline void name##_andnot(value i, type *v)					\
{ __atomic_fetch_and(&v->counter, ~i, __ATOMIC_RELAXED); }				\
static inline value name##_fetch_or(value i, type *v)					\
{ return __atomic_fetch_or(&v->counter, i, __ATOMIC_SEQ_CST); }				\
static inline value name##_inc_return(type *v)						\
{ return __atomic_add_fetch(&v->counter, 1, __ATOMIC_SEQ_CST); }			\
static inline bool name##_try_cmpxchg(type *v, value *old, value new)			\
{ return __atomic_compare_exchange_n(&v->counter, old, new, false,			\
				     __ATOMIC_SEQ_CST, __ATOMIC_RELAXED); }

#define cmpxchg(p, old, new) ({								\
	__typeof__(*(p)) shim_old = (old);						\
	__atomic_compare_exchange_n(p, &shim_old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);	\
	shim_old; })
#define cmpxchg64 cmpxchg

SHIM_ATOMIC(atomic, atomic_t, int)
SHIM_ATOMIC(atomic_long, atomic_long_t, long)
SHIM_ATOMIC(atomic64, atomic64_t, s64)

#endif
