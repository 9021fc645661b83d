/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * value.h - what a connection is: the 53 value bits of its slot in the table.
 *
 *	bits  0..23  id of the destination (vsx_net.dests)
 *	bits 24..43  second of the last packet, modulo 2^20 (12 days; timeouts are at most 4 days)
 *	bits 44..48  protocol state (enum vsx_conn_state)
 *	bit  49      reply slot: the key is (client, server endpoint), not (client, frontend)
 *	bits 50..51  forwarding method (enum vsx_method): the destination's when the connection was opened
 *	bit  52      lasting: packets have come in more than one second
 */
#ifndef VSX_CONN_VALUE_H
#define VSX_CONN_VALUE_H

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/ipvsx.h>
#include <linux/types.h>

#define VSX_V_DEST	GENMASK_ULL(23, 0)
#define VSX_V_SEEN	GENMASK_ULL(43, 24)
#define VSX_V_STATE	GENMASK_ULL(48, 44)
#define VSX_V_REPLY	BIT_ULL(49)
#define VSX_V_METHOD	GENMASK_ULL(51, 50)
#define VSX_V_LASTING	BIT_ULL(52)

#define VSX_DEST_ID_MAX	(VSX_V_DEST - 1)
#define VSX_SEEN_MASK	GENMASK(19, 0)
#define VSX_STATES	32

/*
 * States beyond those of protocols: the reply slot of a datagram that is scheduled for itself, which has no request
 * slot; VSX_CONN_STATE_TEMPLATE (15) is that of persistence templates.
 */
#define VSX_STATE_ONE_PACKET	14

/**
 * vsx_value() - make a value.
 * @dest_id: id of the destination
 * @state: protocol state
 * @now: seconds
 * @flags: VSX_V_REPLY, VSX_V_METHOD
 *
 * Return: the value.
 */
static inline u64 vsx_value(u32 dest_id, unsigned int state, u32 now, u64 flags)
{
	return FIELD_PREP(VSX_V_DEST, dest_id) | FIELD_PREP(VSX_V_SEEN, now & VSX_SEEN_MASK) |
	       FIELD_PREP(VSX_V_STATE, state) | flags;
}

static inline u32 vsx_value_dest(u64 v)
{
	return FIELD_GET(VSX_V_DEST, v);
}

static inline unsigned int vsx_value_state(u64 v)
{
	return FIELD_GET(VSX_V_STATE, v);
}

static inline unsigned int vsx_value_method(u64 v)
{
	return FIELD_GET(VSX_V_METHOD, v);
}

/**
 * vsx_value_is_oneway() - does the director see only the client's packets?
 * @v: value
 *
 * Such a connection has no reply slot.
 *
 * Return: true unless it is NAT.
 */
static inline bool vsx_value_is_oneway(u64 v)
{
	return vsx_value_method(v) != VSX_METHOD_NAT;
}

/**
 * vsx_value_age() - seconds since the last packet.
 * @v: value
 * @now: seconds
 *
 * A packet on another CPU may have stamped the value with a second we have not read yet: that
 * difference, modulo 2^20 almost 2^20, is an age of 0.
 *
 * Return: seconds.
 */
static inline u32 vsx_value_age(u64 v, u32 now)
{
	u32 age = (now - (u32)FIELD_GET(VSX_V_SEEN, v)) & VSX_SEEN_MASK;

	return age > VSX_SEEN_MASK - 16 ? 0 : age;
}

/**
 * vsx_value_step() - the value after a packet.
 * @v: value
 * @state: new protocol state
 * @now: seconds
 *
 * Return: the new value.
 */
static inline u64 vsx_value_step(u64 v, unsigned int state, u32 now)
{
	v &= ~(VSX_V_SEEN | VSX_V_STATE);
	return v | FIELD_PREP(VSX_V_SEEN, now & VSX_SEEN_MASK) | FIELD_PREP(VSX_V_STATE, state);
}

#endif /* VSX_CONN_VALUE_H */
