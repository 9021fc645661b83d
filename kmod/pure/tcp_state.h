/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tcp_state.h - TCP as a director follows it that sees both directions, or one.
 */
#ifndef VSX_PURE_TCP_STATE_H
#define VSX_PURE_TCP_STATE_H

#include <linux/types.h>

/* TCP flags, as in byte 13 of the header (RFC 9293, 3.1). */
#define VSX_TCP_FIN	0x01
#define VSX_TCP_SYN	0x02
#define VSX_TCP_RST	0x04
#define VSX_TCP_ACK	0x10

unsigned int vsx_tcp_next(unsigned int state, u8 flags, bool reply);
unsigned int vsx_tcp_next_oneway(unsigned int state, u8 flags);
bool vsx_tcp_opens(u8 flags);
bool vsx_tcp_reusable(unsigned int state, bool oneway);
bool vsx_tcp_closing(unsigned int state);
bool vsx_state_active(unsigned int state);

#endif /* VSX_PURE_TCP_STATE_H */
