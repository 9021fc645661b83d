/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * crc32c.h - the checksum of SCTP: of a short packet, and after a change of one word.
 */
#ifndef VSX_PURE_CRC32C_H
#define VSX_PURE_CRC32C_H

#include <linux/types.h>

u32 vsx_crc32c(const u8 *data, unsigned int len);
u32 vsx_crc32c_change(u32 diff, unsigned int len);

#endif /* VSX_PURE_CRC32C_H */
