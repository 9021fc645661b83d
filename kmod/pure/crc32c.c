// SPDX-License-Identifier: GPL-2.0-only
/*
 * crc32c.c - the checksum of SCTP (RFC 9260, appendix A), as arithmetic of polynomials modulo 2.
 *
 * A CRC is linear: changing bits changes it by the remainder of the changed bits alone, wherever the rest of the packet
 * is. So when a port changes the packet need not be read, and a packet that was damaged stays recognisably so.
 *
 * Bit 31 of a word is the coefficient of x^0, as the reflected CRC has it.
 */
#include <linux/bits.h>

#include "pure/crc32c.h"

#define CRC32C_POLY	0x82f63b78U	/* 0x1edc6f41, reflected */

/* x^(8 * 2^i): what 2^i bytes behind a word multiply it by. */
static const u32 byte_power[] = {
	0x00800000, 0x00008000, 0x82f63b78, 0x6ea2d55c, 0x18b8ea18, 0x510ac59a, 0xb82be955, 0xb8fdb1e7,
	0x88e56f72, 0x74c360a4, 0xe4172b16, 0x0d65762a, 0x35d73a62, 0x28461564, 0xbf455269, 0xe2ea32dc,
	0xfe7740e6,
};

static u32 times_x(u32 a)
{
	return a >> 1 ^ (a & 1 ? CRC32C_POLY : 0);
}

static u32 multiply(u32 a, u32 b)
{
	u32 product = 0;

	for (; a; a <<= 1) {
		if (a & BIT(31))
			product ^= b;
		b = times_x(b);
	}
	return product;
}

/**
 * vsx_crc32c() - the CRC32c of a few bytes.
 * @data: bytes
 * @len: number
 *
 * Context: any; pure.
 * Return: what goes into the packet, in host order (little endian there).
 */
u32 vsx_crc32c(const u8 *data, unsigned int len)
{
	u32 crc = ~0U;
	int bit;

	while (len--) {
		crc ^= *data++;
		for (bit = 0; bit < 8; bit++)
			crc = times_x(crc);
	}
	return ~crc;
}

/**
 * vsx_crc32c_change() - how a CRC32c changes with the first word of what it is of.
 * @diff: old word, exclusive or new word, in little-endian order
 * @len: length of it all in bytes, less than 128 KiB
 *
 * Context: any; pure.
 * Return: what to apply to the CRC with exclusive or.
 */
u32 vsx_crc32c_change(u32 diff, unsigned int len)
{
	unsigned int i;

	for (i = 0; len; i++, len >>= 1)
		if (len & 1)
			diff = multiply(byte_power[i], diff);
	return diff;
}
