// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc_stats.c - /proc/net/ip_vs_stats, ip_vs_stats_percpu and ip_vs_status.
 */
#include <linux/cpumask.h>
#include <linux/seq_file_net.h>

#include "ipvs/proc.h"
#include "net.h"
#include "svc/dest.h"
#include "svc/rates.h"

static void show_counts(struct seq_file *m, const struct vsx_counts *c, const char *end)
{
	seq_printf(m, "%8llX %8llX %8llX %16llX %16llX%s", c->conns, c->in_packets, c->out_packets,
		   c->in_bytes, c->out_bytes, end);
}

/**
 * vsx_ipvs_stats_show() - sums and rates of the namespace.
 * @m: the file
 * @v: unused
 *
 * Context: process, may sleep.
 * Return: 0.
 */
int vsx_ipvs_stats_show(struct seq_file *m, void *v)
{
	struct vsx_net *vn = vsx_net(seq_file_single_net(m));
	struct vsx_counts counts, rates;

	mutex_lock(&vn->lock);
	vsx_net_counts(vn, &counts);
	vsx_net_rates(vn, &rates);
	mutex_unlock(&vn->lock);
	seq_puts(m, "   Total Incoming Outgoing         Incoming         Outgoing\n");
	seq_puts(m, "   Conns  Packets  Packets            Bytes            Bytes\n");
	show_counts(m, &counts, "\n\n");
	seq_puts(m, " Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n");
	show_counts(m, &rates, "\n");
	return 0;
}

/**
 * vsx_ipvs_stats_percpu_show() - the same by CPU. Lines of CPUs are never zeroed, the sum is.
 * @m: the file
 * @v: unused
 *
 * Context: process, may sleep.
 * Return: 0.
 */
int vsx_ipvs_stats_percpu_show(struct seq_file *m, void *v)
{
	struct vsx_net *vn = vsx_net(seq_file_single_net(m));
	struct vsx_counts c;
	int cpu;

	seq_puts(m, "       Total Incoming Outgoing         Incoming         Outgoing\n");
	seq_puts(m, "CPU    Conns  Packets  Packets            Bytes            Bytes\n");
	mutex_lock(&vn->lock);
	for_each_possible_cpu(cpu) {
		vsx_net_counts_of_cpu(vn, cpu, &c);
		seq_printf(m, "%3X ", cpu);
		show_counts(m, &c, "\n");
	}
	vsx_net_counts(vn, &c);
	seq_puts(m, "  ~ ");
	show_counts(m, &c, "\n\n");
	vsx_net_rates(vn, &c);
	mutex_unlock(&vn->lock);
	seq_puts(m, "     Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n");
	seq_puts(m, "    ");
	show_counts(m, &c, "\n");
	return 0;
}

static void show_table(struct seq_file *m, const struct vsx_net *vn)
{
	unsigned int i;
	size_t bytes = 0;

	for (i = 0; vn->is_up && i < ARRAY_SIZE(vn->tables); i++)
		bytes += vsx_table_bytes(&vn->tables[i]);
	seq_printf(m, "Conn table:\t%zu bytes\n", bytes);
}

/* Connections as ip_vs counts them: what persistence remembers is among them. */
static u64 conns_and_templates(const struct vsx_net *vn)
{
	u64 sum = vsx_net_conns(vn);
	const struct vsx_svc *svc;
	const struct vsx_dest *d;

	list_for_each_entry(svc, &vn->svcs, list)
		list_for_each_entry(d, &svc->dests, list)
			sum += max(atomic_read(&d->templates), 0);
	return sum;
}

/**
 * vsx_ipvs_status_show() - sizes. The lines about buckets that ip_vs has describe a table that is not ours.
 * @m: the file
 * @v: unused
 *
 * Context: process, may sleep.
 * Return: 0.
 */
int vsx_ipvs_status_show(struct seq_file *m, void *v)
{
	struct vsx_net *vn = vsx_net(seq_file_single_net(m));

	mutex_lock(&vn->lock);
	seq_printf(m, "Conns:\t%llu\n", conns_and_templates(vn));
	show_table(m, vn);
	seq_printf(m, "Services:\t%u\n", vn->n_svcs);
	mutex_unlock(&vn->lock);
	return 0;
}
