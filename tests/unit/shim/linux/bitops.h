/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_BITOPS_H
#define SHIM_LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/types.h>

#define BITS_TO_LONGS(n) (((n) + 63) / 64)

static inline int fls(unsigned int x) { return x ? 32 - __builtin_clz(x) : 0; }
static inline int fls64(u64 x) { return x ? 64 - __builtin_clzll(x) : 0; }
static inline unsigned long __ffs(unsigned long x) { return __builtin_ctzl(x); }

/* How often test_bit() was called. */
extern __thread unsigned long shim_bit_tests;

static inline bool test_bit(long i, const unsigned long *map)
{
	shim_bit_tests++;
	return map[i / 64] >> i % 64 & 1;
}

static inline void set_bit(long i, unsigned long *map)
{
	__atomic_fetch_or(&map[i / 64], 1UL << i % 64, __ATOMIC_RELAXED);
}

static inline void clear_bit(long i, unsigned long *map)
{
	__atomic_fetch_and(&map[i / 64], ~(1UL << i % 64), __ATOMIC_RELAXED);
}

static inline unsigned long find_next_bit(const unsigned long *map, unsigned long size,
					  unsigned long i)
{
	while (i < size && !(__atomic_load_n(&map[i / 64], __ATOMIC_RELAXED) >> i % 64 & 1))
		i++;
	return i;
}

static inline void __set_bit(long i, unsigned long *map)
{
	map[i / 64] |= 1UL << i % 64;
}

#endif
