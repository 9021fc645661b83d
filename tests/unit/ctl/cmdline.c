// SPDX-License-Identifier: GPL-2.0-only
/* Command lines of ipvsctl: exit status, and what the kernel is asked or the user told. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "run.h"

#define ARRAY_SIZE(a) ((int)(sizeof(a) / sizeof((a)[0])))

#define WEB "tcp 192.0.2.1:80"
#define WEB6 "tcp [2001:db8::1]:80"

/* Exit status, words, and the requests made (0) or the error printed (2). */
static const struct line_case {
	int status;
	const char *line;
	const char *expected;
} line_cases[] = {
	/* service */
	{ 0, "service add " WEB, "svc-new " WEB "\n" },
	{ 0, "service add " WEB6, "svc-new " WEB6 "\n" },
	{ 0, "service add udp 192.0.2.1:53 scheduler rr",
	  "svc-new udp 192.0.2.1:53 scheduler=rr\n" },
	{ 0, "service add sctp [2001:db8::1]:80 scheduler rr",
	  "svc-new sctp [2001:db8::1]:80 scheduler=rr\n" },
	{ 0, "service add " WEB " timeout-tcp 345600 timeout-fin 0 timeout-udp 1 grace 3600",
	  "svc-new " WEB " timeout-tcp=345600 timeout-fin=0 timeout-udp=1 grace=3600\n" },
	{ 0, "service add " WEB " scheduler mh sched-flags fallback,port table-size 65537",
	  "svc-new " WEB " scheduler=mh sched-flags=3 table-size=65537\n" },
	{ 0, "service set " WEB " sched-flags none", "svc-set " WEB " sched-flags=0\n" },
	{ 0, "service set " WEB " sched-flags port", "svc-set " WEB " sched-flags=2\n" },
	{ 0, "service set " WEB " sched-flags port,fallback", "svc-set " WEB " sched-flags=3\n" },
	{ 0, "service set " WEB " hash-key ab0102030405060708090a0b0c0d0eff",
	  "svc-set " WEB " hash-key=ab..ff\n" },
	{ 0, "service set " WEB " hash-key default", "svc-set " WEB " hash-key=default:00..00\n" },
	{ 2, "service set " WEB " hash-key abc",
	  "service set: not default or 32 digits of 0-9 a-f: 'abc'" },
	{ 2, "service set " WEB " hash-key ab0102030405060708090a0b0c0d0efg",
	  "service set: not default or 32 digits of 0-9 a-f: 'ab0102030405060708090a0b0c0d0efg'" },
	{ 2, "service set " WEB " sched-flags port,",
	  "service set: not none, fallback, port or fallback,port: 'port,'" },
	{ 2, "service set " WEB " sched-flags port,port",
	  "service set: not none, fallback, port or fallback,port: 'port,port'" },
	{ 2, "service set " WEB " sched-flags sh-port",
	  "service set: not none, fallback, port or fallback,port: 'sh-port'" },
	{ 2, "service set " WEB " table-size 4194302",
	  "service set: table-size out of range (0 to 4194301): '4194302'" },
	{ 0, "service add " WEB " no-dest drop", "svc-new " WEB " no-dest=drop\n" },
	{ 0, "service add " WEB " no-dest bypass", "svc-new " WEB " no-dest=bypass\n" },
	{ 0, "service add " WEB " mss 1380", "svc-new " WEB " mss=1380\n" },
	{ 0, "service set " WEB " mss 0", "svc-set " WEB " mss=0\n" },
	{ 2, "service add " WEB " mss 65536", "service add: mss out of range (0 to 65535): '65536'" },
	{ 0, "service add " WEB " no-dest reject", "svc-new " WEB " no-dest=reject\n" },
	{ 0, "service add " WEB " persist 300 persist-prefix 24 expire-quiescent on",
	  "svc-new " WEB " persist=300 persist-prefix=24 expire-quiescent=1\n" },
	{ 0, "service add udp 192.0.2.1:53 one-packet on",
	  "svc-new udp 192.0.2.1:53 one-packet=1\n" },
	{ 0, "service set " WEB " persist 0 one-packet off",
	  "svc-set " WEB " persist=0 one-packet=0\n" },
	{ 2, "service add " WEB " persist 345601",
	  "service add: persist out of range (0 to 345600): '345601'" },
	{ 2, "service add " WEB " persist-prefix 129",
	  "service add: persist-prefix out of range (0 to 128): '129'" },
	{ 2, "service add " WEB " one-packet 1", "service add: not on or off: '1'" },
	{ 0, "service add mark 7", "svc-new mark 7\n" },
	{ 0, "service add mark6 4294967295 scheduler rr persist 60",
	  "svc-new mark6 4294967295 scheduler=rr persist=60\n" },
	{ 0, "service add tcp 192.0.2.1:0 persist 9", "svc-new tcp 192.0.2.1:0 persist=9\n" },
	{ 0, "service add udp [2001:db8::1]:0 persist 9",
	  "svc-new udp [2001:db8::1]:0 persist=9\n" },
	{ 0, "dest add mark 7 10.0.0.1 weight 2", "dest-new mark 7 to 10.0.0.1:0 weight=2\n" },
	{ 0, "dest add mark6 7 [2001:db8::2]:80", "dest-new mark6 7 to [2001:db8::2]:80\n" },
	{ 0, "dest del tcp 192.0.2.1:0 10.0.0.1", "dest-del tcp 192.0.2.1:0 to 10.0.0.1:0\n" },
	{ 0, "list mark 7", "svc-get mark 7\ndest-get all mark 7\n" },
	{ 2, "service add mark", "service add: missing firewall mark" },
	{ 2, "service add mark 0", "service add: a firewall mark is not 0" },
	{ 2, "service add mark 0x7", "service add: mark is not a number: '0x7'" },
	{ 2, "service add mark 4294967296",
	  "service add: mark out of range (0 to 4294967295): '4294967296'" },
	{ 2, "service add tcp 192.0.2.1:00",
	  "service add: port out of range (1 to 65535): '00'" },
	{ 0, "service set " WEB " scheduler wlc", "svc-set " WEB " scheduler=wlc\n" },
	{ 0, "service set " WEB " grace 0 scheduler wrr",
	  "svc-set " WEB " scheduler=wrr grace=0\n" },
	{ 0, "service del " WEB, "svc-del " WEB "\n" },
	{ 0, "service show " WEB, "svc-get " WEB "\ndest-get all " WEB "\n" },
	{ 2, "service add", "service add: missing service: tcp|udp|sctp ADDR:PORT or mark|mark6 N" },
	{ 2, "service add dccp 192.0.2.1:80", "service add: not tcp, udp, sctp, mark or mark6: 'dccp'" },
	{ 2, "service add TCP 192.0.2.1:80", "service add: not tcp, udp, sctp, mark or mark6: 'TCP'" },
	{ 2, "service add tcp", "service add: missing address after: 'tcp'" },
	{ 2, "service add tcp 192.0.2.1:80x", "service add: not a port: '80x'" },
	{ 2, "service add tcp 192.0.2.1", "service add: missing port: '192.0.2.1'" },
	{ 2, "service add tcp host:80", "service add: not an address: 'host'" },
	{ 2, "service add " WEB " sched rr", "service add: unknown option: 'sched'" },
	{ 2, "service add " WEB " weight 1", "service add: unknown option: 'weight'" },
	{ 2, "service add " WEB " scheduler", "service add: missing value after: 'scheduler'" },
	{ 2, "service add " WEB " scheduler name-of-16-chars",
	  "service add: not a scheduler's name: 'name-of-16-chars'" },
	{ 2, "service add " WEB " grace 1 grace 2", "service add: option given twice: 'grace'" },
	{ 2, "service add " WEB " grace 3601",
	  "service add: grace out of range (0 to 3600): '3601'" },
	{ 2, "service add " WEB " timeout-tcp 345601",
	  "service add: timeout-tcp out of range (0 to 345600): '345601'" },
	{ 2, "service add " WEB " timeout-fin -1",
	  "service add: timeout-fin is not a number: '-1'" },
	{ 2, "service add " WEB " timeout-udp 5s",
	  "service add: timeout-udp is not a number: '5s'" },
	{ 2, "service add " WEB " no-dest ignore", "service add: not reject, drop or bypass: 'ignore'" },
	{ 2, "service set " WEB, "service set: nothing to change: name an option" },
	{ 2, "service set " WEB " grace", "service set: missing value after: 'grace'" },
	{ 2, "service del", "service del: missing service: tcp|udp|sctp ADDR:PORT or mark|mark6 N" },
	{ 2, "service del " WEB " scheduler rr", "service del: unexpected word: 'scheduler'" },
	{ 2, "service show", "service show: missing service: tcp|udp|sctp ADDR:PORT or mark|mark6 N" },
	{ 2, "service show " WEB " now", "service show: unexpected word: 'now'" },
	/* dest */
	{ 0, "dest add " WEB " 10.0.0.1", "dest-new " WEB " to 10.0.0.1:80\n" },
	{ 0, "dest add " WEB " 10.0.0.1:8080 weight 0",
	  "dest-new " WEB " to 10.0.0.1:8080 weight=0\n" },
	{ 0, "dest add " WEB6 " 2001:db8::2 method nat weight 2147483647",
	  "dest-new " WEB6 " to [2001:db8::2]:80 method=nat weight=2147483647\n" },
	{ 0, "dest add " WEB6 " [2001:db8::2]:8080",
	  "dest-new " WEB6 " to [2001:db8::2]:8080\n" },
	{ 0, "dest set " WEB " 10.0.0.1 weight 5", "dest-set " WEB " to 10.0.0.1:80 weight=5\n" },
	{ 0, "dest set " WEB " 10.0.0.1 method nat",
	  "dest-set " WEB " to 10.0.0.1:80 method=nat\n" },
	{ 0, "dest add " WEB " 10.0.0.1 upper 10 lower 2147483647",
	  "dest-new " WEB " to 10.0.0.1:80 upper=10 lower=2147483647\n" },
	{ 0, "dest set " WEB " 10.0.0.1 upper 0", "dest-set " WEB " to 10.0.0.1:80 upper=0\n" },
	{ 2, "dest set " WEB " 10.0.0.1 lower -1", "dest set: lower is not a number: '-1'" },
	{ 2, "dest set " WEB " 10.0.0.1 upper 2147483648",
	  "dest set: upper out of range (0 to 2147483647): '2147483648'" },
	{ 0, "dest del " WEB " 10.0.0.1:8080", "dest-del " WEB " to 10.0.0.1:8080\n" },
	{ 2, "dest add", "dest add: missing service: tcp|udp|sctp ADDR:PORT or mark|mark6 N" },
	{ 2, "dest add " WEB, "dest add: missing destination: ADDR[:PORT]" },
	{ 2, "dest add " WEB " 10.0.0.1:0", "dest add: port out of range (1 to 65535): '0'" },
	{ 2, "dest add " WEB " 10.0.0", "dest add: not an address: '10.0.0'" },
	{ 0, "dest add " WEB " 10.0.0.1 method dr", "dest-new " WEB " to 10.0.0.1:80 method=dr\n" },
	{ 0, "dest add " WEB " 10.0.0.1 method tunnel weight 2",
	  "dest-new " WEB " to 10.0.0.1:80 method=tunnel weight=2\n" },
	{ 0, "dest add " WEB " 2001:db8::2 method tunnel type gue port 6080 checksum remote",
	  "dest-new " WEB
	  " to [2001:db8::2]:80 method=tunnel type=gue port=6080 checksum=remote\n" },
	{ 0, "dest set " WEB " 10.0.0.1 type gre checksum full",
	  "dest-set " WEB " to 10.0.0.1:80 type=gre checksum=full\n" },
	{ 0, "dest set " WEB " 10.0.0.1 checksum none type ipip",
	  "dest-set " WEB " to 10.0.0.1:80 type=ipip checksum=none\n" },
	{ 2, "dest add " WEB " 10.0.0.1 method tun",
	  "dest add: not a forwarding method (nat, dr, tunnel): 'tun'" },
	{ 2, "dest add " WEB " 10.0.0.1 type vxlan",
	  "dest add: not a type of tunnel (ipip, gre, gue): 'vxlan'" },
	{ 2, "dest add " WEB " 10.0.0.1 port 0",
	  "dest add: port out of range (1 to 65535): '0'" },
	{ 2, "dest add " WEB " 10.0.0.1 checksum yes",
	  "dest add: not none, full or remote: 'yes'" },
	{ 2, "dest add " WEB " 10.0.0.1 weight 2147483648",
	  "dest add: weight out of range (0 to 2147483647): '2147483648'" },
	{ 2, "dest add " WEB " 10.0.0.1 weight", "dest add: missing value after: 'weight'" },
	{ 2, "dest add " WEB " 10.0.0.1 weight 1 weight 1",
	  "dest add: option given twice: 'weight'" },
	{ 2, "dest add " WEB " 10.0.0.1 scheduler rr", "dest add: unknown option: 'scheduler'" },
	{ 2, "dest set " WEB " 10.0.0.1", "dest set: nothing to change: name an option" },
	{ 2, "dest del " WEB, "dest del: missing destination: ADDR[:PORT]" },
	{ 2, "dest del " WEB " 10.0.0.1 weight 1", "dest del: unexpected word: 'weight'" },
	/* the others */
	{ 0, "list", "svc-get all\ndest-get all\n" },
	{ 0, "list " WEB, "svc-get " WEB "\ndest-get all " WEB "\n" },
	{ 2, "list all", "list: not tcp, udp, sctp, mark or mark6: 'all'" },
	{ 2, "list " WEB " x", "list: unexpected word: 'x'" },
	{ 0, "stats", "info-get\nsvc-get all\n" },
	{ 0, "stats --reasons", "reason-get all\n" },
	{ 0, "stats " WEB, "svc-get " WEB "\ndest-get all " WEB "\n" },
	{ 2, "stats --rates", "stats: not tcp, udp, sctp, mark or mark6: '--rates'" },
	{ 2, "stats --reasons x", "stats: unexpected word: 'x'" },
	{ 0, "conns", "conn-get all\n" },
	{ 2, "conns x", "conns: unexpected word: 'x'" },
	{ 0, "flush", "flush\n" },
	{ 2, "flush " WEB, "flush: unexpected word: 'tcp'" },
	{ 0, "zero", "zero\n" },
	{ 0, "zero " WEB, "zero " WEB "\n" },
	{ 2, "zero tcp", "zero: missing address after: 'tcp'" },
	{ 0, "version", "info-get\n" },
	{ 2, "version x", "version: unexpected word: 'x'" },
	{ 0, "help", "" },
	{ 0, "help service", "" },
	{ 0, "help service add", "" },
	{ 0, "service add --help", "" },
	{ 0, "list -h", "" },
	{ 2, "help x", "help: unknown command: 'x'" },
	{ 2, "help service x", "help: unknown command: 'service x'" },
	{ 2, "help list x", "help: unexpected word: 'x'" },
	{ 2, "batch", "batch: missing file" },
	{ 2, "batch - x", "batch: unexpected word: 'x'" },
	{ 2, "batch /nonexistent/file",
	  "batch: cannot open: '/nonexistent/file': No such file or directory" },
	{ 2, "", "missing command; try 'ipvsctl help'" },
	{ 2, "serv add", "unknown command: 'serv'" },
	{ 2, "service", "missing word after: 'service'" },
	{ 2, "service ad " WEB, "unknown command: 'service ad'" },
	{ 2, "dest show", "unknown command: 'dest show'" },
};

static struct fake fake;

static void setup(void)
{
	fake_init(&fake);
	fake_fill(&fake);
	/* What is asked for alone is the first. */
	fake.services.items[0] = fake.services.items[2];
}

static void teardown(void)
{
	fake_clear(&fake);
}

START_TEST(command_line)
{
	const struct line_case *c = &line_cases[_i];
	struct run run = run_line(&fake, c->line, NULL);
	char expected[256] = "";

	ck_assert_msg(run.status == c->status, "%s: %d: %s", c->line, run.status, run.errors);
	if (c->status)
		snprintf(expected, sizeof(expected), "ipvsctl: %s\n", c->expected);
	ck_assert_str_eq(run.errors, expected);
	ck_assert_str_eq(fake.asked, c->status ? "" : c->expected);
	run_free(&run);
}

END_TEST

/* Each command prints the kernel's sentence, and nothing else. */
static const struct refusal_case {
	const char *line;
	const char *errors;
} refusal_cases[] = {
	{ "service add " WEB, "ipvsctl: service add: no, because\n" },
	{ "service set " WEB " grace 1", "ipvsctl: service set: no, because\n" },
	{ "service del " WEB, "ipvsctl: service del: no, because\n" },
	{ "service show " WEB, "ipvsctl: service show: no, because\n" },
	{ "dest add " WEB " 10.0.0.1", "ipvsctl: dest add: no, because\n" },
	{ "dest set " WEB " 10.0.0.1 weight 2", "ipvsctl: dest set: no, because\n" },
	{ "dest del " WEB " 10.0.0.1", "ipvsctl: dest del: no, because\n" },
	{ "list", "ipvsctl: list: no, because\n" },
	{ "list " WEB, "ipvsctl: list: no, because\n" },
	{ "stats", "ipvsctl: stats: no, because\n" },
	{ "stats --reasons", "ipvsctl: stats: no, because\n" },
	{ "flush", "ipvsctl: flush: no, because\n" },
	{ "zero", "ipvsctl: zero: no, because\n" },
};

START_TEST(refusal)
{
	const struct refusal_case *c = &refusal_cases[_i];
	struct run run;

	fake.refuse = EINVAL;
	fake.sentence = "no, because";
	run = run_line(&fake, c->line, NULL);
	ck_assert_int_eq(run.status, STATUS_REFUSED);
	ck_assert_str_eq(run.errors, c->errors);
	ck_assert_str_eq(run.text, "");
	run_free(&run);
}

END_TEST

START_TEST(no_module)
{
	struct run run = run_line(NULL, "list", NULL);

	ck_assert_int_eq(run.status, STATUS_REFUSED);
	ck_assert_str_eq(run.errors, "ipvsctl: list: ipvsx module is not loaded (modprobe ipvsx)\n");
	run_free(&run);
	run = run_line(NULL, "version", NULL);
	ck_assert_int_eq(run.status, STATUS_OK);
	ck_assert_str_eq(run.errors, "");
	ck_assert_ptr_nonnull(strstr(run.text, "ipvsx module is not loaded (modprobe ipvsx)"));
	run_free(&run);
	run = run_line(NULL, "service add tcp 192.0.2.1:80x", NULL);
	ck_assert_int_eq(run.status, STATUS_USAGE);
	run_free(&run);
}

END_TEST

START_TEST(warning)
{
	struct run run;

	fake.sentence = "mind this";
	run = run_line(&fake, "service add " WEB, NULL);
	ck_assert_int_eq(run.status, STATUS_OK);
	ck_assert_str_eq(run.errors, "ipvsctl: service add: warning: mind this\n");
	run_free(&run);
}

END_TEST

/* A configuration that changes meanwhile is asked for again. */
START_TEST(changing)
{
	struct run run;

	fake.interrupt = 2;
	run = run_line(&fake, "list", NULL);
	ck_assert_int_eq(run.status, STATUS_OK);
	ck_assert_str_eq(run.errors, "");
	ck_assert_str_eq(fake.asked, "svc-get all\nsvc-get all\nsvc-get all\ndest-get all\n");
	run_free(&run);
	fake.interrupt = 100;
	run = run_line(&fake, "list", NULL);
	ck_assert_int_eq(run.status, STATUS_REFUSED);
	ck_assert_str_eq(run.errors, "ipvsctl: list: the table changed while it was read\n");
	ck_assert_str_eq(run.text, "");
	run_free(&run);
}

END_TEST

/* A batch, and how it ends. */
static const struct batch_case {
	const char *input;
	int status;
	const char *asked;
	const char *errors;
} batch_cases[] = {
	{ "# two\nservice add " WEB "\n\n  dest add " WEB " 10.0.0.1 # first\n", 0,
	  "svc-new " WEB "\ndest-new " WEB " to 10.0.0.1:80\n", "" },
	{ "flush", 0, "flush\n", "" },
	{ "\n", 0, "", "" },
	{ "flush\nservice add tcp 1.2.3.4:x\nzero\n", 2, "flush\n",
	  "ipvsctl: line 2: service add: not a port: 'x'\n" },
	{ "flush\n\nnonsense\nzero\n", 2, "flush\n",
	  "ipvsctl: line 3: unknown command: 'nonsense'\n" },
	{ "batch -\n", 2, "", "ipvsctl: line 1: batch: a batch in a batch\n" },
	{ "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a z\n", 2, "",
	  "ipvsctl: line 1: batch: too many words at: 'z'\n" },
};

START_TEST(batch)
{
	const struct batch_case *c = &batch_cases[_i];
	struct run run = run_line(&fake, "batch -", c->input);

	ck_assert_int_eq(run.status, c->status);
	ck_assert_str_eq(run.errors, c->errors);
	ck_assert_str_eq(fake.asked, c->asked);
	run_free(&run);
}

END_TEST

START_TEST(batch_refused)
{
	struct run run;

	fake.refuse = EEXIST;
	fake.sentence = "the service exists";
	run = run_line(&fake, "batch -", "\nservice add " WEB "\nflush\n");
	ck_assert_int_eq(run.status, STATUS_REFUSED);
	ck_assert_str_eq(run.errors, "ipvsctl: line 2: service add: the service exists\n");
	ck_assert_str_eq(fake.asked, "svc-new " WEB "\n");
	run_free(&run);
}

END_TEST

START_TEST(batch_file)
{
	char name[] = "/tmp/ctl_cmdline.XXXXXX", line[64];
	int fd = mkstemp(name);
	FILE *file = fdopen(fd, "w");
	struct run run;

	ck_assert_ptr_nonnull(file);
	fputs("zero\nflush\n", file);
	fclose(file);
	snprintf(line, sizeof(line), "batch %s", name);
	run = run_line(&fake, line, NULL);
	unlink(name);
	ck_assert_int_eq(run.status, STATUS_OK);
	ck_assert_str_eq(fake.asked, "zero\nflush\n");
	run_free(&run);
}

END_TEST

/* Help names every command of the table. */
START_TEST(help)
{
	struct run all = run_line(&fake, "help", NULL), one;
	char line[64], syntax[128];
	size_t i;

	for (i = 0; i < commands_count; i++) {
		const struct command *c = &commands[i];

		snprintf(syntax, sizeof(syntax), "ipvsctl %s%s%s%s%s\n", c->object,
			 c->verb ? " " : "", c->verb ? c->verb : "", *c->args ? " " : "", c->args);
		ck_assert_ptr_nonnull(strstr(all.text, syntax));
		ck_assert_ptr_nonnull(strstr(all.text, c->help));
		snprintf(line, sizeof(line), "%s%s%s --help", c->object, c->verb ? " " : "",
			 c->verb ? c->verb : "");
		one = run_line(NULL, line, NULL);
		ck_assert_int_eq(one.status, STATUS_OK);
		ck_assert_ptr_nonnull(strstr(one.text, syntax));
		run_free(&one);
	}
	run_free(&all);
}

END_TEST

START_TEST(alone)
{
	struct ctx ctx = { .text = fopen("/dev/null", "w") };

	ck_assert_int_eq(cmd_run_alone(&ctx, "help"), STATUS_OK);
	ck_assert_str_eq(ctx.command->object, "help");
	ck_assert_int_eq(cmd_run_alone(&ctx, "service"), STATUS_USAGE);
	fclose(ctx.text);
}

END_TEST

int main(void)
{
	Suite *suite = suite_create("ctl_cmdline");
	TCase *tcase = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, command_line, 0, ARRAY_SIZE(line_cases));
	tcase_add_loop_test(tcase, refusal, 0, ARRAY_SIZE(refusal_cases));
	tcase_add_loop_test(tcase, batch, 0, ARRAY_SIZE(batch_cases));
	tcase_add_test(tcase, batch_refused);
	tcase_add_test(tcase, batch_file);
	tcase_add_test(tcase, no_module);
	tcase_add_test(tcase, warning);
	tcase_add_test(tcase, changing);
	tcase_add_test(tcase, help);
	tcase_add_test(tcase, alone);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
