// SPDX-License-Identifier: GPL-2.0-only
/*
 * sctp_state.c - the SCTP states of a connection, by the names that IPVS has for them.
 *
 * What a packet says is the type of one of its chunks (RFC 9260, section 4). As a client opens and either side closes:
 *
 *	client			server			state after it
 *	INIT						INIT1, again: INIT
 *				INIT ACK		COOKIE_SENT
 *	COOKIE ECHO					COOKIE_REPLIED
 *				COOKIE ACK		ESTABLISHED
 *	SHUTDOWN					SHUTDOWN_RECEIVED
 *				SHUTDOWN		SHUTDOWN_SENT
 *				SHUTDOWN ACK		SHUTDOWN_ACK_SENT
 *	SHUTDOWN ACK or COMPLETE			CLOSED
 *	ABORT			ABORT			CLOSED; the server's, to an INIT: REJECTED
 *
 * Both may send an INIT at the same time (5.2.1): then the server's cookie is echoed too, by way of COOKIE_WAIT,
 * COOKIE and COOKIE_ECHOED. Of the client alone, its cookie establishes and its SHUTDOWN ACK closes.
 *
 * Verification tags are not checked, as TCP's sequence numbers are not (tcp_state.c), and an ERROR chunk ends
 * nothing: its sender says so by an ABORT (3.3.10).
 */
#include <linux/bits.h>
#include <linux/ipvsx.h>
#include <linux/kernel.h>

#include "pure/sctp_state.h"

#define S(name)		(1U << VSX_CONN_STATE_SCTP_##name)
#define INITS		(S(INIT1) | S(INIT))
#define COOKIES		(S(COOKIE_SENT) | S(COOKIE_REPLIED) | S(COOKIE_WAIT) | S(COOKIE) | S(COOKIE_ECHOED))
#define OPENING		(INITS | COOKIES)

/* Who sends. */
#define CLIENT		BIT(0)	/* where the server's packets are seen too */
#define SERVER		BIT(1)
#define ALONE		BIT(2)	/* the client, where they are not */

static const struct rule {
	u8 event;
	u8 from;
	u32 before;	/* a bit for each state */
	enum vsx_conn_state after;
} rules[] = {
	{ VSX_SCTP_INIT, CLIENT | ALONE, S(INIT1), VSX_CONN_STATE_SCTP_INIT },
	{ VSX_SCTP_INIT, SERVER, OPENING, VSX_CONN_STATE_SCTP_COOKIE_WAIT },
	{ VSX_SCTP_INIT_ACK, SERVER, INITS, VSX_CONN_STATE_SCTP_COOKIE_SENT },
	{ VSX_SCTP_INIT_ACK, CLIENT, S(COOKIE_WAIT), VSX_CONN_STATE_SCTP_COOKIE },
	{ VSX_SCTP_COOKIE_ECHO, CLIENT, OPENING, VSX_CONN_STATE_SCTP_COOKIE_REPLIED },
	{ VSX_SCTP_COOKIE_ECHO, SERVER, OPENING, VSX_CONN_STATE_SCTP_COOKIE_ECHOED },
	{ VSX_SCTP_COOKIE_ECHO, ALONE, OPENING, VSX_CONN_STATE_SCTP_ESTABLISHED },
	{ VSX_SCTP_COOKIE_ACK, SERVER | ALONE, OPENING, VSX_CONN_STATE_SCTP_ESTABLISHED },
	{ VSX_SCTP_COOKIE_ACK, CLIENT, S(COOKIE_ECHOED), VSX_CONN_STATE_SCTP_ESTABLISHED },
	{ VSX_SCTP_SHUTDOWN, CLIENT | ALONE, S(ESTABLISHED) | COOKIES,
	  VSX_CONN_STATE_SCTP_SHUTDOWN_RECEIVED },
	{ VSX_SCTP_SHUTDOWN, SERVER, S(ESTABLISHED) | COOKIES, VSX_CONN_STATE_SCTP_SHUTDOWN_SENT },
	{ VSX_SCTP_SHUTDOWN_ACK, SERVER, S(ESTABLISHED) | S(SHUTDOWN_SENT) | S(SHUTDOWN_RECEIVED),
	  VSX_CONN_STATE_SCTP_SHUTDOWN_ACK_SENT },
	{ VSX_SCTP_SHUTDOWN_ACK, CLIENT, S(SHUTDOWN_SENT) | S(SHUTDOWN_ACK_SENT),
	  VSX_CONN_STATE_SCTP_CLOSED },
	{ VSX_SCTP_SHUTDOWN_ACK, ALONE, S(ESTABLISHED) | S(SHUTDOWN_RECEIVED), VSX_CONN_STATE_SCTP_CLOSED },
	{ VSX_SCTP_SHUTDOWN_COMPLETE, CLIENT, S(SHUTDOWN_ACK_SENT), VSX_CONN_STATE_SCTP_CLOSED },
	{ VSX_SCTP_SHUTDOWN_COMPLETE, ALONE, S(SHUTDOWN_RECEIVED), VSX_CONN_STATE_SCTP_CLOSED },
	{ VSX_SCTP_ABORT, SERVER, S(INIT1), VSX_CONN_STATE_SCTP_REJECTED },
	{ VSX_SCTP_ABORT, CLIENT | SERVER | ALONE, ~S(REJECTED), VSX_CONN_STATE_SCTP_CLOSED },
};

/**
 * vsx_sctp_event() - what a packet says, one chunk further on.
 * @event: by the chunks before (VSX_SCTP_*), VSX_SCTP_DATA at first
 * @chunk: type of the chunk
 *
 * An ABORT is the last chunk and undoes what is before it (RFC 9260, 3.3.7); otherwise the first one counts.
 *
 * Context: any; pure.
 * Return: VSX_SCTP_*.
 */
u8 vsx_sctp_event(u8 event, u8 chunk)
{
	switch (chunk) {
	case VSX_SCTP_ABORT:
		return chunk;
	case VSX_SCTP_INIT:
	case VSX_SCTP_INIT_ACK:
	case VSX_SCTP_SHUTDOWN:
	case VSX_SCTP_SHUTDOWN_ACK:
	case VSX_SCTP_COOKIE_ECHO:
	case VSX_SCTP_COOKIE_ACK:
	case VSX_SCTP_SHUTDOWN_COMPLETE:
		return event == VSX_SCTP_DATA ? chunk : event;
	default:
		return event;
	}
}

/**
 * vsx_sctp_opens() - may a packet open a connection?
 * @event: what it says
 * @sloppy: so may one that belongs to an association from before
 *
 * Context: any; pure.
 * Return: true if so.
 */
bool vsx_sctp_opens(u8 event, bool sloppy)
{
	return event == VSX_SCTP_INIT ||
	       (sloppy && event != VSX_SCTP_ABORT && event != VSX_SCTP_SHUTDOWN_COMPLETE);
}

/**
 * vsx_sctp_first() - the state a packet of the client opens with.
 * @event: what it says
 * @oneway: only the client's packets will be seen
 *
 * Context: any; pure.
 * Return: enum vsx_conn_state.
 */
unsigned int vsx_sctp_first(u8 event, bool oneway)
{
	switch (event) {
	case VSX_SCTP_INIT:
		return VSX_CONN_STATE_SCTP_INIT1;
	case VSX_SCTP_COOKIE_ECHO:
		return vsx_sctp_next(VSX_CONN_STATE_SCTP_COOKIE_SENT, event, false, oneway);
	default:
		return vsx_sctp_next(VSX_CONN_STATE_SCTP_ESTABLISHED, event, false, oneway);
	}
}

/**
 * vsx_sctp_next() - the state after a packet.
 * @state: before, one of SCTP's (enum vsx_conn_state)
 * @event: what the packet says
 * @reply: it came from the server
 * @oneway: the server's packets are not seen
 *
 * Context: any; pure.
 * Return: the new state, often the same.
 */
unsigned int vsx_sctp_next(unsigned int state, u8 event, bool reply, bool oneway)
{
	u8 from = oneway ? ALONE : reply ? SERVER : CLIENT;
	unsigned int i;

	if (event == VSX_SCTP_DATA)
		return state;
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		if (rules[i].event == event && (rules[i].from & from) && (rules[i].before & 1U << state))
			return rules[i].after;
	return state;
}

/**
 * vsx_sctp_reusable() - is an INIT in this state a new connection?
 * @state: enum vsx_conn_state
 *
 * In any other it may be a client that has started again, which its server is to know (RFC 9260, 5.2.2).
 *
 * Context: any; pure.
 * Return: true if so.
 */
bool vsx_sctp_reusable(unsigned int state)
{
	return state == VSX_CONN_STATE_SCTP_CLOSED || state == VSX_CONN_STATE_SCTP_REJECTED;
}

/**
 * vsx_sctp_closing() - has at least one side closed?
 * @state: enum vsx_conn_state
 *
 * Context: any; pure.
 * Return: true if so.
 */
bool vsx_sctp_closing(unsigned int state)
{
	return vsx_sctp_reusable(state) || state == VSX_CONN_STATE_SCTP_SHUTDOWN_SENT ||
	       state == VSX_CONN_STATE_SCTP_SHUTDOWN_RECEIVED ||
	       state == VSX_CONN_STATE_SCTP_SHUTDOWN_ACK_SENT;
}

/**
 * vsx_sctp_half_open() - is the handshake, as far as it is known, not over?
 * @state: enum vsx_conn_state
 *
 * Context: any; pure.
 * Return: true if so.
 */
bool vsx_sctp_half_open(unsigned int state)
{
	return OPENING & 1U << state;
}
