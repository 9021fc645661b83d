/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tcp_state.h - TCP as a director follows it that sees both directions, or one.
 */
#ifndef VSX_PURE_TCP_STATE_H
#define VSX_PURE_TCP_STATE_H

#include <linux/ipvsx.h>
#include <linux/types.h>

/* TCP flags, as in byte 13 of the header (RFC 9293, 3.1). */
#define VSX_TCP_FIN	0x01
#define VSX_TCP_SYN	0x02
#define VSX_TCP_RST	0x04
#define VSX_TCP_ACK	0x10

unsigned int vsx_tcp_next(unsigned int state, u8 flags, bool reply);
unsigned int vsx_tcp_next_strict(unsigned int state, u8 flags, bool reply);
unsigned int vsx_tcp_next_oneway(unsigned int state, u8 flags);
bool vsx_tcp_opens(u8 flags);
bool vsx_tcp_reusable(unsigned int state, bool oneway);
bool vsx_tcp_closing(unsigned int state);

/**
 * vsx_tcp_half_open() - is the handshake, as far as it is known, not over?
 * @state: enum vsx_conn_state
 *
 * Context: any; pure.
 * Return: true if so.
 */
static inline bool vsx_tcp_half_open(unsigned int state)
{
	return state == VSX_CONN_STATE_SYN_RECV || state == VSX_CONN_STATE_SYNACK;
}

/**
 * vsx_state_active() - does a connection count as active (ipvsadm: ActiveConn)?
 * @state: enum vsx_conn_state
 *
 * As IPVS counts: TCP from the first SYN until one side closes, SCTP while it is established; UDP is always
 * inactive.
 *
 * Context: any; pure.
 * Return: true if so.
 */
static inline bool vsx_state_active(unsigned int state)
{
	return state == VSX_CONN_STATE_ESTABLISHED || state == VSX_CONN_STATE_SYN_RECV ||
	       state == VSX_CONN_STATE_SYN_SENT || state == VSX_CONN_STATE_SYNACK ||
	       state == VSX_CONN_STATE_SCTP_ESTABLISHED;
}

#endif /* VSX_PURE_TCP_STATE_H */
