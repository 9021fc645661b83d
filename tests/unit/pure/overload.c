// SPDX-License-Identifier: GPL-2.0-only
/*
 * overload.c - when defences act, how many they drop, and what a strict director takes for a handshake.
 */
#include <linux/limits.h>

#include "pure/kit.h"
#include "pure/overload.h"
#include "pure/tcp_state.h"

START_TEST(knobs_turn_themselves)
{
	static const int when_short[] = { 0, 2, 2, 3 }, when_not[] = { 0, 1, 1, 3 };

	ck_assert_int_eq(vsx_overload_mode(_i, true), when_short[_i]);
	ck_assert_int_eq(vsx_overload_mode(_i, false), when_not[_i]);
}
END_TEST

static const struct {
	int mode;
	int always;
	s64 threshold;
	s64 available;
	u32 rate;
} rates[] = {
	{ VSX_DEFENCE_NEVER, 10, 1024, 0, 0 },
	{ VSX_DEFENCE_READY, 10, 1024, 2000, 0 },
	{ VSX_DEFENCE_ACTING, 10, 1024, 1023, 1024 },
	{ VSX_DEFENCE_ACTING, 10, 1024, 512, 2 },
	{ VSX_DEFENCE_ACTING, 10, 1024, 0, 1 },
	{ VSX_DEFENCE_ACTING, 10, 1024, -5, 1 },	/* it rounds to 0, were it not for the floor */
	{ VSX_DEFENCE_ACTING, 10, 1024, 5000, 1024 },	/* not short any more */
	{ VSX_DEFENCE_ACTING, 10, 0, 0, 0 },
	{ VSX_DEFENCE_ALWAYS, 10, 1024, 5000, 10 },
	{ VSX_DEFENCE_ALWAYS, 1, 1024, 5000, 1 },
	{ VSX_DEFENCE_ALWAYS, -7, 1024, 5000, 0 },
	{ VSX_DEFENCE_ACTING, 10, INT_MAX, INT_MIN, 1 },
};

START_TEST(rate_of_drops)
{
	ck_assert_uint_eq(vsx_overload_drop_rate(rates[_i].mode, rates[_i].always, rates[_i].threshold,
						 rates[_i].available), rates[_i].rate);
}
END_TEST

/* An eighth each second, however long the collector takes. */
START_TEST(odds)
{
	ck_assert_uint_eq(vsx_overload_odds(0), 0);
	ck_assert_uint_eq(vsx_overload_odds(1000), 1U << 29);
	ck_assert_uint_eq(vsx_overload_odds(4000), 1U << 31);
	ck_assert_uint_eq(vsx_overload_odds(7999) >> 20, 0xfff);
	ck_assert_uint_eq(vsx_overload_odds(8000), U32_MAX);
	ck_assert_uint_eq(vsx_overload_odds(U32_MAX), U32_MAX);
}
END_TEST

static const struct {
	unsigned int state;
	bool is_lasting;
	u32 age;
	u32 timeout;
	bool is_dispensable;
} conns[] = {
	{ VSX_CONN_STATE_SYN_RECV, false, 1, 60, false },
	{ VSX_CONN_STATE_SYN_RECV, false, 2, 60, true },
	{ VSX_CONN_STATE_SYN_RECV, true, 2, 60, true },		/* the SYN was repeated */
	{ VSX_CONN_STATE_SYNACK, false, 2, 60, true },
	{ VSX_CONN_STATE_ESTABLISHED, false, 899, 900, false },
	{ VSX_CONN_STATE_FIN_WAIT, false, 119, 120, false },
	{ VSX_CONN_STATE_SCTP_INIT1, false, 1, 60, false },
	{ VSX_CONN_STATE_SCTP_INIT1, false, 2, 60, true },
	{ VSX_CONN_STATE_SCTP_COOKIE_ECHOED, false, 2, 60, true },
	{ VSX_CONN_STATE_SCTP_ESTABLISHED, false, 899, 900, false },
	{ VSX_CONN_STATE_SCTP_CLOSED, false, 9, 10, false },
	{ VSX_CONN_STATE_UDP, false, 60, 300, false },
	{ VSX_CONN_STATE_UDP, false, 61, 300, true },
	{ VSX_CONN_STATE_UDP, true, 299, 300, false },
	{ VSX_CONN_STATE_TEMPLATE, false, 299, 300, false },
};

START_TEST(dispensable)
{
	ck_assert_int_eq(vsx_overload_dispensable(conns[_i].state, conns[_i].is_lasting, conns[_i].age,
						  conns[_i].timeout), conns[_i].is_dispensable);
}
END_TEST

#define F VSX_TCP_FIN
#define S VSX_TCP_SYN
#define R VSX_TCP_RST
#define A VSX_TCP_ACK

START_TEST(strict_handshake)
{
	static const struct {
		u8 flags;
		bool reply;
		unsigned int state;	/* after it */
	} talk[] = {
		{ S, false, VSX_CONN_STATE_SYN_RECV },
		{ A, false, VSX_CONN_STATE_SYN_RECV },		/* the server has not been heard */
		{ F | A, false, VSX_CONN_STATE_SYN_RECV },
		{ S | A, true, VSX_CONN_STATE_SYNACK },
		{ S, false, VSX_CONN_STATE_SYNACK },
		{ S | A, true, VSX_CONN_STATE_SYNACK },
		{ A, false, VSX_CONN_STATE_ESTABLISHED },
		{ S, false, VSX_CONN_STATE_ESTABLISHED },
		{ F | A, false, VSX_CONN_STATE_CLOSE_WAIT },
	};
	unsigned int state = VSX_CONN_STATE_NONE, i;

	for (i = 0; i < sizeof(talk) / sizeof(*talk); i++) {
		state = vsx_tcp_next_strict(state, talk[i].flags, talk[i].reply);
		ck_assert_msg(state == talk[i].state, "step %u: %u instead of %u", i, state, talk[i].state);
	}
}
END_TEST

/* A knob that is turned in the middle of a handshake stops none. */
START_TEST(strict_and_back)
{
	ck_assert_uint_eq(vsx_tcp_next(VSX_CONN_STATE_SYNACK, A, false), VSX_CONN_STATE_ESTABLISHED);
	ck_assert_uint_eq(vsx_tcp_next(VSX_CONN_STATE_SYNACK, F | A, false), VSX_CONN_STATE_CLOSE_WAIT);
	ck_assert_uint_eq(vsx_tcp_next_strict(VSX_CONN_STATE_SYN_RECV, A, true), VSX_CONN_STATE_ESTABLISHED);
	ck_assert_uint_eq(vsx_tcp_next_strict(VSX_CONN_STATE_SYN_RECV, R, false), VSX_CONN_STATE_CLOSE);
	ck_assert_uint_eq(vsx_tcp_next_strict(VSX_CONN_STATE_SYN_RECV, R | A, true), VSX_CONN_STATE_CLOSE);
}
END_TEST

Suite *pure_overload_suite(void)
{
	Suite *s = suite_create("overload");
	TCase *tc = tcase_create("overload");

	tcase_add_loop_test(tc, knobs_turn_themselves, 0, 4);
	tcase_add_loop_test(tc, rate_of_drops, 0, sizeof(rates) / sizeof(*rates));
	tcase_add_test(tc, odds);
	tcase_add_loop_test(tc, dispensable, 0, sizeof(conns) / sizeof(*conns));
	tcase_add_test(tc, strict_handshake);
	tcase_add_test(tc, strict_and_back);
	suite_add_tcase(s, tc);
	return s;
}
