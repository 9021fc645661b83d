/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * version.h - what IPVS clients are told they talk to.
 */
#ifndef VSX_IPVS_VERSION_H
#define VSX_IPVS_VERSION_H

/* Of the interface: 1.2.1 since 2004. */
#define VSX_IPVS_VERSION	0x010201

/* The default of ip_vs's parameter. Our table has no configured size. */
#define VSX_IPVS_TABLE_SIZE	4096

#endif /* VSX_IPVS_VERSION_H */
