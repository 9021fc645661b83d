// SPDX-License-Identifier: GPL-2.0-only
/*
 * sctp.c - SCTP states as the director follows them: whole talks, and properties of every step.
 */
#include <linux/ipvsx.h>
#include <linux/kernel.h>

#include "pure/kit.h"
#include "pure/sctp_state.h"
#include "pure/tcp_state.h"

#define REPLY 0x100	/* the packet comes from the server */
#define STEPS_MAX 9

#define IS(name) VSX_CONN_STATE_SCTP_##name
#define STATE_FIRST IS(INIT1)
#define STATE_LAST IS(CLOSED)

struct talk {
	const char *name;
	bool oneway;
	struct {
		unsigned int chunk;
		unsigned int state;	/* after it */
	} step[STEPS_MAX];		/* the first one opens; ends with state 0, or is full */
};

static const struct talk talks[] = {
	{ "the client closes", false, {
		{ VSX_SCTP_INIT, IS(INIT1) },
		{ VSX_SCTP_INIT_ACK | REPLY, IS(COOKIE_SENT) },
		{ VSX_SCTP_COOKIE_ECHO, IS(COOKIE_REPLIED) },
		{ VSX_SCTP_COOKIE_ACK | REPLY, IS(ESTABLISHED) },
		{ VSX_SCTP_DATA, IS(ESTABLISHED) },
		{ VSX_SCTP_SHUTDOWN, IS(SHUTDOWN_RECEIVED) },
		{ VSX_SCTP_SHUTDOWN_ACK | REPLY, IS(SHUTDOWN_ACK_SENT) },
		{ VSX_SCTP_SHUTDOWN_COMPLETE, IS(CLOSED) },
	} },
	{ "the server closes", false, {
		{ VSX_SCTP_INIT, IS(INIT1) },
		{ VSX_SCTP_INIT_ACK | REPLY, IS(COOKIE_SENT) },
		{ VSX_SCTP_COOKIE_ECHO, IS(COOKIE_REPLIED) },
		{ VSX_SCTP_COOKIE_ACK | REPLY, IS(ESTABLISHED) },
		{ VSX_SCTP_DATA | REPLY, IS(ESTABLISHED) },
		{ VSX_SCTP_SHUTDOWN | REPLY, IS(SHUTDOWN_SENT) },
		{ VSX_SCTP_SHUTDOWN_ACK, IS(CLOSED) },
		{ VSX_SCTP_SHUTDOWN_COMPLETE | REPLY, IS(CLOSED) },
	} },
	{ "both close", false, {
		{ VSX_SCTP_DATA, IS(ESTABLISHED) },
		{ VSX_SCTP_SHUTDOWN, IS(SHUTDOWN_RECEIVED) },
		{ VSX_SCTP_SHUTDOWN | REPLY, IS(SHUTDOWN_RECEIVED) },
		{ VSX_SCTP_SHUTDOWN_ACK | REPLY, IS(SHUTDOWN_ACK_SENT) },
		{ VSX_SCTP_SHUTDOWN_ACK, IS(CLOSED) },
	} },
	{ "requests are lost", false, {
		{ VSX_SCTP_INIT, IS(INIT1) },
		{ VSX_SCTP_INIT, IS(INIT) },
		{ VSX_SCTP_INIT, IS(INIT) },
		{ VSX_SCTP_INIT_ACK | REPLY, IS(COOKIE_SENT) },
		{ VSX_SCTP_INIT_ACK | REPLY, IS(COOKIE_SENT) },
		{ VSX_SCTP_COOKIE_ECHO, IS(COOKIE_REPLIED) },
		{ VSX_SCTP_COOKIE_ECHO, IS(COOKIE_REPLIED) },
		{ VSX_SCTP_COOKIE_ACK | REPLY, IS(ESTABLISHED) },
	} },
	{ "both open", false, {
		{ VSX_SCTP_INIT, IS(INIT1) },
		{ VSX_SCTP_INIT | REPLY, IS(COOKIE_WAIT) },
		{ VSX_SCTP_INIT_ACK, IS(COOKIE) },
		{ VSX_SCTP_COOKIE_ECHO | REPLY, IS(COOKIE_ECHOED) },
		{ VSX_SCTP_COOKIE_ACK, IS(ESTABLISHED) },
	} },
	{ "nobody listens", false, {
		{ VSX_SCTP_INIT, IS(INIT1) },
		{ VSX_SCTP_ABORT | REPLY, IS(REJECTED) },
	} },
	{ "the client aborts", false, {
		{ VSX_SCTP_DATA, IS(ESTABLISHED) },
		{ VSX_SCTP_ABORT, IS(CLOSED) },
		{ VSX_SCTP_DATA | REPLY, IS(CLOSED) },
	} },
	{ "the client starts again", false, {
		{ VSX_SCTP_DATA, IS(ESTABLISHED) },
		{ VSX_SCTP_INIT, IS(ESTABLISHED) },
		{ VSX_SCTP_INIT_ACK | REPLY, IS(ESTABLISHED) },
		{ VSX_SCTP_COOKIE_ECHO, IS(ESTABLISHED) },
		{ VSX_SCTP_COOKIE_ACK | REPLY, IS(ESTABLISHED) },
	} },
	{ "the client alone closes", true, {
		{ VSX_SCTP_INIT, IS(INIT1) },
		{ VSX_SCTP_COOKIE_ECHO, IS(ESTABLISHED) },
		{ VSX_SCTP_DATA, IS(ESTABLISHED) },
		{ VSX_SCTP_SHUTDOWN, IS(SHUTDOWN_RECEIVED) },
		{ VSX_SCTP_SHUTDOWN_COMPLETE, IS(CLOSED) },
	} },
	{ "the server closes, unseen", true, {
		{ VSX_SCTP_INIT, IS(INIT1) },
		{ VSX_SCTP_INIT, IS(INIT) },
		{ VSX_SCTP_COOKIE_ECHO, IS(ESTABLISHED) },
		{ VSX_SCTP_SHUTDOWN_ACK, IS(CLOSED) },
	} },
	{ "the client alone, from before", true, {
		{ VSX_SCTP_COOKIE_ECHO, IS(ESTABLISHED) },
		{ VSX_SCTP_ABORT, IS(CLOSED) },
	} },
};

START_TEST(talk)
{
	const struct talk *t = &talks[_i];
	unsigned int i, state = vsx_sctp_first(t->step[0].chunk, t->oneway);

	for (i = 0; i < STEPS_MAX && t->step[i].state; i++) {
		unsigned int chunk = t->step[i].chunk;

		if (i)
			state = vsx_sctp_next(state, chunk & 0xff, chunk & REPLY, t->oneway);
		ck_assert_msg(state == t->step[i].state, "%s, step %u: state %u, not %u", t->name, i + 1,
			      state, t->step[i].state);
	}
}
END_TEST

/* No step leads out of SCTP's states, opens what has closed, or revives what was aborted. */
START_TEST(every_step_leads_to_an_sctp_state)
{
	unsigned int state, event, who;

	for (state = STATE_FIRST; state <= STATE_LAST; state++)
		for (event = 0; event < 256; event++)
			for (who = 0; who < 3; who++) {
				unsigned int next = vsx_sctp_next(state, event, who == 1, who == 2);

				ck_assert_uint_ge(next, STATE_FIRST);
				ck_assert_uint_le(next, STATE_LAST);
				if (event == VSX_SCTP_ABORT)
					ck_assert(vsx_sctp_reusable(next));
				if (vsx_sctp_closing(state))
					ck_assert(vsx_sctp_closing(next));
				if (vsx_sctp_reusable(state))
					ck_assert(vsx_sctp_reusable(next));
			}
}
END_TEST

START_TEST(what_opens)
{
	unsigned int event;

	for (event = 0; event < 256; event++) {
		bool ends = event == VSX_SCTP_ABORT || event == VSX_SCTP_SHUTDOWN_COMPLETE;

		ck_assert_int_eq(vsx_sctp_opens(event, false), event == VSX_SCTP_INIT);
		ck_assert_int_eq(vsx_sctp_opens(event, true), !ends);
	}
}
END_TEST

static const struct {
	u8 chunk[4];
	u8 event;
} bundles[] = {
	{ { 0, 0, 0, 0 }, VSX_SCTP_DATA },
	{ { 3, 0, 0, 0 }, VSX_SCTP_DATA },				/* SACK, DATA */
	{ { 3, VSX_SCTP_SHUTDOWN, 0, 0 }, VSX_SCTP_SHUTDOWN },		/* SACK first */
	{ { 15, VSX_SCTP_COOKIE_ECHO, 0, 0 }, VSX_SCTP_COOKIE_ECHO },	/* AUTH first, then data */
	{ { VSX_SCTP_COOKIE_ACK, 3, VSX_SCTP_ABORT, 0 }, VSX_SCTP_ABORT },
	{ { VSX_SCTP_COOKIE_ECHO, VSX_SCTP_SHUTDOWN, 0, 0 }, VSX_SCTP_COOKIE_ECHO },
	{ { 9, 255, 64, 192 }, VSX_SCTP_DATA },				/* ERROR, unknown ones */
};

START_TEST(bundle)
{
	u8 event = VSX_SCTP_DATA;
	unsigned int i;

	for (i = 0; i < 4; i++)
		event = vsx_sctp_event(event, bundles[_i].chunk[i]);
	ck_assert_uint_eq(event, bundles[_i].event);
}
END_TEST

/* As IPVS counts. */
START_TEST(active_while_established)
{
	unsigned int state;

	for (state = STATE_FIRST; state <= STATE_LAST; state++)
		ck_assert_int_eq(vsx_state_active(state), state == IS(ESTABLISHED));
}
END_TEST

Suite *pure_sctp_suite(void)
{
	Suite *s = suite_create("sctp_state");
	TCase *tc = tcase_create("sctp_state");

	tcase_add_loop_test(tc, talk, 0, ARRAY_SIZE(talks));
	tcase_add_loop_test(tc, bundle, 0, ARRAY_SIZE(bundles));
	tcase_add_test(tc, every_step_leads_to_an_sctp_state);
	tcase_add_test(tc, what_opens);
	tcase_add_test(tc, active_while_established);
	suite_add_tcase(s, tc);
	return s;
}
