/* SPDX-License-Identifier: GPL-2.0-only */
/* There are no softirqs in userspace. */
#ifndef SHIM_LINUX_BOTTOM_HALF_H
#define SHIM_LINUX_BOTTOM_HALF_H

static inline void local_bh_disable(void) {}
static inline void local_bh_enable(void) {}

#endif
