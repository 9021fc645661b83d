/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Needed below 6.11: a handler's table was not const. Needed below 6.6: a table ended with an empty entry
 * instead of having a size. Remove when 6.1 support ends.
 */
#ifndef VSX_COMPAT_LINUX_SYSCTL_H
#define VSX_COMPAT_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>

#ifdef VSX_CTL_TABLE_NOT_CONST
#define vsx_ctl_table struct ctl_table
#else
#define vsx_ctl_table const struct ctl_table
#endif

#ifdef VSX_NO_NET_SYSCTL_SZ
#define register_net_sysctl_sz(net, path, table, size) register_net_sysctl(net, path, table)
#endif

#endif /* VSX_COMPAT_LINUX_SYSCTL_H */
