// SPDX-License-Identifier: GPL-2.0-only
/*
 * trace.c - the code of the tracepoint.
 */
#include <linux/in.h>
#include <linux/in6.h>

#include "addr.h"

/* As formats for addresses want it; @buf has room for the larger of the two. */
static void __maybe_unused sockaddr_of(const struct vsx_addr *a, u8 *buf)
{
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)buf;
	struct sockaddr_in *four = (struct sockaddr_in *)buf;

	if (a->af == AF_INET)
		*four = (struct sockaddr_in){
			.sin_family = AF_INET, .sin_port = a->port, .sin_addr.s_addr = a->ip.ip,
		};
	else
		*six = (struct sockaddr_in6){
			.sin6_family = AF_INET6, .sin6_port = a->port, .sin6_addr = a->ip.in6,
		};
}

#define CREATE_TRACE_POINTS
#include "path/trace.h"

/**
 * vsx_pkt_trace() - tell who listens that a packet leaves.
 * @p: the packet
 * @reason: why
 *
 * Context: BH off.
 */
void vsx_pkt_trace(const struct vsx_pkt *p, enum vsx_reason reason)
{
	trace_ipvsx_packet(p, reason);
}
