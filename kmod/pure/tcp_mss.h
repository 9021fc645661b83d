/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tcp_mss.h - where a SYN says how large segments may be.
 */
#ifndef VSX_PURE_TCP_MSS_H
#define VSX_PURE_TCP_MSS_H

#include <linux/types.h>

int vsx_tcp_mss_at(const u8 *options, unsigned int len);

#endif /* VSX_PURE_TCP_MSS_H */
