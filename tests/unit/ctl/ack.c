// SPDX-License-Identifier: GPL-2.0-only
/* What ipvsctl reads out of the end of an exchange. */
#include <check.h>
#include <errno.h>
#include <linux/netlink.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "nl/ack.h"

#define ARRAY_SIZE(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* An acknowledgement, and the error or warning in it. */
static const struct ack_case {
	int type;
	int number;
	const char *sentence;
	bool capped;
	int status;
	const char *text;
} ack_cases[] = {
	{ NLMSG_ERROR, 0, NULL, true, STATUS_OK, "" },
	{ NLMSG_ERROR, 0, "mind this", true, STATUS_OK, "mind this" },
	{ NLMSG_ERROR, 0, "mind this", false, STATUS_OK, "mind this" },
	{ NLMSG_ERROR, EEXIST, "the service exists", true, STATUS_REFUSED, "the service exists" },
	{ NLMSG_ERROR, EEXIST, "the service exists", false, STATUS_REFUSED, "the service exists" },
	{ NLMSG_ERROR, ENOENT, NULL, true, STATUS_REFUSED, "No such file or directory" },
	{ NLMSG_ERROR, EPERM, NULL, false, STATUS_REFUSED,
	  "not permitted: this needs CAP_NET_ADMIN in the network namespace" },
	{ NLMSG_ERROR, EPERM, "no", false, STATUS_REFUSED, "no" },
	{ NLMSG_DONE, 0, NULL, false, STATUS_OK, "" },
	{ NLMSG_DONE, ENOENT, "no such service", false, STATUS_REFUSED, "no such service" },
	{ NLMSG_DONE, ENOMEM, NULL, false, STATUS_REFUSED, "Cannot allocate memory" },
};

START_TEST(ack)
{
	const struct ack_case *c = &ack_cases[_i];
	struct nl_msg *msg = fake_ack(c->type, c->number, c->sentence, c->capped);
	struct error err;

	ck_assert_int_eq(ack_parse(nlmsg_hdr(msg), &err), c->status);
	ck_assert_str_eq(err.text, c->text);
	ck_assert_int_eq(err.number, c->status ? c->number : 0);
	nlmsg_free(msg);
}

END_TEST

/* Whatever length the kernel claims, nothing is read outside of the message. */
START_TEST(truncated)
{
	struct nl_msg *msg = fake_ack(NLMSG_ERROR, EEXIST, "the service exists", false);
	uint32_t len = nlmsg_hdr(msg)->nlmsg_len;
	struct nlmsghdr *copy;
	struct error err;
	uint32_t cut;

	for (cut = NLMSG_HDRLEN; cut < len; cut++) {
		copy = malloc(cut);
		memcpy(copy, nlmsg_hdr(msg), cut);
		copy->nlmsg_len = cut;
		ck_assert_int_eq(ack_parse(copy, &err), STATUS_REFUSED);
		ck_assert_uint_gt(strlen(err.text), 0);
		free(copy);
	}
	nlmsg_free(msg);
}

END_TEST

/* A request length that points outside of the message means no sentence. */
START_TEST(wrong_length)
{
	struct nl_msg *msg = fake_ack(NLMSG_ERROR, EEXIST, "the service exists", false);
	struct nlmsgerr *refusal = nlmsg_data(nlmsg_hdr(msg));
	const uint32_t lengths[] = { 0, 1, 15, 17, 100000, 0x7fffffff, 0xfffffff0, 0xffffffff };
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		refusal->msg.nlmsg_len = lengths[i];
		ck_assert_int_eq(ack_parse(nlmsg_hdr(msg), &err), STATUS_REFUSED);
		ck_assert_int_eq(err.number, EEXIST);
	}
	nlmsg_free(msg);
}

END_TEST

int main(void)
{
	Suite *suite = suite_create("ctl_ack");
	TCase *tcase = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, ack, 0, ARRAY_SIZE(ack_cases));
	tcase_add_test(tcase, truncated);
	tcase_add_test(tcase, wrong_length);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
