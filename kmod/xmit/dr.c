// SPDX-License-Identifier: GPL-2.0-only
/*
 * dr.c - direct routing: the packet goes to the link address of the server as it is.
 *
 * Wire (DR):
 *	client -> VIP:80 at the director's link address	becomes
 *	client -> VIP:80 at the server's, or at that of the router to the server
 *
 * The server has VIP on an interface that does not answer for it, and replies to the client itself. An ICMP
 * error about such a reply comes to VIP, that is here, and goes the same way to the server.
 */
#include "path/pkt.h"
#include "svc/dest.h"
#include "xmit/route.h"
#include "xmit/xmit.h"

/**
 * vsx_dr_send() - send a packet to its server.
 * @p: the packet: a request, or an ICMP error about a reply
 * @dest: the server
 * @reason: which of these, for the counters
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_dr_send(struct vsx_pkt *p, struct vsx_dest *dest, enum vsx_reason reason)
{
	struct dst_entry *dst = vsx_route_next_hop(p, dest);
	enum vsx_reason obstacle;

	if (!dst)
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE, NF_DROP);
	if (vsx_route_is_local(dst, dest->addr.af))
		return vsx_route_up(p, dest, reason);
	if (!vsx_route_fits(p, vsx_route_mtu(dst, dest->addr.af)))
		return vsx_route_drop(p, VSX_REASON_TOO_BIG);
	obstacle = vsx_route_pass(p, dst, 0);
	if (obstacle != VSX_REASON_FORWARDED)
		return vsx_route_drop(p, obstacle);
	vsx_stats_in(dest->stats, p->len);
	return vsx_pkt_done(p, reason, vsx_route_leave(p, dst));
}
