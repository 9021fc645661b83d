/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs one command line of ipvsctl against the fake kernel. */
#ifndef TESTS_UNIT_CTL_RUN_H
#define TESTS_UNIT_CTL_RUN_H

#include "fake.h"

/**
 * struct run - how a command line ended
 * @status: exit status
 * @text: standard output
 * @errors: standard error
 */
struct run {
	int status;
	char *text;
	char *errors;
};

struct run run_line(struct fake *fake, const char *line, const char *input);
void run_free(struct run *run);

#endif
