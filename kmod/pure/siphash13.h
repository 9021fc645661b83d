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
 * struct vsx_sip - a secret, ready for use: what the four words of the state begin with
 * @v: they
 */
struct vsx_sip {
	u64 v[4];
};

/**
 * vsx_sip_init() - make a secret ready for use.
 * @key: 128-bit secret
 *
 * Context: any; pure.
 * Return: the state that each message begins with.
 */
static __always_inline struct vsx_sip vsx_sip_init(const siphash_key_t *key)
{
	return (struct vsx_sip){ {
		SIPHASH_CONST_0 ^ key->key[0], SIPHASH_CONST_1 ^ key->key[1],
		SIPHASH_CONST_2 ^ key->key[0], SIPHASH_CONST_3 ^ key->key[1],
	} };
}

/**
 * vsx_sip_hash() - hash @n words.
 * @sip: the secret
 * @w: the words
 * @n: how many, a compile-time constant in every caller so that the loop unrolls
 *
 * Context: any; pure.
 * Return: 64 well-mixed bits.
 */
static __always_inline u64 vsx_sip_hash(const struct vsx_sip *sip, const u64 *w, unsigned int n)
{
	u64 v0 = sip->v[0], v1 = sip->v[1], v2 = sip->v[2], v3 = sip->v[3];
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

/**
 * vsx_siphash13() - hash @n words with a secret that is used but now and then.
 * @w: the words
 * @n: how many, a compile-time constant in every caller
 * @key: 128-bit secret
 *
 * Context: any; pure.
 * Return: 64 well-mixed bits.
 */
static __always_inline u64 vsx_siphash13(const u64 *w, unsigned int n, const siphash_key_t *key)
{
	struct vsx_sip sip = vsx_sip_init(key);

	return vsx_sip_hash(&sip, w, n);
}

#endif /* VSX_PURE_SIPHASH13_H */
