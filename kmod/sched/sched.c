// SPDX-License-Identifier: GPL-2.0-only
/*
 * sched.c - the list of schedulers.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "sched/sched.h"

static const struct vsx_sched *const schedulers[] = {
	&vsx_sched_rr,
	&vsx_sched_wrr,
	&vsx_sched_lc,
	&vsx_sched_wlc,
	&vsx_sched_lblc,
	&vsx_sched_lblcr,
	&vsx_sched_sed,
	&vsx_sched_nq,
	&vsx_sched_fo,
	&vsx_sched_ovf,
	&vsx_sched_dh,
	&vsx_sched_sh,
	&vsx_sched_mh,
	&vsx_sched_twos,
};

/**
 * vsx_sched_find() - a scheduler by name.
 * @name: as users write it
 *
 * Context: any.
 * Return: the scheduler, or NULL.
 */
const struct vsx_sched *vsx_sched_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(schedulers); i++)
		if (!strcmp(schedulers[i]->name, name))
			return schedulers[i];
	return NULL;
}
