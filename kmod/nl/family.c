// SPDX-License-Identifier: GPL-2.0-only
/*
 * family.c - the native netlink family, ipvsx. Operations and policies are generated (gen.c) from
 * Documentation/netlink/specs/ipvsx.yaml; one file per object holds its handlers.
 */
#include <linux/module.h>
#include <net/genetlink.h>

#include "nl/family.h"
#include "nl/gen.h"

struct genl_family vsx_nl_family __ro_after_init = {
	.name = VSX_GENL_NAME,
	.version = VSX_GENL_VERSION,
	.netnsok = true,
	.parallel_ops = true,	/* vsx_net.lock serialises per namespace */
	.module = THIS_MODULE,
	.ops = vsx_nl_ops,
	.n_ops = ARRAY_SIZE(vsx_nl_ops),
};

/**
 * vsx_nl_register() - take commands from now on.
 *
 * Context: process, module init.
 * Return: 0 or -errno.
 */
int vsx_nl_register(void)
{
	return genl_register_family(&vsx_nl_family);
}

/**
 * vsx_nl_unregister() - take no more commands; returns when the last one is done.
 *
 * Context: process, module exit.
 */
void vsx_nl_unregister(void)
{
	genl_unregister_family(&vsx_nl_family);
}

MODULE_ALIAS_GENL_FAMILY(VSX_GENL_NAME);
