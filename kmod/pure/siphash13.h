/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * siphash13.h - keyed 64-bit hash of up to four words.
 *
 * SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012):
 * one compression round per word, three finalization rounds. The key is random
 * per network namespace, so that a remote party who chooses addresses and ports
 * cannot choose where they land. The kernel's hsiphash() is the same function cut
 * to 32 bits; the connection table needs all 64 (directory index and line).
 */
#ifndef VSX_PURE_SIPHASH13_H
#define VSX_PURE_SIPHASH13_H

#include <linux/siphash.h>
#include <linux/types.h>

/**
 * vsx_siphash13() - hash @n words.
 * @w: the words
 * @n: how many, a compile-time constant in every caller so that the loop unrolls
 * @key: 128-bit secret
 *
 * Context: any; pure.
 * Return: 64 well-mixed bits.
 */
static __always_inline u64 vsx_siphash13(const u64 *w, unsigned int n,
					 const siphash_key_t *key)
{
	u64 v0 = SIPHASH_CONST_0 ^ key->key[0];
	u64 v1 = SIPHASH_CONST_1 ^ key->key[1];
	u64 v2 = SIPHASH_CONST_2 ^ key->key[0];
	u64 v3 = SIPHASH_CONST_3 ^ key->key[1];
	u64 last = (u64)n << 59;	/* message length in bytes, in the top byte */
	unsigned int i;

	for (i = 0; i < n; i++) {
		v3 ^= w[i];
		SIPHASH_PERMUTATION(v0, v1, v2, v3);
		v0 ^= w[i];
	}
	v3 ^= last;
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	v0 ^= last;
	v2 ^= 0xff;
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	return v0 ^ v1 ^ v2 ^ v3;
}

#endif /* VSX_PURE_SIPHASH13_H */
