// SPDX-License-Identifier: GPL-2.0-only
/*
 * bypass.c - without a server: the packet goes on to where its sender wanted it.
 *
 * For caches that packets are turned aside to by a firewall mark and a route that makes every address the director's
 * own. Nothing is remembered: what is no connection of a server's belongs to the origin.
 */
#include "path/pkt.h"
#include "xmit/route.h"
#include "xmit/xmit.h"

/**
 * vsx_bypass_send() - send a packet to its own destination.
 * @p: the packet
 *
 * If that is on this machine, the local stack has it. A packet of our own socket has its route.
 *
 * Return: netfilter verdict.
 */
unsigned int vsx_bypass_send(struct vsx_pkt *p)
{
	struct dst_entry *dst;
	enum vsx_reason obstacle;

	if (p->state->hook == NF_INET_LOCAL_OUT)
		return vsx_pkt_done(p, VSX_REASON_BYPASSED, NF_ACCEPT);
	dst = vsx_route_onwards(p);
	if (!dst)
		return vsx_pkt_done(p, VSX_REASON_NO_ROUTE, NF_DROP);
	if (vsx_route_is_local(dst, vsx_pkt_af(p)))
		return vsx_pkt_done(p, VSX_REASON_BYPASSED, NF_ACCEPT);
	if (!vsx_route_fits(p, vsx_route_mtu(dst, vsx_pkt_af(p))))
		return vsx_route_drop(p, VSX_REASON_TOO_BIG);
	obstacle = vsx_route_pass(p, dst, 0);
	if (obstacle != VSX_REASON_FORWARDED)
		return vsx_route_drop(p, obstacle);
	return vsx_pkt_done(p, VSX_REASON_BYPASSED, vsx_route_output(p, dst, false));
}
