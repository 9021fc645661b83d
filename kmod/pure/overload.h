/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * overload.h - when a defence against overload is on, and how strong it is then.
 */
#ifndef VSX_PURE_OVERLOAD_H
#define VSX_PURE_OVERLOAD_H

#include <linux/types.h>

/* The knobs drop_entry, drop_packet and secure_tcp, as IPVS has them. */
#define VSX_DEFENCE_NEVER	0
#define VSX_DEFENCE_READY	1	/* automatic, and off */
#define VSX_DEFENCE_ACTING	2	/* automatic, and on */
#define VSX_DEFENCE_ALWAYS	3

int vsx_overload_mode(int mode, bool is_short);
u32 vsx_overload_drop_rate(int mode, int always_rate, s64 threshold, s64 available);
bool vsx_overload_dispensable(unsigned int state, bool is_lasting, u32 age, u32 timeout);
u32 vsx_overload_odds(u32 elapsed_ms);

#endif /* VSX_PURE_OVERLOAD_H */
