// SPDX-License-Identifier: GPL-2.0-only
/*
 * mss.c - a service's limit of TCP segments, put into the SYNs that pass (option mss).
 *
 * A client's SYN limits what its server sends, the server's SYN-ACK what the client sends; with direct routing and
 * tunnels the director sees only the first. A SYN that says nothing allows 536 bytes, or 1220 in IPv6 (RFC 9293,
 * 3.7.1), and stays as it is: no limit is below that.
 */
#include <linux/tcp.h>
#include <net/checksum.h>

#include "path/pkt.h"
#include "pure/tcp_mss.h"
#include "xmit/xmit.h"

/* In the sum a pair of bytes at an odd offset counts the other way round. */
static __be16 as_summed(u16 value, unsigned int at)
{
	return htons(at & 1 ? swab16(value) : value);
}

/**
 * vsx_mss_clamp() - let a SYN ask for no larger segments than the service wants.
 * @p: the packet
 * @mss: the limit, 0 for none
 *
 * Return: false if there is no memory to change the packet.
 */
bool vsx_mss_clamp(struct vsx_pkt *p, u16 mss)
{
	unsigned int from = p->l4 + sizeof(struct tcphdr), end;
	const struct tcphdr *th;
	struct tcphdr buf;
	__sum16 *check;
	u8 *value;
	u16 old;
	int at;

	if (likely(!mss) || p->proto != IPPROTO_TCP)
		return true;
	th = skb_header_pointer(p->skb, p->l4, sizeof(buf), &buf);
	end = p->l4 + th->doff * 4;
	if (end > p->skb->len)
		return true;	/* no segment at all: the server will see */
	if (skb_ensure_writable(p->skb, end))
		return false;
	at = vsx_tcp_mss_at(p->skb->data + from, end - from);
	if (at < 0)
		return true;
	value = p->skb->data + from + at;
	old = value[0] << 8 | value[1];
	if (old <= mss)
		return true;
	value[0] = mss >> 8;
	value[1] = mss & 0xff;
	check = (__sum16 *)(p->skb->data + p->l4 + offsetof(struct tcphdr, check));
	inet_proto_csum_replace2(check, p->skb, as_summed(old, at), as_summed(mss, at), false);
	return true;
}
