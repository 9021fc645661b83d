/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * counts.h - what is counted of a destination, a service, a namespace.
 */
#ifndef VSX_PURE_COUNTS_H
#define VSX_PURE_COUNTS_H

#include <linux/types.h>

/**
 * struct vsx_counts - a sum of counters
 * @conns: connections opened
 * @in_packets: packets to the servers
 * @in_bytes: their IP bytes
 * @out_packets: packets from the servers
 * @out_bytes: their IP bytes
 */
struct vsx_counts {
	u64 conns;
	u64 in_packets;
	u64 in_bytes;
	u64 out_packets;
	u64 out_bytes;
};

static inline void vsx_counts_add(struct vsx_counts *a, const struct vsx_counts *b)
{
	a->conns += b->conns;
	a->in_packets += b->in_packets;
	a->in_bytes += b->in_bytes;
	a->out_packets += b->out_packets;
	a->out_bytes += b->out_bytes;
}

static inline void vsx_counts_sub(struct vsx_counts *a, const struct vsx_counts *b)
{
	a->conns -= b->conns;
	a->in_packets -= b->in_packets;
	a->in_bytes -= b->in_bytes;
	a->out_packets -= b->out_packets;
	a->out_bytes -= b->out_bytes;
}

#endif /* VSX_PURE_COUNTS_H */
