/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kit.h - what the tests of the connection table share: numbered keys, and a table in one variable.
 */
#ifndef UNIT_TABLE_KIT_H
#define UNIT_TABLE_KIT_H

#include <errno.h>
#include <string.h>

#include <check.h>

#include "conn/table.h"

extern struct vsx_table tab;
extern bool is_room_needed;	/* the table has asked for a resize */

/* ck_assert() for loops: it says nothing, and costs nothing, while all is well. */
#define must(condition) do { if (!(condition)) ck_abort_msg("not so: %s", #condition); } while (0)

/* Every suite runs on both layouts. */
#define WIDTHS 3
/* Those of which several slots share a line. */
#define WIDTHS_SHARED 2
unsigned int kit_width(int i);

void kit_init(int width);
void kit_exit(void);

struct vsx_key kit_key(u64 n);
int kit_insert(u64 n, u64 value);
bool kit_find(u64 n, u64 *value);
bool kit_kill(u64 n);

/* A key, counting up from *n, whose home line is @line; *n is set behind it. */
struct vsx_key kit_key_of_line(unsigned int line, u64 *n);

/* One pass of the collector; entries whose value has this bit are over. */
#define KIT_OVER (1ULL << 40)
void kit_pass(void);
/* As kit_pass(), with a grace period after it. */
void kit_pass_and_wait(void);
extern unsigned int kit_reaped;

Suite *table_entry_suite(void);
Suite *table_layout_suite(void);
Suite *table_sweep_suite(void);
Suite *table_grow_suite(void);
Suite *table_collect_suite(void);
Suite *table_fail_suite(void);

#endif /* UNIT_TABLE_KIT_H */
