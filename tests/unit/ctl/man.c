// SPDX-License-Identifier: GPL-2.0-only
/* The manual page: its examples run, and it has all commands, options and JSON names. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "run.h"

static struct fake fake;
static char *page;

/* The page without backslashes, most of which are escapes of dashes. */
static void setup(void)
{
	FILE *file = fopen(MAN_PAGE, "r");
	size_t len = 0;
	int c;

	ck_assert_ptr_nonnull(file);
	page = calloc(1, 65536);
	while ((c = fgetc(file)) != EOF && len < 65535)
		if (c != '\\')
			page[len++] = (char)c;
	fclose(file);
	fake_init(&fake);
	fake_fill(&fake);
}

static void teardown(void)
{
	free(page);
	fake_clear(&fake);
}

static int run_example(char *line)
{
	struct run run;

	line[strcspn(line, "\n")] = '\0';
	ck_assert_msg(!strncmp(line, "ipvsctl ", 8), "%s", line);
	run = run_line(&fake, line + 8, NULL);
	ck_assert_msg(!run.status, "%s: %s", line, run.errors);
	run_free(&run);
	return 1;
}

START_TEST(examples)
{
	char *line = page, *next;
	bool example = false;
	int count = 0;

	for (; *line; line = next) {
		next = line + strcspn(line, "\n");
		next += !!*next;
		if (!strncmp(line, ".EX\n", 4))
			example = true;
		else if (!strncmp(line, ".EE\n", 4))
			example = false;
		else if (example)
			count += run_example(line);
	}
	ck_assert_int_ge(count, 10);
}

END_TEST

START_TEST(commands_documented)
{
	char heading[64];
	size_t i;

	for (i = 0; i < commands_count; i++) {
		const struct command *c = &commands[i];

		snprintf(heading, sizeof(heading), "\n.SS %s%s%s\n", c->object,
			 c->verb ? " " : "", c->verb ? c->verb : "");
		ck_assert_msg(!!strstr(page, heading), "%s", heading);
	}
}

END_TEST

START_TEST(options_documented)
{
	static const char *const options[] = {
		".BI scheduler ", ".BR sched-flags ", ".BI table-size ", ".BR hash-key ",
		".BI timeout-tcp ", ".BI timeout-fin ", ".BI timeout-udp ",
		".BI grace ", ".BR no-dest ", ".BI mss ", ".BR method ", ".BI weight ", ".BR type ",
		".BI port ", ".BR checksum ",
	};
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		ck_assert_msg(!!strstr(page, options[i]), "%s", options[i]);
}

END_TEST

/* Each name of the objects in a document is a word in bold of the page. */
static void check_names(const json_t *json)
{
	const char *name;
	char bold[64], bold_list[64];
	json_t *value;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)json, i, value)
		check_names(value);
	json_object_foreach((json_t *)(uintptr_t)json, name, value) {
		snprintf(bold, sizeof(bold), "\n.B %s\n", name);
		snprintf(bold_list, sizeof(bold_list), "\n.BR %s ", name);
		ck_assert_msg(strstr(page, bold) || strstr(page, bold_list), "%s", name);
		check_names(value);
	}
}

START_TEST(json_documented)
{
	static const char *const lines[] = {
		"-j list", "-j stats", "-j stats --reasons", "-j conns", "-j version",
	};
	struct run run;
	json_t *json;
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		run = run_line(&fake, lines[i], NULL);
		json = json_loads(run.text, 0, NULL);
		ck_assert_ptr_nonnull(json);
		check_names(json);
		json_decref(json);
		run_free(&run);
	}
}

END_TEST

int main(void)
{
	Suite *suite = suite_create("ctl_man");
	TCase *tcase = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, examples);
	tcase_add_test(tcase, commands_documented);
	tcase_add_test(tcase, options_documented);
	tcase_add_test(tcase, json_documented);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
