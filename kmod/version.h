/* SPDX-License-Identifier: GPL-2.0-only */
/* The one place with the version number; dkms.conf is checked against it. */
#ifndef VSX_VERSION_H
#define VSX_VERSION_H

#define VSX_VERSION "0.1.0"

#endif
