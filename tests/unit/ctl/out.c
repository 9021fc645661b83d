// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ipvsctl prints, compared with the files in golden/. With GOLDEN=write in
 * the environment these are written anew; the difference is then for git diff.
 */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"

#define ARRAY_SIZE(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* A command line and the file with its output. */
static const struct golden_case {
	const char *line;
	const char *file;
} golden_cases[] = {
	{ "list", "list.txt" },
	{ "-j list", "list.json" },
	{ "service show tcp 192.0.2.1:80", "show.txt" },
	{ "-j service show tcp 192.0.2.1:80", "show.json" },
	{ "stats", "stats.txt" },
	{ "-j stats", "stats.json" },
	{ "stats --reasons", "reasons.txt" },
	{ "-j stats --reasons", "reasons.json" },
	{ "conns", "conns.txt" },
	{ "-j conns", "conns.json" },
	{ "help", "help.txt" },
	{ "help service add", "help_service_add.txt" },
};

static struct fake fake;

static void setup(void)
{
	fake_init(&fake);
}

static void teardown(void)
{
	fake_clear(&fake);
}

static char *read_file(const char *name)
{
	FILE *file = fopen(name, "r");
	char *text = calloc(1, 65536);

	if (file) {
		text[fread(text, 1, 65535, file)] = '\0';
		fclose(file);
	}
	return text;
}

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void check_json(const char *text)
{
	json_error_t error;
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	ck_assert_msg(!!json, "%s: %s", error.text, text);
	json_decref(json);
}

START_TEST(golden)
{
	const struct golden_case *c = &golden_cases[_i];
	char name[512], *expected;
	struct run run;

	fake_fill(&fake);
	if (strstr(c->line, "show")) {
		fake.services.items[0] = fake.services.items[2];
		memmove(fake.dests.items, fake.dests.items + 1, 2 * sizeof(struct dest));
		fake.dests.len = 2;
	}
	run = run_line(&fake, c->line, NULL);
	ck_assert_int_eq(run.status, 0);
	ck_assert_str_eq(run.errors, "");
	if (!strncmp(c->line, "-j", 2))
		check_json(run.text);
	snprintf(name, sizeof(name), GOLDEN_DIR "/%s", c->file);
	if (getenv("GOLDEN") && !strcmp(getenv("GOLDEN"), "write"))
		write_file(name, run.text);
	expected = read_file(name);
	ck_assert_str_eq(run.text, expected);
	free(expected);
	run_free(&run);
}

END_TEST

/* With nothing to show: headings in text, empty arrays in JSON. */
START_TEST(empty)
{
	struct run run = run_line(&fake, "-j list", NULL);

	ck_assert_str_eq(run.text, "{\"services\":[]}\n");
	run_free(&run);
	run = run_line(&fake, "-j conns", NULL);
	ck_assert_str_eq(run.text, "{\"connections\":[]}\n");
	run_free(&run);
	run = run_line(&fake, "list", NULL);
	ck_assert_int_eq(strncmp(run.text, "PROTO  ADDRESS  HOW", 19), 0);
	ck_assert_ptr_eq(strchr(run.text, '\n'), run.text + strlen(run.text) - 1);
	run_free(&run);
}

END_TEST

/* More rows than a page of the table: each is there, and aligned with the others. */
START_TEST(pages)
{
	enum { COUNT = 10000 };
	struct conn *conns = calloc(COUNT, sizeof(*conns));
	struct run run;
	char *line;
	size_t width = 0, i;

	for (i = 0; i < COUNT; i++) {
		conns[i].virt = fake_key(6, "198.51.100.1:1");
		conns[i].client = conns[i].virt.at;
		conns[i].dest = conns[i].virt.at;
		conns[i].expires = (uint32_t)i;
	}
	fake.conns = conns;
	fake.conns_len = COUNT;
	run = run_line(&fake, "conns", NULL);
	line = strchr(run.text, '\n') + 1;
	width = strcspn(line, "\n");
	for (i = 0; i < COUNT; i++) {
		ck_assert_uint_eq(strcspn(line, "\n"), width);
		line += width + 1;
	}
	ck_assert_str_eq(line, "");
	run_free(&run);
	run = run_line(&fake, "-j conns", NULL);
	check_json(run.text);
	run_free(&run);
	free(conns);
}

END_TEST

START_TEST(version)
{
	struct run run;

	fake_fill(&fake);
	run = run_line(&fake, "version", NULL);
	ck_assert_ptr_nonnull(strstr(run.text, "module        9.8.7\n"));
	run_free(&run);
	run = run_line(&fake, "-j version", NULL);
	check_json(run.text);
	ck_assert_ptr_nonnull(strstr(run.text, "\"module\":\"9.8.7\""));
	run_free(&run);
	run = run_line(NULL, "-j version", NULL);
	check_json(run.text);
	ck_assert_ptr_nonnull(strstr(run.text, "\"module\":null"));
	run_free(&run);
}

END_TEST

/* A destination whose service came between the two dumps is left out. */
START_TEST(stray_destination)
{
	struct run run;

	fake_fill(&fake);
	fake.dests.items[0].svc = fake_key(6, "192.0.2.1:1");
	run = run_line(&fake, "list", NULL);
	ck_assert_ptr_null(strstr(run.text, "2001:db8:1::1"));
	ck_assert_ptr_nonnull(strstr(run.text, "10.0.0.12:8080"));
	run_free(&run);
}

END_TEST

int main(void)
{
	Suite *suite = suite_create("ctl_out");
	TCase *tcase = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, golden, 0, ARRAY_SIZE(golden_cases));
	tcase_add_test(tcase, empty);
	tcase_add_test(tcase, pages);
	tcase_add_test(tcase, version);
	tcase_add_test(tcase, stray_destination);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
