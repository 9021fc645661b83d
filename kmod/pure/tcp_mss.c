// SPDX-License-Identifier: GPL-2.0-only
/*
 * tcp_mss.c - where a SYN says how large segments may be (RFC 9293, 3.2).
 */
#include "pure/tcp_mss.h"

#define OPTION_END	0
#define OPTION_NOP	1
#define OPTION_MSS	2
#define MSS_LEN		4	/* kind, length, 16 bits of value */

/**
 * vsx_tcp_mss_at() - find the maximum segment size among the options of a segment.
 * @options: what follows the fixed header; anything
 * @len: so many bytes
 *
 * Context: any; pure.
 * Return: offset of the value's two bytes, which are within @len; -1 if there is none before something malformed.
 */
int vsx_tcp_mss_at(const u8 *options, unsigned int len)
{
	unsigned int at = 0;

	while (at < len && options[at] != OPTION_END) {
		unsigned int size;

		if (options[at] == OPTION_NOP) {
			at++;
			continue;
		}
		if (at + 1 >= len)
			return -1;
		size = options[at + 1];
		if (size < 2 || size > len - at)
			return -1;
		if (options[at] == OPTION_MSS)
			return size == MSS_LEN ? (int)at + 2 : -1;
		at += size;
	}
	return -1;
}
