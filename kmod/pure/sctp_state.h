/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sctp_state.h - SCTP as a director follows it that sees both directions, or one.
 */
#ifndef VSX_PURE_SCTP_STATE_H
#define VSX_PURE_SCTP_STATE_H

#include <linux/types.h>

/* Chunk types (RFC 9260, 3.2). One of them, or VSX_SCTP_DATA, is what a packet says about its association. */
#define VSX_SCTP_DATA			0	/* and all that says nothing */
#define VSX_SCTP_INIT			1
#define VSX_SCTP_INIT_ACK		2
#define VSX_SCTP_ABORT			6
#define VSX_SCTP_SHUTDOWN		7
#define VSX_SCTP_SHUTDOWN_ACK		8
#define VSX_SCTP_COOKIE_ECHO		10
#define VSX_SCTP_COOKIE_ACK		11
#define VSX_SCTP_SHUTDOWN_COMPLETE	14

u8 vsx_sctp_event(u8 event, u8 chunk);
bool vsx_sctp_opens(u8 event, bool sloppy);
unsigned int vsx_sctp_first(u8 event, bool oneway);
unsigned int vsx_sctp_next(unsigned int state, u8 event, bool reply, bool oneway);
bool vsx_sctp_reusable(unsigned int state);
bool vsx_sctp_closing(unsigned int state);
bool vsx_sctp_half_open(unsigned int state);

#endif /* VSX_PURE_SCTP_STATE_H */
