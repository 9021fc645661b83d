// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - runs the tests of the connection table.
 */
#include <stdlib.h>

#include "table/kit.h"

int main(void)
{
	SRunner *sr = srunner_create(table_entry_suite());
	int failed;

	srunner_add_suite(sr, table_layout_suite());
	srunner_add_suite(sr, table_sweep_suite());
	srunner_add_suite(sr, table_grow_suite());
	srunner_add_suite(sr, table_collect_suite());
	srunner_add_suite(sr, table_fail_suite());
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
