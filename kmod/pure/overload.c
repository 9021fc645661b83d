// SPDX-License-Identifier: GPL-2.0-only
/*
 * overload.c - when a defence against overload is on, and how strong it is then.
 */
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "pure/overload.h"
#include "pure/sctp_state.h"
#include "pure/tcp_state.h"

/* Of the dispensable connections one in so many is given up each second. */
#define DISPENSABLE_SHARE	8
#define MS			1000
/* A flow of a moment is given up after that part of its timeout: a minute of five. */
#define FLOW_SHARE		5

/**
 * vsx_overload_mode() - what a knob turns itself to.
 * @mode: VSX_DEFENCE_*
 * @is_short: there is too little of what the defence protects
 *
 * Context: any; pure.
 * Return: the new mode; the defence is on from VSX_DEFENCE_ACTING upwards.
 */
int vsx_overload_mode(int mode, bool is_short)
{
	if (mode != VSX_DEFENCE_READY && mode != VSX_DEFENCE_ACTING)
		return mode;
	return is_short ? VSX_DEFENCE_ACTING : VSX_DEFENCE_READY;
}

/**
 * vsx_overload_drop_rate() - of how many new connections one is refused.
 * @mode: what vsx_overload_mode() says about drop_packet
 * @always_rate: the knob am_droprate
 * @threshold: below which the thing is short
 * @available: what there is of it
 *
 * The more is missing the smaller the number is, down to 1.
 *
 * Context: any; pure.
 * Return: the number, 0 for none, 1 for all.
 */
u32 vsx_overload_drop_rate(int mode, int always_rate, s64 threshold, s64 available)
{
	if (mode == VSX_DEFENCE_ALWAYS)
		return max(always_rate, 0);
	if (mode != VSX_DEFENCE_ACTING || threshold <= 0)
		return 0;
	/* More than everything may be missing: a limit that was lowered. */
	return max_t(s64, div64_s64(threshold, max_t(s64, threshold - available, 1)), 1);
}

/**
 * vsx_overload_dispensable() - is a connection one of those that drop_entry is about?
 * @state: enum vsx_conn_state
 * @is_lasting: it has had packets in more than one second
 * @age: seconds since its last packet
 * @timeout: of its state, seconds
 *
 * That is what a flood of forged addresses leaves behind. A handshake is over within a second, or has lost a segment.
 * UDP has none: a flow is taken for one question, and what was said to it, as long as nobody has come back to it.
 *
 * Context: any; pure.
 * Return: true if so.
 */
bool vsx_overload_dispensable(unsigned int state, bool is_lasting, u32 age, u32 timeout)
{
	if (vsx_tcp_half_open(state) || vsx_sctp_half_open(state))
		return age > 1;
	return state == VSX_CONN_STATE_UDP && !is_lasting && age > timeout / FLOW_SHARE;
}

/**
 * vsx_overload_odds() - how likely the collector gives a dispensable connection up.
 * @elapsed_ms: since it looked at it last
 *
 * A flood fills a table only if it opens more than an eighth of it each second.
 *
 * Context: any; pure.
 * Return: of 2^32.
 */
u32 vsx_overload_odds(u32 elapsed_ms)
{
	if (elapsed_ms >= DISPENSABLE_SHARE * MS)
		return U32_MAX;
	return div_u64((u64)elapsed_ms << 32, DISPENSABLE_SHARE * MS);
}
