// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - runs the tests of the pure files.
 */
#include <stdlib.h>

#include "pure/kit.h"

int main(void)
{
	SRunner *sr = srunner_create(pure_siphash_suite());
	int failed;

	srunner_add_suite(sr, pure_tcp_suite());
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
