/* SPDX-License-Identifier: GPL-2.0-only */
/* Needed below 6.5: what this header declares was in <linux/skbuff.h>. Remove when 6.1 support ends. */
#ifndef VSX_COMPAT_NET_GSO_H
#define VSX_COMPAT_NET_GSO_H

#ifdef VSX_HAVE_NET_GSO_H
#include_next <net/gso.h>
#else
#include <linux/skbuff.h>
#endif

#endif /* VSX_COMPAT_NET_GSO_H */
