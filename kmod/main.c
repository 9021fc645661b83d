// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - order of coming and going; nothing else.
 */
#include <linux/init.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <net/net_namespace.h>

#include "conn/sweep.h"
#include "net.h"
#include "nl/family.h"
#include "version.h"

/* Services of both are possible side by side, but not twice the same one: who meets a packet first differs. */
static void tell_of_ip_vs(void)
{
#if IS_ENABLED(CONFIG_IP_VS)
	if (init_net.ipvs)
		pr_notice("in-tree ip_vs is loaded as well: do not configure a service in both\n");
#endif
}

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
	tell_of_ip_vs();
	return 0;

err_net:
	vsx_net_unregister();
err_sweep:
	vsx_sweep_unregister();
	return err;
}

static void __exit vsx_exit(void)
{
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
