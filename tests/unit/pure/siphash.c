// SPDX-License-Identifier: GPL-2.0-only
/*
 * siphash.c - siphash13.h against SipHash-c-d written from the paper: bytes, not words, and any
 * number of rounds. That it is SipHash is shown by the paper's own example for SipHash-2-4.
 */
#include <string.h>

#include "pure/kit.h"
#include "pure/siphash13.h"

struct state {
	u64 v[4];
};

static u64 rotated(u64 x, int by)
{
	return (x << by) | (x >> (64 - by));
}

/* Figure 2.1: the additions of one half, then those of the other. */
static void rounds(struct state *s, int n)
{
	u64 *v = s->v;

	while (n--) {
		v[0] += v[1];
		v[1] = rotated(v[1], 13) ^ v[0];
		v[0] = rotated(v[0], 32);
		v[2] += v[3];
		v[3] = rotated(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotated(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotated(v[1], 17) ^ v[2];
		v[2] = rotated(v[2], 32);
	}
}

static u64 little_endian(const u8 *p, unsigned int n)
{
	u64 x = 0;

	while (n--)
		x = x << 8 | p[n];
	return x;
}

static void compress(struct state *s, u64 m, int c)
{
	s->v[3] ^= m;
	rounds(s, c);
	s->v[0] ^= m;
}

static u64 reference(const u8 *p, size_t bytes, const u8 *key, int c, int d)
{
	u64 k0 = little_endian(key, 8), k1 = little_endian(key + 8, 8);
	struct state s;
	size_t i;

	s.v[0] = k0 ^ little_endian((const u8 *)"uespemos", 8);
	s.v[1] = k1 ^ little_endian((const u8 *)"modnarod", 8);
	s.v[2] = k0 ^ little_endian((const u8 *)"arenegyl", 8);
	s.v[3] = k1 ^ little_endian((const u8 *)"setybdet", 8);
	for (i = 0; i + 8 <= bytes; i += 8)
		compress(&s, little_endian(p + i, 8), c);
	compress(&s, (u64)bytes << 56 | little_endian(p + i, bytes - i), c);
	s.v[2] ^= 0xff;
	rounds(&s, d);
	return s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3];
}

/* Appendix A: key 00..0f, message 00..0e. */
START_TEST(reference_gives_the_papers_example)
{
	u8 bytes[16];
	int i;

	for (i = 0; i < 16; i++)
		bytes[i] = i;
	ck_assert_uint_eq(reference(bytes, 15, bytes, 2, 4), 0xa129ca6149be45e5ULL);
}
END_TEST

START_TEST(hash_equals_the_reference)
{
	siphash_key_t key;
	u64 w[4], seed = 1;
	u8 bytes[32], key_bytes[16];
	int i, j;

	for (i = 0; i < 10000; i++) {
		for (j = 0; j < 4; j++)
			w[j] = i ? pure_random(&seed) : 0;
		key.key[0] = pure_random(&seed);
		key.key[1] = pure_random(&seed);
		for (j = 0; j < 32; j++)
			bytes[j] = w[j / 8] >> (j % 8 * 8);
		for (j = 0; j < 16; j++)
			key_bytes[j] = key.key[j / 8] >> (j % 8 * 8);
		ck_assert_uint_eq(vsx_siphash13(w, 1, &key), reference(bytes, 8, key_bytes, 1, 3));
		ck_assert_uint_eq(vsx_siphash13(w, 2, &key), reference(bytes, 16, key_bytes, 1, 3));
		ck_assert_uint_eq(vsx_siphash13(w, 3, &key), reference(bytes, 24, key_bytes, 1, 3));
		ck_assert_uint_eq(vsx_siphash13(w, 4, &key), reference(bytes, 32, key_bytes, 1, 3));
	}
}
END_TEST

Suite *pure_siphash_suite(void)
{
	Suite *s = suite_create("siphash13");
	TCase *tc = tcase_create("siphash13");

	tcase_add_test(tc, reference_gives_the_papers_example);
	tcase_add_test(tc, hash_equals_the_reference);
	suite_add_tcase(s, tc);
	return s;
}
