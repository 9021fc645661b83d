// SPDX-License-Identifier: GPL-2.0-only
/*
 * tcp.c - TCP states as the director follows them: whole talks, and properties of every step.
 */
#include <linux/ipvsx.h>
#include <linux/kernel.h>

#include "pure/kit.h"
#include "pure/tcp_state.h"

#define F VSX_TCP_FIN
#define S VSX_TCP_SYN
#define R VSX_TCP_RST
#define A VSX_TCP_ACK
#define REPLY 0x100	/* the segment comes from the server */
#define STEPS_MAX 9

#define STATES (VSX_CONN_STATE_SYNACK + 1)	/* TCP's */

static const struct talk {
	const char *name;
	struct {
		unsigned int segment;
		unsigned int state;	/* after it */
	} step[STEPS_MAX];		/* ends with segment 0, or is full */
} talks[] = {
	{ "the client closes first", {
		{ S, VSX_CONN_STATE_SYN_RECV },
		{ S | A | REPLY, VSX_CONN_STATE_SYN_RECV },
		{ A, VSX_CONN_STATE_ESTABLISHED },
		{ A | REPLY, VSX_CONN_STATE_ESTABLISHED },
		{ F | A, VSX_CONN_STATE_CLOSE_WAIT },
		{ A | REPLY, VSX_CONN_STATE_CLOSE_WAIT },
		{ F | A | REPLY, VSX_CONN_STATE_TIME_WAIT },
		{ A, VSX_CONN_STATE_TIME_WAIT },
	} },
	{ "the server closes first", {
		{ S, VSX_CONN_STATE_SYN_RECV },
		{ S | A | REPLY, VSX_CONN_STATE_SYN_RECV },
		{ A, VSX_CONN_STATE_ESTABLISHED },
		{ F | A | REPLY, VSX_CONN_STATE_FIN_WAIT },
		{ A, VSX_CONN_STATE_FIN_WAIT },
		{ F | A, VSX_CONN_STATE_TIME_WAIT },
		{ A | REPLY, VSX_CONN_STATE_TIME_WAIT },
	} },
	{ "a FIN is sent again", {
		{ S, VSX_CONN_STATE_SYN_RECV },
		{ A, VSX_CONN_STATE_ESTABLISHED },
		{ F | A, VSX_CONN_STATE_CLOSE_WAIT },
		{ F | A, VSX_CONN_STATE_CLOSE_WAIT },
		{ F | A | REPLY, VSX_CONN_STATE_TIME_WAIT },
		{ F | A | REPLY, VSX_CONN_STATE_TIME_WAIT },
	} },
	{ "the SYN is sent again", {
		{ S, VSX_CONN_STATE_SYN_RECV },
		{ S, VSX_CONN_STATE_SYN_RECV },
		{ S | A | REPLY, VSX_CONN_STATE_SYN_RECV },
		{ S | A | REPLY, VSX_CONN_STATE_SYN_RECV },
		{ A, VSX_CONN_STATE_ESTABLISHED },
	} },
	{ "the port is closed", {
		{ S, VSX_CONN_STATE_SYN_RECV },
		{ R | A | REPLY, VSX_CONN_STATE_CLOSE },
	} },
	{ "the client resets", {
		{ S, VSX_CONN_STATE_SYN_RECV },
		{ A, VSX_CONN_STATE_ESTABLISHED },
		{ R, VSX_CONN_STATE_CLOSE },
		{ R, VSX_CONN_STATE_CLOSE },
	} },
	{ "a talk that was there before the director", {
		{ A | REPLY, VSX_CONN_STATE_ESTABLISHED },
		{ A, VSX_CONN_STATE_ESTABLISHED },
	} },
	{ "the first data ends the talk", {
		{ S, VSX_CONN_STATE_SYN_RECV },
		{ S | A | REPLY, VSX_CONN_STATE_SYN_RECV },
		{ F | A, VSX_CONN_STATE_CLOSE_WAIT },
		{ F | A | REPLY, VSX_CONN_STATE_TIME_WAIT },
	} },
};

START_TEST(talk)
{
	const struct talk *t = &talks[_i];
	unsigned int state = VSX_CONN_STATE_NONE, i;

	for (i = 0; i < STEPS_MAX && t->step[i].segment; i++) {
		state = vsx_tcp_next(state, t->step[i].segment & 0xff,
				     t->step[i].segment & REPLY);
		if (state != t->step[i].state)
			ck_abort_msg("%s: step %u leads to %u, not %u", t->name, i, state,
				     t->step[i].state);
	}
	ck_assert_uint_gt(i, 1);
}
END_TEST

START_TEST(every_step_leads_to_a_tcp_state)
{
	unsigned int state, flags, reply;

	for (state = 0; state < STATES; state++)
		for (flags = 0; flags < 256; flags++)
			for (reply = 0; reply < 2; reply++) {
				unsigned int next = vsx_tcp_next(state, flags, reply);

				ck_assert_uint_lt(next, STATES);
				if (flags & R)
					ck_assert_uint_eq(next, VSX_CONN_STATE_CLOSE);
				/* Flags the director does not know change nothing. */
				ck_assert_uint_eq(next, vsx_tcp_next(state, flags ^ 0xe8, reply));
				/* What has closed does not open by itself. */
				if (vsx_tcp_closing(state))
					ck_assert(vsx_tcp_closing(next));
			}
}
END_TEST

START_TEST(only_a_syn_alone_opens)
{
	unsigned int flags;

	for (flags = 0; flags < 256; flags++)
		ck_assert_int_eq(vsx_tcp_opens(flags), (flags & 0x17) == S);
}
END_TEST

/* The client alone: its row of figures in tcp_state.c. */
static const struct {
	unsigned int state, syn, ack, fin;
} oneway[] = {
	{ VSX_CONN_STATE_NONE, VSX_CONN_STATE_SYN_RECV, VSX_CONN_STATE_ESTABLISHED,
	  VSX_CONN_STATE_FIN_WAIT },
	{ VSX_CONN_STATE_SYN_RECV, VSX_CONN_STATE_SYN_RECV, VSX_CONN_STATE_ESTABLISHED,
	  VSX_CONN_STATE_FIN_WAIT },
	{ VSX_CONN_STATE_ESTABLISHED, VSX_CONN_STATE_ESTABLISHED, VSX_CONN_STATE_ESTABLISHED,
	  VSX_CONN_STATE_FIN_WAIT },
	{ VSX_CONN_STATE_FIN_WAIT, VSX_CONN_STATE_FIN_WAIT, VSX_CONN_STATE_FIN_WAIT,
	  VSX_CONN_STATE_FIN_WAIT },
	{ VSX_CONN_STATE_CLOSE, VSX_CONN_STATE_CLOSE, VSX_CONN_STATE_CLOSE, VSX_CONN_STATE_CLOSE },
};

START_TEST(one_direction)
{
	unsigned int state = oneway[_i].state;

	ck_assert_uint_eq(vsx_tcp_next_oneway(state, S), oneway[_i].syn);
	ck_assert_uint_eq(vsx_tcp_next_oneway(state, A), oneway[_i].ack);
	ck_assert_uint_eq(vsx_tcp_next_oneway(state, F | A), oneway[_i].fin);
	ck_assert_uint_eq(vsx_tcp_next_oneway(state, F), oneway[_i].fin);
	ck_assert_uint_eq(vsx_tcp_next_oneway(state, R), VSX_CONN_STATE_CLOSE);
	ck_assert_uint_eq(vsx_tcp_next_oneway(state, R | F | A), VSX_CONN_STATE_CLOSE);
}
END_TEST

/* It never gets to a state that says what the server did. */
START_TEST(one_direction_stays_in_the_table)
{
	unsigned int i, flags, next, known;

	for (i = 0; i < ARRAY_SIZE(oneway); i++)
		for (flags = 0; flags < 256; flags++) {
			next = vsx_tcp_next_oneway(oneway[i].state, flags);
			for (known = 0; known < ARRAY_SIZE(oneway); known++)
				if (oneway[known].state == next)
					break;
			ck_assert_uint_lt(known, ARRAY_SIZE(oneway));
		}
}
END_TEST

START_TEST(what_is_reusable_is_closed_on_both_sides)
{
	unsigned int state;

	for (state = 0; state < STATES; state++)
		if (state == VSX_CONN_STATE_TIME_WAIT || state == VSX_CONN_STATE_CLOSE)
			ck_assert(vsx_tcp_reusable(state, false));
		else
			ck_assert(!vsx_tcp_reusable(state, false));
	ck_assert(vsx_tcp_reusable(VSX_CONN_STATE_FIN_WAIT, true));
	ck_assert(!vsx_tcp_reusable(VSX_CONN_STATE_ESTABLISHED, true));
}
END_TEST

/* From the first SYN until one side closes, as IPVS counts; UDP never. */
START_TEST(active_ends_when_closing_begins)
{
	ck_assert(vsx_state_active(VSX_CONN_STATE_SYN_RECV));
	ck_assert(vsx_state_active(VSX_CONN_STATE_ESTABLISHED));
	ck_assert(!vsx_state_active(VSX_CONN_STATE_FIN_WAIT));
	ck_assert(!vsx_state_active(VSX_CONN_STATE_CLOSE_WAIT));
	ck_assert(!vsx_state_active(VSX_CONN_STATE_TIME_WAIT));
	ck_assert(!vsx_state_active(VSX_CONN_STATE_CLOSE));
	ck_assert(!vsx_state_active(VSX_CONN_STATE_NONE));
	ck_assert(!vsx_state_active(VSX_CONN_STATE_UDP));
}
END_TEST

Suite *pure_tcp_suite(void)
{
	Suite *s = suite_create("tcp_state");
	TCase *tc = tcase_create("tcp_state");

	tcase_add_loop_test(tc, talk, 0, ARRAY_SIZE(talks));
	tcase_add_test(tc, every_step_leads_to_a_tcp_state);
	tcase_add_test(tc, only_a_syn_alone_opens);
	tcase_add_loop_test(tc, one_direction, 0, ARRAY_SIZE(oneway));
	tcase_add_test(tc, one_direction_stays_in_the_table);
	tcase_add_test(tc, what_is_reusable_is_closed_on_both_sides);
	tcase_add_test(tc, active_ends_when_closing_begins);
	suite_add_tcase(s, tc);
	return s;
}
