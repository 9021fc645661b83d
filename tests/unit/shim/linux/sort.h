/* SPDX-License-Identifier: GPL-2.0-only */
#include <assert.h>
#include <stdlib.h>

#define sort(base, n, size, cmp, swap) do { assert(!(swap)); qsort(base, n, size, cmp); } while (0)
