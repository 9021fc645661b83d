// SPDX-License-Identifier: GPL-2.0-only
/*
 * rate.c - the moving average: right within 5 %, late samples, the way to zero.
 */
#include "pure/kit.h"
#include "pure/rate.h"

static void run(struct vsx_rate *r, struct vsx_counts *c, u64 per_second, u32 elapsed_ms, int rounds)
{
	while (rounds--) {
		c->conns += per_second * elapsed_ms / 1000;
		c->in_bytes += per_second * 1000 * elapsed_ms / 1000;
		vsx_rate_sample(r, c, elapsed_ms);
	}
}

static u64 conns(const struct vsx_rate *r)
{
	struct vsx_counts c;

	vsx_rate_read(&r->avg, &c);
	return c.conns;
}

static void near(u64 got, u64 wanted)
{
	ck_assert_msg(got * 100 >= wanted * 95 && got * 100 <= wanted * 105, "%llu instead of %llu",
		      (unsigned long long)got, (unsigned long long)wanted);
}

/* After 22 seconds the average is what is going on, at any speed. */
START_TEST(follows_a_step)
{
	static const u64 speeds[] = { 20, 1000, 1000000, 1000000000 };
	struct vsx_counts c = { .conns = 1000000, .in_bytes = 77 };
	struct vsx_rate r = { .last = c };
	struct vsx_counts out;

	run(&r, &c, speeds[_i], 2000, 11);
	near(conns(&r), speeds[_i]);
	vsx_rate_read(&r.avg, &out);
	near(out.in_bytes, speeds[_i] * 1000);
	ck_assert_uint_eq(out.out_packets, 0);
}
END_TEST

/* What counts is the time that passed, not the time that should have. */
START_TEST(late_samples)
{
	static const u32 periods[] = { 1, 500, 1999, 2001, 3999, 7000, 60000, 4000000 };
	struct vsx_counts c = {};
	struct vsx_rate r = {};

	run(&r, &c, 10000, 2000, 20);
	run(&r, &c, 10000, periods[_i], 5);
	near(conns(&r), 10000);
}
END_TEST

START_TEST(no_time_at_all)
{
	struct vsx_counts c = { .conns = 1 };
	struct vsx_rate r = {};

	vsx_rate_sample(&r, &c, 0);
	ck_assert(!vsx_rate_is_zero(&r));
}
END_TEST

/* However fast it was, a silent destination is off the list after some minutes. */
START_TEST(goes_to_zero)
{
	struct vsx_counts c = {};
	struct vsx_rate r = {};
	int rounds = 0;

	ck_assert(vsx_rate_is_zero(&r));
	run(&r, &c, 1000000000, 2000, 100);
	while (!vsx_rate_is_zero(&r)) {
		vsx_rate_sample(&r, &c, 2000);
		ck_assert_int_lt(++rounds, 200);
	}
	ck_assert_uint_eq(conns(&r), 0);
}
END_TEST

Suite *pure_rate_suite(void)
{
	Suite *s = suite_create("rate");
	TCase *tc = tcase_create("rate");

	tcase_add_loop_test(tc, follows_a_step, 0, 4);
	tcase_add_loop_test(tc, late_samples, 0, 8);
	tcase_add_test(tc, no_time_at_all);
	tcase_add_test(tc, goes_to_zero);
	suite_add_tcase(s, tc);
	return s;
}
