/* SPDX-License-Identifier: GPL-2.0-only */
/* Needed below 6.6: attributes of a dump request through genl_info_dump(). Remove when 6.1 support ends. */
#ifndef VSX_COMPAT_NET_GENETLINK_H
#define VSX_COMPAT_NET_GENETLINK_H

#include_next <net/genetlink.h>

#ifdef VSX_NO_GENL_INFO_DUMP
#define genl_info_dump(cb) genl_dumpit_info(cb)
#endif

#endif /* VSX_COMPAT_NET_GENETLINK_H */
