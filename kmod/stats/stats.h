/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stats.h - per-CPU 64-bit counters, and the reasons packets left by.
 */
#ifndef VSX_STATS_STATS_H
#define VSX_STATS_STATS_H

#include <linux/percpu.h>
#include <linux/types.h>
#include <linux/u64_stats_sync.h>

#include "pure/counts.h"

/**
 * struct vsx_pcpu_stats - counters of a destination, one set per CPU
 * @conns: connections opened
 * @in_packets: packets to the server
 * @in_bytes: their IP bytes
 * @out_packets: packets from the server
 * @out_bytes: their IP bytes
 * @syncp: writer is the CPU itself, BH off
 */
struct vsx_pcpu_stats {
	u64_stats_t conns;
	u64_stats_t in_packets;
	u64_stats_t in_bytes;
	u64_stats_t out_packets;
	u64_stats_t out_bytes;
	struct u64_stats_sync syncp;
};

/* Every way a packet can leave, with the word users see. */
#define VSX_REASONS(X)								\
	X(FORWARDED,		"forwarded")		/* to a server */		\
	X(REPLIED,		"replied")		/* from a server */		\
	X(ICMP_TO_SERVER,	"icmp-to-server")	/* ICMP error about a reply */	\
	X(ICMP_TO_CLIENT,	"icmp-to-client")	/* ICMP error about a request */ \
	X(TUN_TOO_BIG,		"tunnel-too-big")	/* ICMP error about a tunnel */	\
	X(NOT_OPENED,		"not-a-syn")		/* TCP without connection */	\
	X(NO_DEST_REJECT,	"no-destination-rejected")				\
	X(NO_DEST_DROP,		"no-destination-dropped")				\
	X(HELD,			"server-removed-held")	/* within the grace */		\
	X(RESET,		"server-removed-reset")	/* after it */			\
	X(CT_STALE,		"conntrack-stale")	/* of the flow's last server */	\
	X(NO_ROUTE,		"no-route-to-server")					\
	X(NO_ROUTE_BACK,	"no-route-to-client")	/* of a reply routed again */	\
	X(TTL,			"ttl-exceeded")						\
	X(TOO_BIG,		"packet-too-big")					\
	X(NO_MEMORY,		"no-memory")						\
	X(TABLE_FULL,		"connection-table-full")				\
	X(CONN_LIMIT,		"connection-limit")	/* net.ipv4.vs.conn_max */	\
	X(OVERLOAD,		"overload-dropped")	/* net.ipv4.vs.drop_packet */	\
	X(BYPASSED,		"bypassed")		/* to its own destination */

enum vsx_reason {
#define X(name, word) VSX_REASON_##name,
	VSX_REASONS(X)
#undef X
	VSX_REASON_COUNT,
};

#define VSX_REASON_NAME_MAX	32	/* of its word, with the end of the string */

/**
 * struct vsx_pcpu_reasons - reason counters of a namespace, one set per CPU
 * @packets: by enum vsx_reason
 * @syncp: writer is the CPU itself, BH off
 */
struct vsx_pcpu_reasons {
	u64_stats_t packets[VSX_REASON_COUNT];
	struct u64_stats_sync syncp;
};

void vsx_stats_read(const struct vsx_pcpu_stats __percpu *stats, struct vsx_counts *sum);
void vsx_stats_read_cpu(const struct vsx_pcpu_stats __percpu *stats, int cpu, struct vsx_counts *c);
u64 vsx_reason_read(const struct vsx_pcpu_reasons __percpu *reasons, enum vsx_reason reason);
const char *vsx_reason_name(enum vsx_reason reason);

/* The following run with BH off, on the packet path. */

static inline void vsx_stats_in(struct vsx_pcpu_stats __percpu *stats, u32 bytes)
{
	struct vsx_pcpu_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->in_packets);
	u64_stats_add(&s->in_bytes, bytes);
	u64_stats_update_end(&s->syncp);
}

static inline void vsx_stats_out(struct vsx_pcpu_stats __percpu *stats, u32 bytes)
{
	struct vsx_pcpu_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->out_packets);
	u64_stats_add(&s->out_bytes, bytes);
	u64_stats_update_end(&s->syncp);
}

static inline void vsx_stats_conn(struct vsx_pcpu_stats __percpu *stats)
{
	struct vsx_pcpu_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->conns);
	u64_stats_update_end(&s->syncp);
}

static inline void vsx_reason_count(struct vsx_pcpu_reasons __percpu *reasons, enum vsx_reason reason)
{
	struct vsx_pcpu_reasons *r = this_cpu_ptr(reasons);

	u64_stats_update_begin(&r->syncp);
	u64_stats_inc(&r->packets[reason]);
	u64_stats_update_end(&r->syncp);
}

#endif /* VSX_STATS_STATS_H */
