/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench.h - what the files of the packet source share.
 *
 * Packets are made and handed to the stack in the context of the process that asks for them, pass the
 * director on the same CPU, and end in a device that counts them, and looks at them if it is told to. So
 * nothing runs beside what is measured, and nothing is lost on the way unnoticed.
 */
#ifndef BENCH_H
#define BENCH_H

#include <linux/in6.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>

/* What a packet has to look like where it leaves. */
enum bench_expect {
	BENCH_NOTHING,		/* it does not leave */
	BENCH_SAME,		/* as it came */
	BENCH_NAT,		/* with a server's address, or as a reply from the virtual one */
	BENCH_TUNNEL,		/* as it came, within a packet to a server */
};

/* Which packets are looked at where they leave. */
enum bench_check {
	BENCH_CHECK_NONE,
	BENCH_CHECK_ALL,
	BENCH_CHECK_WARM,	/* those that come before the timed ones */
};

/**
 * struct bench_cfg - one run
 * @dev: where packets arrive
 * @n: how many are timed
 * @warm: how many come before them
 * @flows: how many flows there are
 * @skip: flow to begin with, or another random sequence
 * @random: flows are picked at random, not in order
 * @reply: from servers to clients
 * @check: look at packets that leave: enum bench_check
 * @expect: what is right then
 * @af: AF_INET or AF_INET6
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @flags: of TCP
 * @payload: bytes after the transport header; the first four are the number of the flow
 * @batch: packets handed over at a time
 * @ports: flows that share a client's address
 * @servers: how many servers there are, at addresses that follow each other
 * @client: address of the first client
 * @cport: its first port
 * @vips: virtual addresses, which follow each other; flows take them by turns
 * @watch: microseconds between the ticks of a timer that looks how late it is; 0: none. Not under User Mode Linux,
 *	where it would measure the host
 * @idle: milliseconds to sleep in place of packets
 * @vip: where requests go
 * @vport: the port of that
 * @server: address of the first server
 * @sport: their port
 */
struct bench_cfg {
	char dev[IFNAMSIZ];
	u32 n;
	u32 warm;
	u32 flows;
	u32 skip;
	u32 random;
	u32 reply;
	u32 check;
	u32 expect;
	u32 af;
	u32 proto;
	u32 flags;
	u32 payload;
	u32 batch;
	u32 ports;
	u32 servers;
	u32 vips;
	u32 watch;
	u32 idle;
	union nf_inet_addr client;
	u32 cport;
	union nf_inet_addr vip;
	u32 vport;
	union nf_inet_addr server;
	u32 sport;
};

/**
 * struct bench_result - what came of a run
 * @sent: packets, those before the timed ones included
 * @timed: packets timed
 * @ns: what those took; what else was done in that time, if it slept
 * @calibration: what a fixed loop took at worst, just before and just after
 * @longest: what the slowest batch of the timed ones took
 * @late: by how much the latest tick of the timer beside them was late: who kept it waiting would have kept a packet
 * @out: packets that left
 * @bad: of them, those that were not what they should be
 * @why: what was wrong with the first of those
 */
struct bench_result {
	u64 sent;
	u64 timed;
	u64 ns;
	u64 calibration;
	u64 longest;
	u64 late;
	u64 out;
	u64 bad;
	const char *why;
};

/**
 * struct bench_net - a network namespace
 * @lock: one run at a time; protects all of this, but for what the run itself writes from softirqs
 * @cfg: the run under way, or the last one
 * @result: of that
 * @is_checked: packets that leave now are looked at
 * @server_of: by flow: 1 + number of the server its packets went to; 0 if not known
 * @flows: length of @server_of
 */
struct bench_net {
	struct mutex lock;
	struct bench_cfg cfg;
	struct bench_result result;
	bool is_checked;
	u16 *server_of;
	u32 flows;
};

extern unsigned int bench_net_id;

/* main.c */
struct bench_net *bench_net(const struct net *net);

/* run.c */
int bench_run(struct net *net, struct bench_net *bn);

/* packet.c */
union nf_inet_addr bench_addr_add(const union nf_inet_addr *base, u32 af, u32 n);
u32 bench_addr_sub(const union nf_inet_addr *addr, const union nf_inet_addr *base, u32 af);
union nf_inet_addr bench_vip(const struct bench_cfg *c, u32 flow);
struct sk_buff *bench_packet(struct net_device *dev, const struct bench_net *bn, u32 flow);

/* sink.c */
int bench_sink_register(void);
void bench_sink_unregister(void);

#endif /* BENCH_H */
