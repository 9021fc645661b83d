/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * check.h - what a service's configuration must be like.
 */
#ifndef VSX_SVC_CHECK_H
#define VSX_SVC_CHECK_H

#include <linux/types.h>

struct vsx_sched;
struct vsx_svc_cfg;

int vsx_check_svc(const struct vsx_svc_cfg *cfg, u32 persist, const struct vsx_sched **sched,
		  const char **why);

#endif /* VSX_SVC_CHECK_H */
