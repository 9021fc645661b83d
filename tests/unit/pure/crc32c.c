// SPDX-License-Identifier: GPL-2.0-only
/*
 * crc32c.c - CRC32c of known texts, and its change against computing it anew.
 */
#include <string.h>

#include <linux/kernel.h>

#include "pure/crc32c.h"
#include "pure/kit.h"

/* RFC 3720, B.4, and the check value of the catalogues. */
START_TEST(known_values)
{
	u8 data[32];
	int i;

	ck_assert_uint_eq(vsx_crc32c((const u8 *)"123456789", 9), 0xe3069283);
	memset(data, 0, sizeof(data));
	ck_assert_uint_eq(vsx_crc32c(data, sizeof(data)), 0x8a9136aa);
	memset(data, 0xff, sizeof(data));
	ck_assert_uint_eq(vsx_crc32c(data, sizeof(data)), 0x62a8ab43);
	for (i = 0; i < 32; i++)
		data[i] = i;
	ck_assert_uint_eq(vsx_crc32c(data, sizeof(data)), 0x46dd794e);
}
END_TEST

static u32 first_word(const u8 *data)
{
	return data[0] | data[1] << 8 | data[2] << 16 | (u32)data[3] << 24;
}

/* Each length there is up to 300, and some of every size up to the largest. */
START_TEST(change_is_as_if_computed_anew)
{
	static u8 data[100000];
	u64 seed = 1;
	unsigned int round, i;

	for (i = 0; i < sizeof(data); i++)
		data[i] = pure_random(&seed);
	for (round = 4; round < 360; round++) {
		unsigned int len = round <= 300 ? round : round == 301 ? sizeof(data) :
				   4 + pure_random(&seed) % (1U << (3 + round % 14));
		u32 crc = vsx_crc32c(data, len), was = first_word(data);

		for (i = 0; i < 4; i++)
			data[i] = pure_random(&seed);
		crc ^= vsx_crc32c_change(was ^ first_word(data), len);
		ck_assert_msg(crc == vsx_crc32c(data, len), "%u bytes", len);
	}
}
END_TEST

Suite *pure_crc32c_suite(void)
{
	Suite *s = suite_create("crc32c");
	TCase *tc = tcase_create("crc32c");

	tcase_add_test(tc, known_values);
	tcase_add_test(tc, change_is_as_if_computed_anew);
	suite_add_tcase(s, tc);
	return s;
}
