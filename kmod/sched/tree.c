// SPDX-License-Identifier: GPL-2.0-only
/*
 * tree.c - the size of a tournament tree; all that runs often is in tree.h.
 */
#include "sched/tree.h"

/**
 * vsx_tree_bytes() - room of a tree.
 * @sum: the servers
 *
 * Context: any.
 * Return: bytes: a word for the number of leaves and one for each node, the unused node 0 included.
 */
size_t vsx_tree_bytes(const struct vsx_totals *sum)
{
	u32 leaves = sum->n < 2 ? 2 : roundup_pow_of_two(sum->n);

	return sizeof(struct vsx_tree) + leaves * sizeof(u32);
}
