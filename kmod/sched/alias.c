// SPDX-License-Identifier: GPL-2.0-only
/*
 * alias.c - the columns of the alias method: see alias.h.
 */
#include <linux/bitops.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "sched/alias.h"

/**
 * vsx_alias_bytes() - room of the columns.
 * @sum: the servers
 *
 * Context: any.
 * Return: bytes: the columns, and a word per server that is needed while they are built.
 */
size_t vsx_alias_bytes(const struct vsx_totals *sum)
{
	return sum->n * (sizeof(struct vsx_alias) + sizeof(u64));
}

/* @part of @whole, in units of 2^-32, less than 1. */
static u32 fraction(u64 part, u64 whole)
{
	unsigned int shift = max(fls64(whole), 32) - 32;

	return min_t(u64, div64_u64(part >> shift << 32, whole >> shift), U32_MAX);
}

static u32 next_full(const u64 *fill, u64 width, u32 i)
{
	while (fill[i] < width)
		i++;
	return i;
}

/**
 * vsx_alias_build() - fill the columns.
 * @s: the snapshot
 *
 * With the weights n-fold a column is as wide as their sum. A column that is not full is filled up from a
 * full one; when that has given so much that it is not full itself, it is filled up from the next. The
 * fills add up to the widths throughout, exactly, so there is always one to fill up from.
 *
 * Context: process.
 */
void vsx_alias_build(struct vsx_servers *s)
{
	struct vsx_alias *column = s->room;
	u64 *fill = (u64 *)&column[s->n], width = s->sum.weight_sum;
	u32 i, hole, full;

	for (i = 0; i < s->n; i++) {
		fill[i] = (u64)s->server[i].weight * s->n;
		column[i] = (struct vsx_alias){ .keep = U32_MAX, .other = i };
	}
	full = next_full(fill, width, 0);
	for (i = 0; i < s->n; i++) {
		for (hole = i; fill[hole] < width;) {
			column[hole].keep = fraction(fill[hole], width);
			column[hole].other = full;
			fill[full] -= width - fill[hole];
			if (fill[full] >= width)
				break;
			hole = full;
			full = next_full(fill, width, full + 1);
			if (hole > i)
				break;	/* its turn comes */
		}
	}
}
