/* SPDX-License-Identifier: GPL-2.0-only */
/* Needed on 6.1, not on 6.12: the list of routes that no table knows was IPv6's own. Remove when 6.1 support ends. */
#ifndef VSX_COMPAT_NET_IP6_FIB_H
#define VSX_COMPAT_NET_IP6_FIB_H

#include_next <net/ip6_fib.h>

#ifdef VSX_HAVE_RT6I_UNCACHED
#define vsx_rt6_uncached rt6i_uncached
#else
#define vsx_rt6_uncached dst.rt_uncached
#endif

#endif /* VSX_COMPAT_NET_IP6_FIB_H */
