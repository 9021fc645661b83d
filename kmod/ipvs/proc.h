/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * proc.h - /proc/net/ip_vs* of a namespace.
 */
#ifndef VSX_IPVS_PROC_H
#define VSX_IPVS_PROC_H

#include <linux/seq_file.h>

struct net;

int vsx_ipvs_proc_init(struct net *net);
void vsx_ipvs_proc_exit(struct net *net);

/* proc_conn.c */
extern const struct seq_operations vsx_ipvs_conn_ops;
size_t vsx_ipvs_conn_iter_bytes(void);

/* proc_stats.c; process context */
int vsx_ipvs_stats_show(struct seq_file *m, void *v);
int vsx_ipvs_stats_percpu_show(struct seq_file *m, void *v);
int vsx_ipvs_status_show(struct seq_file *m, void *v);

#endif /* VSX_IPVS_PROC_H */
