/* SPDX-License-Identifier: GPL-2.0-only */
/* One round, from the SipHash paper's figure 2.1. */
#ifndef SHIM_LINUX_SIPHASH_H
#define SHIM_LINUX_SIPHASH_H

#include <linux/types.h>

typedef struct {
	u64 key[2];
} siphash_key_t;

#define SIPHASH_CONST_0 0x736f6d6570736575ULL
#define SIPHASH_CONST_1 0x646f72616e646f6dULL
#define SIPHASH_CONST_2 0x6c7967656e657261ULL
#define SIPHASH_CONST_3 0x7465646279746573ULL

static inline u64 shim_rotl(u64 x, unsigned int n)
{
	return x << n | x >> (64 - n);
}

#define SIPHASH_PERMUTATION(a, b, c, d) do {				\
	(a) += (b); (c) += (d);						\
	(b) = shim_rotl(b, 13); (d) = shim_rotl(d, 16);			\
	(b) ^= (a); (d) ^= (c); (a) = shim_rotl(a, 32);			\
	(c) += (b); (a) += (d);						\
	(b) = shim_rotl(b, 17); (d) = shim_rotl(d, 21);			\
	(b) ^= (c); (d) ^= (a); (c) = shim_rotl(c, 32);			\
} while (0)

#endif
