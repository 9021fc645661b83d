/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * family.h - the native netlink family.
 */
#ifndef VSX_NL_FAMILY_H
#define VSX_NL_FAMILY_H

struct genl_family;

extern struct genl_family vsx_nl_family;

int vsx_nl_register(void);
void vsx_nl_unregister(void);

#endif /* VSX_NL_FAMILY_H */
