// SPDX-License-Identifier: GPL-2.0-only
/*
 * stub.c - a module that has a name of ip_vs and nothing else: it holds ipvsx for as long as it is loaded.
 *
 * Programs ask modprobe for ip_vs, ip_vs_rr and so on, and old ones look for those names in /proc/modules. Where
 * these stubs are installed they get ipvsx; depmod prefers a module in updates/ to the kernel's own of the same
 * name. They are for one kernel at a time: a kernel without ipvsx keeps its ip_vs.
 */
#include <linux/module.h>

#include "../ipvs/family.h"
#include "../version.h"

static int __init stub_init(void)
{
	/* Looked up at run time, so that a stub fits every build of ipvsx. */
	typeof(vsx_ipvs_has_names) *has_names = symbol_get(vsx_ipvs_has_names);

	if (!has_names) {
		pr_err("ipvsx is not loaded\n");
		return -ENODEV;
	}
	if (!has_names()) {
		pr_err("ipvsx was loaded beside in-tree ip_vs: rmmod ipvsx, then try again\n");
		symbol_put(vsx_ipvs_has_names);
		return -EBUSY;
	}
	return 0;
}

static void __exit stub_exit(void)
{
	symbol_put(vsx_ipvs_has_names);
}

module_init(stub_init);
module_exit(stub_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("has a name of ip_vs where ipvsx is");
MODULE_VERSION(VSX_VERSION);
MODULE_SOFTDEP("pre: ipvsx");
