// SPDX-License-Identifier: GPL-2.0-only
/*
 * tree.c - the size of a tournament tree; all that runs often is in tree.h.
 */
#include "sched/tree.h"

/**
 * vsx_tree_bytes() - room of a tree.
 * @n: number of servers
 *
 * Context: any.
 * Return: bytes: a word for the number of leaves and one for each node, the unused node 0 included.
 */
size_t vsx_tree_bytes(u32 n)
{
	u32 leaves = n < 2 ? 2 : roundup_pow_of_two(n);

	return sizeof(struct vsx_tree) + leaves * sizeof(u32);
}
