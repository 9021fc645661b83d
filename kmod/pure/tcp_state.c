// SPDX-License-Identifier: GPL-2.0-only
/*
 * tcp_state.c - the TCP states of a connection, named as the server's socket would be.
 *
 * The director sees both directions (NAT) but neither socket, or the client's segments alone (direct routing,
 * tunnel). With both it follows RFC 9293, figure 5, from
 * the flags alone: the client's SYN opens (SYN_RECV), the first acknowledgement after it establishes,
 * the client's FIN leaves the server in CLOSE_WAIT, the server's in FIN_WAIT, both in TIME_WAIT, a
 * reset ends. Sequence numbers are not checked, as in IPVS: who can forge the four-tuple can shorten a
 * connection's life here, which its two sockets, who do check (RFC 5961), then open again or do not notice.
 *
 * Of the client alone, what its segments say is what can be known:
 *
 *	before \ segment	SYN		ACK		FIN		RST
 *	none		SYN_RECV	ESTABLISHED	FIN_WAIT	CLOSE
 *	SYN_RECV	SYN_RECV	ESTABLISHED	FIN_WAIT	CLOSE
 *	ESTABLISHED	ESTABLISHED	ESTABLISHED	FIN_WAIT	CLOSE
 *	FIN_WAIT	(opens anew)	FIN_WAIT	FIN_WAIT	CLOSE
 *	CLOSE		(opens anew)	CLOSE		CLOSE		CLOSE
 *
 * FIN_WAIT is where IPVS has such connections too: the client has closed, and whether the server has, nobody
 * here can tell. So it lasts as long as a half-closed connection may, and it is never TIME_WAIT.
 */
#include <linux/ipvsx.h>

#include "pure/tcp_state.h"

static unsigned int after_fin(unsigned int state, bool reply)
{
	switch (state) {
	case VSX_CONN_STATE_NONE:
	case VSX_CONN_STATE_SYN_RECV:
	case VSX_CONN_STATE_SYNACK:
	case VSX_CONN_STATE_ESTABLISHED:
		return reply ? VSX_CONN_STATE_FIN_WAIT : VSX_CONN_STATE_CLOSE_WAIT;
	case VSX_CONN_STATE_FIN_WAIT:
		return reply ? state : VSX_CONN_STATE_TIME_WAIT;
	case VSX_CONN_STATE_CLOSE_WAIT:
		return reply ? VSX_CONN_STATE_TIME_WAIT : state;
	default:
		return state;
	}
}

/**
 * vsx_tcp_next() - the state after a segment.
 * @state: before (enum vsx_conn_state)
 * @flags: VSX_TCP_* of the segment
 * @reply: it came from the server
 *
 * Context: any; pure.
 * Return: the new state, often the same.
 */
unsigned int vsx_tcp_next(unsigned int state, u8 flags, bool reply)
{
	if (flags & VSX_TCP_RST)
		return VSX_CONN_STATE_CLOSE;
	if (flags & VSX_TCP_SYN)
		/* A SYN inside a living connection is answered by the server, and means nothing here. */
		return state == VSX_CONN_STATE_NONE ? VSX_CONN_STATE_SYN_RECV : state;
	if (flags & VSX_TCP_FIN)
		return after_fin(state, reply);
	if ((flags & VSX_TCP_ACK) &&
	    (state == VSX_CONN_STATE_SYN_RECV || state == VSX_CONN_STATE_NONE ||
	     state == VSX_CONN_STATE_SYNACK))
		return VSX_CONN_STATE_ESTABLISHED;
	return state;
}

/**
 * vsx_tcp_next_strict() - the state after a segment, if clients are not believed (secure_tcp).
 * @state: before (enum vsx_conn_state)
 * @flags: VSX_TCP_* of the segment
 * @reply: it came from the server
 *
 * Nothing but a reset that a client sends before the server has answered gets it any further. After that its
 * acknowledgement must be right, or the server ends the connection with a reset.
 *
 * Context: any; pure.
 * Return: the new state, often the same.
 */
unsigned int vsx_tcp_next_strict(unsigned int state, u8 flags, bool reply)
{
	if (state == VSX_CONN_STATE_SYN_RECV && !(flags & VSX_TCP_RST)) {
		if (!reply)
			return state;
		if (flags & VSX_TCP_SYN)
			return flags & VSX_TCP_ACK ? VSX_CONN_STATE_SYNACK : state;
	}
	return vsx_tcp_next(state, flags, reply);
}

/**
 * vsx_tcp_next_oneway() - the state after a segment of the client, if the server's are not seen.
 * @state: before (enum vsx_conn_state)
 * @flags: VSX_TCP_* of the segment
 *
 * Context: any; pure.
 * Return: the new state, often the same.
 */
unsigned int vsx_tcp_next_oneway(unsigned int state, u8 flags)
{
	if (state == VSX_CONN_STATE_CLOSE)
		return state;
	if ((flags & (VSX_TCP_FIN | VSX_TCP_SYN | VSX_TCP_RST)) == VSX_TCP_FIN)
		return VSX_CONN_STATE_FIN_WAIT;
	return vsx_tcp_next(state, flags, false);
}

/**
 * vsx_tcp_opens() - does a segment ask for a new connection?
 * @flags: VSX_TCP_* of the segment
 *
 * Context: any; pure.
 * Return: true for a SYN alone.
 */
bool vsx_tcp_opens(u8 flags)
{
	return (flags & (VSX_TCP_SYN | VSX_TCP_ACK | VSX_TCP_RST | VSX_TCP_FIN)) == VSX_TCP_SYN;
}

/**
 * vsx_tcp_reusable() - may a SYN in this state be a new connection on the same port?
 * @state: enum vsx_conn_state
 * @oneway: only the client's segments are seen
 *
 * Both sides have closed, or one has reset: a client may open the same port again at once (RFC 6191),
 * and is scheduled anew. Where the server is not seen, the client's having closed must do: who has sent a
 * FIN sends a SYN only when it is done with the old connection.
 *
 * Context: any; pure.
 * Return: true if so.
 */
bool vsx_tcp_reusable(unsigned int state, bool oneway)
{
	return state == VSX_CONN_STATE_TIME_WAIT || state == VSX_CONN_STATE_CLOSE ||
	       (oneway && state == VSX_CONN_STATE_FIN_WAIT);
}

/**
 * vsx_tcp_closing() - has at least one side closed?
 * @state: enum vsx_conn_state
 *
 * Context: any; pure.
 * Return: true if so.
 */
bool vsx_tcp_closing(unsigned int state)
{
	return vsx_tcp_reusable(state, false) || state == VSX_CONN_STATE_FIN_WAIT ||
	       state == VSX_CONN_STATE_CLOSE_WAIT || state == VSX_CONN_STATE_LAST_ACK;
}
