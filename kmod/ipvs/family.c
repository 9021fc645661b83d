// SPDX-License-Identifier: GPL-2.0-only
/*
 * family.c - the netlink family of IPVS, for ipvsadm, keepalived and kube-proxy.
 *
 * A thin adapter: it translates the messages of linux/ip_vs.h into calls of the control plane (svc/), as the
 * native family (nl/) does, and decides nothing. What the old messages cannot say is left as it is: an
 * attribute that ipvsctl has set survives an old client's edit.
 *
 * Only one module can have the family's name, the files in /proc/net and net.ipv4.vs. If in-tree ip_vs has
 * them, ipvsx leaves them alone and is driven by ipvsctl only.
 */
#include <linux/ip_vs.h>
#include <linux/module.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

#include "ipvs/attr.h"
#include "ipvs/family.h"
#include "ipvs/proc.h"
#include "ipvs/sysctl.h"
#include "net.h"

#define LENIENT (GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP)

/* Unknown attributes are ignored and nests need no flag, as clients of twenty years expect. */
#define OP(_cmd, _doit, _dumpit) {						\
	.cmd = IPVS_CMD_##_cmd,							\
	.validate = LENIENT,							\
	.flags = GENL_UNS_ADMIN_PERM,						\
	.doit = _doit,								\
	.dumpit = _dumpit,							\
}

static const struct genl_small_ops ops[] = {
	OP(NEW_SERVICE, vsx_ipvs_new_service, NULL),
	OP(SET_SERVICE, vsx_ipvs_set_service, NULL),
	OP(DEL_SERVICE, vsx_ipvs_del_service, NULL),
	OP(GET_SERVICE, vsx_ipvs_get_service, vsx_ipvs_dump_services),
	OP(NEW_DEST, vsx_ipvs_new_dest, NULL),
	OP(SET_DEST, vsx_ipvs_set_dest, NULL),
	OP(DEL_DEST, vsx_ipvs_del_dest, NULL),
	OP(GET_DEST, NULL, vsx_ipvs_dump_dests),
	OP(NEW_DAEMON, vsx_ipvs_daemon, NULL),
	OP(DEL_DAEMON, vsx_ipvs_daemon, NULL),
	OP(GET_DAEMON, NULL, vsx_ipvs_dump_daemons),
	OP(SET_CONFIG, vsx_ipvs_set_config, NULL),
	OP(GET_CONFIG, vsx_ipvs_get_config, NULL),
	OP(GET_INFO, vsx_ipvs_get_info, NULL),
	OP(ZERO, vsx_ipvs_zero, NULL),
	OP(FLUSH, vsx_ipvs_flush, NULL),
};

struct genl_family vsx_ipvs_family __ro_after_init = {
	.name = IPVS_GENL_NAME,
	.version = IPVS_GENL_VERSION,
	.maxattr = IPVS_CMD_ATTR_MAX,
	.policy = vsx_ipvs_cmd_policy,
	.netnsok = true,
	.parallel_ops = true,	/* vsx_net.lock serialises per namespace */
	.module = THIS_MODULE,
	.small_ops = ops,
	.n_small_ops = ARRAY_SIZE(ops),
	.resv_start_op = IPVS_CMD_FLUSH + 1,
};

static bool is_registered __ro_after_init;

static bool ip_vs_is_loaded(void)
{
#if IS_ENABLED(CONFIG_IP_VS)
	return init_net.ipvs;
#else
	return false;
#endif
}

static int __net_init net_init(struct net *net)
{
	int err = vsx_ipvs_proc_init(net);

	if (err)
		return err;
	err = vsx_ipvs_sysctl_init(vsx_net(net));
	if (err)
		vsx_ipvs_proc_exit(net);
	return err;
}

static void __net_exit net_exit(struct net *net)
{
	vsx_ipvs_sysctl_exit(vsx_net(net));
	vsx_ipvs_proc_exit(net);
}

static struct pernet_operations net_ops = {
	.init = net_init,
	.exit = net_exit,
};

static int take_names(void)
{
	int err;

	if (ip_vs_is_loaded())
		return -EEXIST;
	err = genl_register_family(&vsx_ipvs_family);
	if (err)
		return err;
	err = register_pernet_subsys(&net_ops);
	if (err)
		genl_unregister_family(&vsx_ipvs_family);
	return err;
}

/**
 * vsx_ipvs_register() - take commands of IPVS clients from now on, unless in-tree ip_vs does.
 *
 * Context: process, module init.
 * Return: 0 or -errno.
 */
int __init vsx_ipvs_register(void)
{
	int err = take_names();

	if (err == -EEXIST) {
		pr_notice("in-tree ip_vs is loaded: ipvsadm and its like talk to that one, ipvsctl to ipvsx\n");
		pr_notice("do not configure a service in both; to have one: rmmod ipvsx; modprobe -r ip_vs; modprobe ipvsx\n");
		return 0;
	}
	is_registered = !err;
	return err;
}

/**
 * vsx_ipvs_unregister() - take no more commands; returns when the last one is done.
 *
 * Context: process, module exit.
 */
void vsx_ipvs_unregister(void)
{
	if (!is_registered)
		return;
	unregister_pernet_subsys(&net_ops);
	genl_unregister_family(&vsx_ipvs_family);
}

/**
 * vsx_ipvs_has_names() - whether IPVS clients talk to ipvsx. The stubs of kmod/names hold the module by it.
 *
 * Context: any.
 * Return: false if in-tree ip_vs was there first.
 */
bool vsx_ipvs_has_names(void)
{
	return is_registered;
}
EXPORT_SYMBOL_GPL(vsx_ipvs_has_names);

MODULE_ALIAS_GENL_FAMILY(IPVS_GENL_NAME);
/* For kernels without ip_vs; else modprobe prefers a module of the name, the kernel's own or a stub. */
MODULE_ALIAS("ip_vs");
MODULE_ALIAS("ip_vs_rr");
MODULE_ALIAS("ip_vs_wrr");
MODULE_ALIAS("ip_vs_lc");
MODULE_ALIAS("ip_vs_wlc");
MODULE_ALIAS("ip_vs_lblc");
MODULE_ALIAS("ip_vs_lblcr");
MODULE_ALIAS("ip_vs_sed");
MODULE_ALIAS("ip_vs_nq");
MODULE_ALIAS("ip_vs_fo");
MODULE_ALIAS("ip_vs_ovf");
MODULE_ALIAS("ip_vs_dh");
MODULE_ALIAS("ip_vs_sh");
MODULE_ALIAS("ip_vs_mh");
MODULE_ALIAS("ip_vs_twos");
