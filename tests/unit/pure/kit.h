/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kit.h - the suites of the pure files, and random numbers that are the same each time.
 */
#ifndef UNIT_PURE_KIT_H
#define UNIT_PURE_KIT_H

#include <check.h>

#include <linux/types.h>

Suite *pure_siphash_suite(void);
Suite *pure_tcp_suite(void);

static inline u64 pure_random(u64 *state)
{
	u64 x = *state + 0x9e3779b97f4a7c15ULL;

	*state = x;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

#endif /* UNIT_PURE_KIT_H */
