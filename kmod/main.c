// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - order of coming and going; nothing else.
 */
#include <linux/init.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

#include "conn/sweep.h"
#include "ipvs/family.h"
#include "net.h"
#include "nl/family.h"
#include "version.h"

static int __init vsx_init(void)
{
	int err;

	err = vsx_sweep_register();
	if (err)
		return err;
	err = vsx_net_register();
	if (err)
		goto err_sweep;
	err = vsx_nl_register();
	if (err)
		goto err_net;
	err = vsx_ipvs_register();
	if (err)
		goto err_nl;
	return 0;

err_nl:
	vsx_nl_unregister();
err_net:
	vsx_net_unregister();
err_sweep:
	vsx_sweep_unregister();
	return err;
}

static void __exit vsx_exit(void)
{
	vsx_ipvs_unregister();
	vsx_nl_unregister();
	vsx_net_unregister();
	vsx_sweep_unregister();
	rcu_barrier();	/* callbacks of ours: regions, destinations */
}

module_init(vsx_init);
module_exit(vsx_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("IPVS-style layer-4 load balancer");
MODULE_VERSION(VSX_VERSION);
