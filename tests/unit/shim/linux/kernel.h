/* SPDX-License-Identifier: GPL-2.0-only */
#define lower_32_bits(n) ((u32)((n) & 0xffffffff))
#define upper_32_bits(n) ((u32)((n) >> 32))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
