// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - runs the tests of the pure files.
 */
#include <stdlib.h>

#include "pure/kit.h"

u64 pure_random(u64 *state)
{
	u64 x = *state + 0x9e3779b97f4a7c15ULL;

	*state = x;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

int main(void)
{
	SRunner *sr = srunner_create(pure_siphash_suite());
	int failed;

	srunner_add_suite(sr, pure_crc32c_suite());
	srunner_add_suite(sr, pure_mss_suite());
	srunner_add_suite(sr, pure_overload_suite());
	srunner_add_suite(sr, pure_rate_suite());
	srunner_add_suite(sr, pure_sctp_suite());
	srunner_add_suite(sr, pure_tcp_suite());
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
