/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kit.h - the suites of the pure files, and random numbers that are the same each time.
 */
#ifndef UNIT_PURE_KIT_H
#define UNIT_PURE_KIT_H

#include <check.h>

#include <linux/types.h>

u64 pure_random(u64 *state);

Suite *pure_crc32c_suite(void);
Suite *pure_mss_suite(void);
Suite *pure_overload_suite(void);
Suite *pure_rate_suite(void);
Suite *pure_sctp_suite(void);
Suite *pure_siphash_suite(void);
Suite *pure_tcp_suite(void);

#endif /* UNIT_PURE_KIT_H */
