// SPDX-License-Identifier: GPL-2.0-only
/*
 * stats.c - sums of per-CPU counters.
 */
#include <linux/cpumask.h>

#include "stats/stats.h"

/**
 * vsx_stats_read_cpu() - read a destination's counters of one CPU.
 * @stats: the counters
 * @cpu: the CPU
 * @c: the result
 *
 * Context: any.
 */
void vsx_stats_read_cpu(const struct vsx_pcpu_stats __percpu *stats, int cpu, struct vsx_counts *c)
{
	const struct vsx_pcpu_stats *s = per_cpu_ptr(stats, cpu);
	unsigned int start;

	do {
		start = u64_stats_fetch_begin(&s->syncp);
		c->conns = u64_stats_read(&s->conns);
		c->in_packets = u64_stats_read(&s->in_packets);
		c->in_bytes = u64_stats_read(&s->in_bytes);
		c->out_packets = u64_stats_read(&s->out_packets);
		c->out_bytes = u64_stats_read(&s->out_bytes);
	} while (u64_stats_fetch_retry(&s->syncp, start));
}

/**
 * vsx_stats_read() - sum a destination's counters over the CPUs.
 * @stats: the counters
 * @sum: the result
 *
 * Context: any.
 */
void vsx_stats_read(const struct vsx_pcpu_stats __percpu *stats, struct vsx_counts *sum)
{
	int cpu;

	*sum = (struct vsx_counts){};
	for_each_possible_cpu(cpu) {
		struct vsx_counts c;

		vsx_stats_read_cpu(stats, cpu, &c);
		vsx_counts_add(sum, &c);
	}
}

/**
 * vsx_reason_read() - sum one reason's counter over the CPUs.
 * @reasons: the namespace's counters
 * @reason: which
 *
 * Context: any.
 * Return: packets.
 */
u64 vsx_reason_read(const struct vsx_pcpu_reasons __percpu *reasons, enum vsx_reason reason)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct vsx_pcpu_reasons *r = per_cpu_ptr(reasons, cpu);
		unsigned int start;
		u64 packets;

		do {
			start = u64_stats_fetch_begin(&r->syncp);
			packets = u64_stats_read(&r->packets[reason]);
		} while (u64_stats_fetch_retry(&r->syncp, start));
		sum += packets;
	}
	return sum;
}

/**
 * vsx_reason_name() - the word for a reason.
 * @reason: which
 *
 * Context: any.
 * Return: a constant string.
 */
const char *vsx_reason_name(enum vsx_reason reason)
{
	static const char *const names[] = {
#define X(name, word) [VSX_REASON_##name] = word,
		VSX_REASONS(X)
#undef X
	};

	return names[reason];
}
