// SPDX-License-Identifier: GPL-2.0-only
/* The parser of ipvsctl: addresses, ports, brackets, bounds. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"

#define ARRAY_SIZE(a) ((int)(sizeof(a) / sizeof((a)[0])))

#define TOO_LONG "111111111111111111111111111111111111111111111111111111111111111111111111"

/* A word with a default port (-1 for none), and what becomes of it. */
static const struct endpoint_case {
	const char *word;
	int default_port;
	const char *text;
	const char *error;
} endpoint_cases[] = {
	{ "192.0.2.1:80", -1, "192.0.2.1:80", NULL },
	{ "192.0.2.1:80", 443, "192.0.2.1:80", NULL },
	{ "192.0.2.1", 443, "192.0.2.1:443", NULL },
	{ "192.0.2.1", 0, "192.0.2.1:0", NULL },
	{ "0.0.0.0:1", -1, "0.0.0.0:1", NULL },
	{ "255.255.255.255:65535", -1, "255.255.255.255:65535", NULL },
	{ "[2001:db8::1]:80", -1, "[2001:db8::1]:80", NULL },
	{ "[2001:db8::1]", 80, "[2001:db8::1]:80", NULL },
	{ "2001:db8::1", 80, "[2001:db8::1]:80", NULL },
	{ "[::ffff:192.0.2.1]:80", -1, "[::ffff:192.0.2.1]:80", NULL },
	{ "[2001:0db8:0000:0000:0000:0000:0000:0001]:00080", -1, "[2001:db8::1]:80", NULL },
	{ "192.0.2.1", -1, NULL, "missing port: '192.0.2.1'" },
	{ "[2001:db8::1]", -1, NULL, "missing port: '[2001:db8::1]'" },
	{ "2001:db8::1", -1, NULL,
	  "missing port, or brackets around the IPv6 address: '2001:db8::1'" },
	{ "192.0.2.1:", -1, NULL, "not a port: ''" },
	{ "192.0.2.1:80x", -1, NULL, "not a port: '80x'" },
	{ "192.0.2.1:+80", -1, NULL, "not a port: '+80'" },
	{ "192.0.2.1:-1", -1, NULL, "not a port: '-1'" },
	{ "192.0.2.1:0", -1, NULL, "port out of range (1 to 65535): '0'" },
	{ "192.0.2.1:65536", -1, NULL, "port out of range (1 to 65535): '65536'" },
	{ "192.0.2.1:99999999999999999999999", -1, NULL,
	  "port out of range (1 to 65535): '99999999999999999999999'" },
	{ "192.0.2.256:80", -1, NULL, "not an address: '192.0.2.256'" },
	{ "192.0.2:80", -1, NULL, "not an address: '192.0.2'" },
	{ "www.example.org:80", -1, NULL, "not an address: 'www.example.org'" },
	{ ":80", -1, NULL, "not an address: ''" },
	{ "", 80, NULL, "not an address: ''" },
	{ "[]:80", -1, NULL, "not an address: '[]:80'" },
	{ "[2001:db8::1", -1, NULL, "not an address: '[2001:db8::1'" },
	{ "[2001:db8::1]80", -1, NULL, "not an address: '[2001:db8::1]80'" },
	{ "[2001:db8::1]:", -1, NULL, "not a port: ''" },
	{ "[192.0.2.1]:80", -1, NULL, "not an address: '[192.0.2.1]:80'" },
	{ "[fe80::1%eth0]:80", -1, NULL, "not an address: 'fe80::1%eth0'" },
	{ "2001:db8::x", 80, NULL, "not an address: '2001:db8::x'" },
	{ "1:2:3:4:5:6:7:8:9", 80, NULL, "not an address: '1:2:3:4:5:6:7:8:9'" },
	{ TOO_LONG, 80, NULL, "not an address: '" TOO_LONG "'" },
};

START_TEST(endpoint)
{
	const struct endpoint_case *c = &endpoint_cases[_i];
	char text[ENDPOINT_TEXT_LEN];
	struct endpoint at;
	struct error err;
	int status = parse_endpoint(c->word, c->default_port, &at, &err);

	if (c->error) {
		ck_assert_int_eq(status, STATUS_USAGE);
		ck_assert_str_eq(err.text, c->error);
		return;
	}
	ck_assert_int_eq(status, STATUS_OK);
	endpoint_text(&at, text, sizeof(text));
	ck_assert_str_eq(text, c->text);
}

END_TEST

/* A number with its bound, and what becomes of it. */
static const struct number_case {
	const char *word;
	uint32_t max;
	uint32_t value;
	const char *error;
} number_cases[] = {
	{ "0", 10, 0, NULL },
	{ "10", 10, 10, NULL },
	{ "0010", 10, 10, NULL },
	{ "2147483647", 2147483647, 2147483647, NULL },
	{ "4294967295", 4294967295, 4294967295, NULL },
	{ "11", 10, 0, "weight out of range (0 to 10): '11'" },
	{ "2147483648", 2147483647, 0, "weight out of range (0 to 2147483647): '2147483648'" },
	{ "4294967296", 4294967295, 0, "weight out of range (0 to 4294967295): '4294967296'" },
	{ "18446744073709551616", 10, 0, "weight out of range (0 to 10): '18446744073709551616'" },
	{ "", 10, 0, "weight is not a number: ''" },
	{ "-1", 10, 0, "weight is not a number: '-1'" },
	{ " 1", 10, 0, "weight is not a number: ' 1'" },
	{ "1 ", 10, 0, "weight is not a number: '1 '" },
	{ "0x1", 10, 0, "weight is not a number: '0x1'" },
	{ "1.5", 10, 0, "weight is not a number: '1.5'" },
};

START_TEST(number)
{
	const struct number_case *c = &number_cases[_i];
	uint32_t value = 12345;
	struct error err;
	int status = parse_number("weight", c->word, c->max, &value, &err);

	if (c->error) {
		ck_assert_int_eq(status, STATUS_USAGE);
		ck_assert_str_eq(err.text, c->error);
		ck_assert_uint_eq(value, 12345);
		return;
	}
	ck_assert_int_eq(status, STATUS_OK);
	ck_assert_uint_eq(value, c->value);
}

END_TEST

/* A line of a batch and its words, joined by '|'. */
static const struct line_case {
	const char *line;
	const char *words;
} line_cases[] = {
	{ "list\n", "list" },
	{ "  service \t add  tcp 192.0.2.1:80\r\n", "service|add|tcp|192.0.2.1:80" },
	{ "list # all of them\n", "list" },
	{ "# nothing\n", "" },
	{ "   \t ", "" },
	{ "\n", "" },
	{ "", "" },
	{ "flush", "flush" },
	{ "a b c d e f g h\n", "a|b|c|d|e|f|g|h" },
};

START_TEST(batch_line)
{
	const struct line_case *c = &line_cases[_i];
	char joined[128] = "", *argv[8], *copy = strdup(c->line);
	struct error err;
	int argc, i;

	ck_assert_int_eq(parse_line(copy, argv, 8, &err, &argc), STATUS_OK);
	for (i = 0; i < argc; i++) {
		strcat(joined, i ? "|" : "");
		strcat(joined, argv[i]);
	}
	ck_assert_str_eq(joined, c->words);
	free(copy);
}

END_TEST

START_TEST(line_too_long)
{
	char line[] = "a b c d\n", *argv[3];
	struct error err;
	int argc;

	ck_assert_int_eq(parse_line(line, argv, 3, &err, &argc), STATUS_USAGE);
	ck_assert_str_eq(err.text, "too many words at: 'd'");
}

END_TEST

/* Errors must not overflow, however long the word. */
START_TEST(long_word)
{
	char word[2000];
	struct error err;
	uint16_t port;

	memset(word, '9', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	ck_assert_int_eq(parse_port(word, &port, &err), STATUS_USAGE);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
}

END_TEST

START_TEST(names)
{
	ck_assert_str_eq(protocol_name(255), "?");
	ck_assert_str_eq(no_dest_name(200), "?");
	ck_assert_str_eq(method_name(200), "?");
	ck_assert_str_eq(conn_state_name(VSX_CONN_STATE_UDP), "udp");
	ck_assert_str_eq(conn_state_name(VSX_CONN_STATE_UDP + 1), "?");
	ck_assert_str_eq(conn_state_name(VSX_CONN_STATE_SCTP_CLOSED), "closed");
	ck_assert_str_eq(conn_state_name(VSX_CONN_STATE_SCTP_CLOSED + 1), "?");
	ck_assert_str_eq(conn_state_name(255), "?");
	ck_assert_uint_eq(addr_len(0), 0);
}

END_TEST

int main(void)
{
	Suite *suite = suite_create("ctl_parse");
	TCase *tcase = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, endpoint, 0, ARRAY_SIZE(endpoint_cases));
	tcase_add_loop_test(tcase, number, 0, ARRAY_SIZE(number_cases));
	tcase_add_loop_test(tcase, batch_line, 0, ARRAY_SIZE(line_cases));
	tcase_add_test(tcase, line_too_long);
	tcase_add_test(tcase, long_word);
	tcase_add_test(tcase, names);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
