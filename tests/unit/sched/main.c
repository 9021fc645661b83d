// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - runs the tests of the schedulers.
 */
#include <stdlib.h>

#include "sched/kit.h"

int main(void)
{
	SRunner *sr = srunner_create(sched_find_suite());
	int failed;

	srunner_add_suite(sr, sched_rr_suite());
	srunner_add_suite(sr, sched_wrr_suite());
	srunner_add_suite(sr, sched_tree_suite());
	srunner_add_suite(sr, sched_wlc_suite());
	srunner_add_suite(sr, sched_fo_suite());
	srunner_add_suite(sr, sched_hash_suite());
	srunner_add_suite(sr, sched_mh_suite());
	srunner_add_suite(sr, sched_twos_suite());
	srunner_add_suite(sr, sched_limit_suite());
	srunner_add_suite(sr, sched_full_suite());
	srunner_add_suite(sr, sched_edges_suite());
	srunner_add_suite(sr, sched_locality_suite());
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
