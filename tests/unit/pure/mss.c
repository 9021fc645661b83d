// SPDX-License-Identifier: GPL-2.0-only
/*
 * mss.c - the MSS among TCP options, and options that lie. The memory checker sees every byte that is read.
 */
#include <stdlib.h>
#include <string.h>

#include "pure/kit.h"
#include "pure/tcp_mss.h"

static const struct {
	const char *name;
	u8 bytes[40];
	unsigned int len;
	int at;
} cases[] = {
	{ "no options", { 0 }, 0, -1 },
	{ "alone", { 2, 4, 5, 0xb4 }, 4, 2 },
	{ "as Linux sends it", { 2, 4, 5, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7 }, 20, 2 },
	{ "after others", { 1, 1, 4, 2, 3, 3, 7, 2, 4, 5, 0xb4, 0 }, 12, 9 },
	{ "at an odd place", { 1, 2, 4, 5, 0xb4, 0, 0, 0 }, 8, 3 },
	{ "after the end", { 0, 0, 0, 0, 2, 4, 5, 0xb4 }, 8, -1 },
	{ "the second of two is not looked at", { 2, 4, 1, 1, 2, 4, 5, 0xb4 }, 8, 2 },
	{ "cut behind its kind", { 1, 1, 1, 2 }, 4, -1 },
	{ "cut behind its length", { 1, 1, 2, 4 }, 4, -1 },
	{ "cut in its value", { 1, 2, 4, 5 }, 4, -1 },
	{ "of another length", { 2, 3, 5, 1, 2, 4, 5, 0xb4 }, 8, -1 },
	{ "longer than it is", { 2, 6, 5, 0xb4, 0, 0, 0, 0 }, 8, -1 },
	{ "an option of length 0", { 8, 0, 2, 4, 5, 0xb4, 0, 0 }, 8, -1 },
	{ "an option of length 1", { 8, 1, 2, 4, 5, 0xb4, 0, 0 }, 8, -1 },
	{ "an option longer than all", { 8, 255, 2, 4, 5, 0xb4, 0, 0 }, 8, -1 },
	{ "an option up to the end", { 8, 8, 2, 4, 5, 0xb4, 0, 0 }, 8, -1 },
};

/* From memory that ends where they end. */
static int find(const u8 *bytes, unsigned int len)
{
	u8 *copy = malloc(len ? len : 1);
	int at;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, bytes, len);
	at = vsx_tcp_mss_at(copy, len);
	free(copy);
	return at;
}

START_TEST(options)
{
	int at = find(cases[_i].bytes, cases[_i].len);

	ck_assert_msg(at == cases[_i].at, "%s: %d instead of %d", cases[_i].name, at, cases[_i].at);
}
END_TEST

/* Whatever they are, what is found is within. */
START_TEST(noise)
{
	u64 random = 1;
	u8 bytes[40];
	int round;

	for (round = 0; round < 100000; round++) {
		unsigned int len = pure_random(&random) % (sizeof(bytes) + 1), i;
		int at;

		for (i = 0; i < len; i++)
			bytes[i] = pure_random(&random) % 6;
		at = find(bytes, len);
		ck_assert(at == -1 || (at >= 2 && (unsigned int)at + 2 <= len && bytes[at - 2] == 2));
	}
}
END_TEST

Suite *pure_mss_suite(void)
{
	Suite *s = suite_create("mss");
	TCase *tc = tcase_create("mss");

	tcase_add_loop_test(tc, options, 0, sizeof(cases) / sizeof(*cases));
	tcase_add_test(tc, noise);
	suite_add_tcase(s, tc);
	return s;
}
