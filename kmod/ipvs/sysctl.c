// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysctl.c - net.ipv4.vs.*, per namespace: every knob that ip_vs has, with its default and its range.
 *
 * Those whose feature is here act, by struct vsx_tune. The others are kept, so that scripts that write them
 * find what they expect; they say so in Documentation/migrating-from-ipvs.md. A namespace that a user
 * without rights on the machine made has them too: they touch nothing but that namespace.
 */
#include <linux/cpumask.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <net/net_namespace.h>

#include "ipvs/sysctl.h"
#include "net.h"

static const int zero;
static const int one = 1;
static const int three = 3;
static const int nice_min = -20;
static const int nice_max = 19;
static const int lfactor_min = -8;
static const int lfactor_max = 8;
static const int conn_max_max = VSX_CONN_MAX;
static const int seconds_max = INT_MAX / HZ;

static int sync_ports(vsx_ctl_table *ctl, int write, void *buf, size_t *len, loff_t *pos)
{
	int val = READ_ONCE(*(int *)ctl->data);
	struct ctl_table tmp = { .data = &val, .maxlen = sizeof(val) };
	int err = proc_dointvec(&tmp, write, buf, len, pos);

	if (err || !write)
		return err;
	if (val < 1 || !is_power_of_2(val))
		return -EINVAL;
	WRITE_ONCE(*(int *)ctl->data, val);
	return 0;
}

/* Send the first after so many packets, and then one in so many; the second may be 0. */
static int sync_threshold(vsx_ctl_table *ctl, int write, void *buf, size_t *len, loff_t *pos)
{
	int *knob = ctl->data;
	int val[2] = { READ_ONCE(knob[0]), READ_ONCE(knob[1]) };
	struct ctl_table tmp = { .data = val, .maxlen = sizeof(val) };
	int err = proc_dointvec(&tmp, write, buf, len, pos);

	if (err || !write)
		return err;
	if (val[0] < 0 || val[1] < 0 || (val[1] && val[0] >= val[1]))
		return -EINVAL;
	WRITE_ONCE(knob[0], val[0]);
	WRITE_ONCE(knob[1], val[1]);
	return 0;
}

static int cpulist(vsx_ctl_table *ctl, int write, void *buf, size_t *len, loff_t *pos)
{
	struct vsx_net *vn = ctl->extra1;
	char text[VSX_CPULIST_MAX];
	struct ctl_table tmp = { .data = text, .maxlen = sizeof(text) };
	cpumask_var_t mask;
	int err;

	mutex_lock(&vn->lock);
	memcpy(text, vn->tune.est_cpulist, sizeof(text));
	mutex_unlock(&vn->lock);
	err = proc_dostring(&tmp, write, buf, len, pos);
	if (err || !write)
		return err;
	if (!zalloc_cpumask_var(&mask, GFP_KERNEL))
		return -ENOMEM;
	err = cpulist_parse(text, mask);
	free_cpumask_var(mask);
	if (err)
		return -EINVAL;
	mutex_lock(&vn->lock);
	memcpy(vn->tune.est_cpulist, text, sizeof(text));
	mutex_unlock(&vn->lock);
	return 0;
}

/* A defence that acts turns its knob to 2 and back to 1 by itself. */
static int defence(vsx_ctl_table *ctl, int write, void *buf, size_t *len, loff_t *pos)
{
	int val = READ_ONCE(*(int *)ctl->data);
	struct ctl_table tmp = {
		.data = &val, .maxlen = sizeof(val), .extra1 = (void *)&zero, .extra2 = (void *)&three,
	};
	int err = proc_dointvec_minmax(&tmp, write, buf, len, pos);

	if (err || !write)
		return err;
	WRITE_ONCE(*(int *)ctl->data, val);
	vsx_overload_look(ctl->extra1);
	return 0;
}

/* What decides whether, and how, a defence acts. */
static int defence_limit(vsx_ctl_table *ctl, int write, void *buf, size_t *len, loff_t *pos)
{
	int err = proc_dointvec(ctl, write, buf, len, pos);

	if (!err && write)
		vsx_overload_look(ctl->extra1);
	return err;
}

/**
 * struct knob - an entry
 * @name: as users see it
 * @offset: in struct vsx_tune
 * @size: of its value
 * @handler: reads and writes it
 * @min: lowest value, NULL for any
 * @max: highest value, NULL for any
 */
struct knob {
	const char *name;
	size_t offset;
	size_t size;
	proc_handler *handler;
	const int *min;
	const int *max;
};

#define KNOB(_name, _handler, _min, _max) {				\
	.name = #_name,							\
	.offset = offsetof(struct vsx_tune, _name),			\
	.size = sizeof_field(struct vsx_tune, _name),			\
	.handler = _handler,						\
	.min = _min,							\
	.max = _max,							\
}

#define WORD(_name) KNOB(_name, proc_dointvec, NULL, NULL)
#define WORD_IN(_name, _min, _max) KNOB(_name, proc_dointvec_minmax, _min, _max)

static const struct knob knobs[] = {
	KNOB(amemthresh, defence_limit, NULL, NULL),
	KNOB(am_droprate, defence_limit, NULL, NULL),
	WORD(backup_only),
	WORD(cache_bypass),
	WORD_IN(conn_lfactor, &lfactor_min, &lfactor_max),
	WORD_IN(conn_max, &zero, &conn_max_max),
	WORD(conn_reuse_mode),
	WORD(conntrack),
	KNOB(drop_entry, defence, NULL, NULL),
	KNOB(drop_packet, defence, NULL, NULL),
	KNOB(est_cpulist, cpulist, NULL, NULL),
	WORD_IN(est_nice, &nice_min, &nice_max),
	WORD(expire_nodest_conn),
	WORD(expire_quiescent_template),
	WORD(ignore_tunneled),
	WORD_IN(lblc_expiration, &zero, &seconds_max),
	WORD_IN(lblcr_expiration, &zero, &seconds_max),
	WORD(nat_icmp_send),
	WORD(pmtu_disc),
	WORD(run_estimation),
	WORD(schedule_icmp),
	KNOB(secure_tcp, defence, NULL, NULL),
	WORD(sloppy_sctp),
	WORD(sloppy_tcp),
	WORD(snat_reroute),
	WORD_IN(svc_lfactor, &lfactor_min, &lfactor_max),
	WORD(sync_persist_mode),
	KNOB(sync_ports, sync_ports, NULL, NULL),
	KNOB(sync_qlen_max, proc_doulongvec_minmax, NULL, NULL),
	WORD_IN(sync_refresh_period, &zero, &seconds_max),
	WORD_IN(sync_retries, &zero, &three),
	WORD(sync_sock_size),
	KNOB(sync_threshold, sync_threshold, NULL, NULL),
	WORD_IN(sync_version, &zero, &one),
};

static bool wants_net(proc_handler *handler)
{
	return handler == cpulist || handler == defence || handler == defence_limit;
}

static void table_fill(struct ctl_table *table, struct vsx_net *vn)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(knobs); i++)
		table[i] = (struct ctl_table){
			.procname = knobs[i].name,
			.data = (char *)&vn->tune + knobs[i].offset,
			.maxlen = knobs[i].size,
			.mode = 0644,
			.proc_handler = knobs[i].handler,
			.extra1 = wants_net(knobs[i].handler) ? vn : (void *)knobs[i].min,
			.extra2 = (void *)knobs[i].max,
		};
}

/**
 * vsx_ipvs_sysctl_init() - make the knobs of a namespace visible.
 * @vn: the namespace
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int vsx_ipvs_sysctl_init(struct vsx_net *vn)
{
	/* One more than there are: below 6.6 that ends the table. */
	struct ctl_table *table = kcalloc(ARRAY_SIZE(knobs) + 1, sizeof(*table), GFP_KERNEL_ACCOUNT);

	if (!table)
		return -ENOMEM;
	table_fill(table, vn);
	vn->sysctl = register_net_sysctl_sz(vn->net, "net/ipv4/vs", table, ARRAY_SIZE(knobs));
	if (!vn->sysctl) {
		kfree(table);
		return -ENOMEM;
	}
	vn->sysctl_table = table;
	return 0;
}

/**
 * vsx_ipvs_sysctl_exit() - withdraw the knobs of a namespace.
 * @vn: the namespace
 *
 * Context: process, may sleep.
 */
void vsx_ipvs_sysctl_exit(struct vsx_net *vn)
{
	unregister_net_sysctl_table(vn->sysctl);
	kfree(vn->sysctl_table);
}
