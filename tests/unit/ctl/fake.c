// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel for tests of ipvsctl. Requests are written down as lines that a test
 * can compare; reports are built attribute by attribute as the module builds
 * them, independently of the code under test.
 */
#include "fake.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nl/ack.h"
#include "nl/attr.h"
#include "nl/dest.h"
#include "nl/svc.h"
#include "parse.h"

#define FAMILY 77

static const char *const command_names[] = {
	[VSX_CMD_SVC_NEW] = "svc-new",
	[VSX_CMD_SVC_SET] = "svc-set",
	[VSX_CMD_SVC_DEL] = "svc-del",
	[VSX_CMD_SVC_GET] = "svc-get",
	[VSX_CMD_DEST_NEW] = "dest-new",
	[VSX_CMD_DEST_SET] = "dest-set",
	[VSX_CMD_DEST_DEL] = "dest-del",
	[VSX_CMD_DEST_GET] = "dest-get",
	[VSX_CMD_FLUSH] = "flush",
	[VSX_CMD_ZERO] = "zero",
	[VSX_CMD_CONN_GET] = "conn-get",
	[VSX_CMD_REASON_GET] = "reason-get",
	[VSX_CMD_INFO_GET] = "info-get",
};

static void note(struct fake *fake, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void note(struct fake *fake, const char *format, ...)
{
	size_t used = strlen(fake->asked);
	va_list args;

	va_start(args, format);
	vsnprintf(fake->asked + used, sizeof(fake->asked) - used, format, args);
	va_end(args);
}

static void note_service(struct fake *fake, struct nlattr *nest)
{
	char text[ENDPOINT_TEXT_LEN];
	struct error err;
	struct svc svc;

	if (!nest || svc_parse(nest, &svc, &err))
		return;
	if (svc.key.mark)
		snprintf(text, sizeof(text), "%u", svc.key.mark);
	else
		endpoint_text(&svc.key.at, text, sizeof(text));
	note(fake, " %s %s", svc_key_name(&svc.key), text);
	if (svc.has & SVC_HAS_SCHEDULER)
		note(fake, " scheduler=%s", svc.scheduler);
	if (svc.has & SVC_HAS_SCHED_FLAGS)
		note(fake, " sched-flags=%u", svc.sched_flags);
	if (svc.has & SVC_HAS_TABLE_SIZE)
		note(fake, " table-size=%u", svc.table_size);
	if (svc.has & SVC_HAS_HASH_KEY)
		note(fake, " hash-key=%s%02x..%02x", svc.hash_key.is_set ? "" : "default:",
		     svc.hash_key.bytes[0], svc.hash_key.bytes[15]);
	if (svc.has & SVC_HAS_TIMEOUT_TCP)
		note(fake, " timeout-tcp=%u", svc.timeout_tcp);
	if (svc.has & SVC_HAS_TIMEOUT_FIN)
		note(fake, " timeout-fin=%u", svc.timeout_fin);
	if (svc.has & SVC_HAS_TIMEOUT_UDP)
		note(fake, " timeout-udp=%u", svc.timeout_udp);
	if (svc.has & SVC_HAS_GRACE)
		note(fake, " grace=%u", svc.grace);
	if (svc.has & SVC_HAS_NO_DEST)
		note(fake, " no-dest=%s", no_dest_name(svc.no_dest));
	if (svc.has & SVC_HAS_PERSIST)
		note(fake, " persist=%u", svc.persist);
	if (svc.has & SVC_HAS_PERSIST_PREFIX)
		note(fake, " persist-prefix=%u", svc.persist_prefix);
	if (svc.has & SVC_HAS_EXPIRE_QUIESCENT)
		note(fake, " expire-quiescent=%u", svc.expire_quiescent);
	if (svc.has & SVC_HAS_ONE_PACKET)
		note(fake, " one-packet=%u", svc.one_packet);
	if (svc.has & SVC_HAS_MSS)
		note(fake, " mss=%u", svc.mss);
}

static void note_dest(struct fake *fake, struct nlattr **attrs)
{
	char text[ENDPOINT_TEXT_LEN];
	struct dest dest;
	struct error err;

	if (!attrs[VSX_A_CMD_DEST] || dest_parse(attrs, &dest, &err))
		return;
	endpoint_text(&dest.at, text, sizeof(text));
	note(fake, " to %s", text);
	if (dest.has & DEST_HAS_METHOD)
		note(fake, " method=%s", method_name(dest.method));
	if (dest.has & DEST_HAS_WEIGHT)
		note(fake, " weight=%u", dest.weight);
	if (dest.has & DEST_HAS_UPPER)
		note(fake, " upper=%u", dest.upper);
	if (dest.has & DEST_HAS_LOWER)
		note(fake, " lower=%u", dest.lower);
	if (dest.has & DEST_HAS_TUNNEL_TYPE)
		note(fake, " type=%s", tunnel_type_name(dest.tunnel_type));
	if (dest.has & DEST_HAS_TUNNEL_PORT)
		note(fake, " port=%u", dest.tunnel_port);
	if (dest.has & DEST_HAS_TUNNEL_CHECKSUM)
		note(fake, " checksum=%s", tunnel_checksum_name(dest.tunnel_checksum));
}

static void note_request(struct fake *fake, struct nlmsghdr *message)
{
	struct nlattr *attrs[VSX_A_CMD_MAX + 1];
	const struct genlmsghdr *header = genlmsg_hdr(message);

	if (genlmsg_parse(message, 0, attrs, VSX_A_CMD_MAX, NULL) < 0) {
		note(fake, "malformed\n");
		return;
	}
	note(fake, "%s", command_names[header->cmd]);
	if (message->nlmsg_flags & NLM_F_DUMP)
		note(fake, " all");
	note_service(fake, attrs[VSX_A_CMD_SERVICE]);
	note_dest(fake, attrs);
	note(fake, "\n");
}

static void put_stats(struct nl_msg *msg, int type, const struct stats *stats)
{
	struct nlattr *nest = nla_nest_start(msg, type);

	nla_put_u64(msg, VSX_A_STATS_CONNS, stats->conns);
	nla_put_u64(msg, VSX_A_STATS_IN_PACKETS, stats->in_packets);
	nla_put_u64(msg, VSX_A_STATS_IN_BYTES, stats->in_bytes);
	nla_put_u64(msg, VSX_A_STATS_OUT_PACKETS, stats->out_packets);
	nla_put_u64(msg, VSX_A_STATS_OUT_BYTES, stats->out_bytes);
	nla_nest_end(msg, nest);
}

static void put_endpoint(struct nl_msg *msg, int addr, int port, const struct endpoint *at)
{
	nla_put(msg, addr, at->addr.af == AF_INET ? 4 : 16, at->addr.bytes);
	nla_put_u16(msg, port, htons(at->port));
}

static void put_key(struct nl_msg *msg, const struct svc_key *key)
{
	nla_put_u16(msg, VSX_A_SVC_AF, key->at.addr.af);
	if (key->mark) {
		nla_put_u32(msg, VSX_A_SVC_MARK, key->mark);
		return;
	}
	nla_put_u8(msg, VSX_A_SVC_PROTOCOL, key->protocol);
	put_endpoint(msg, VSX_A_SVC_ADDR, VSX_A_SVC_PORT, &key->at);
}

static struct nl_msg *report_new(uint8_t command)
{
	struct nl_msg *msg = nlmsg_alloc();

	genlmsg_put(msg, 0, 0, FAMILY, 0, NLM_F_MULTI, command, 1);
	return msg;
}

/**
 * fake_svc_report() - a service as the module reports it
 * @svc: the service
 *
 * Return: the message.
 */
struct nl_msg *fake_svc_report(const struct svc *svc)
{
	struct nl_msg *msg = report_new(VSX_CMD_SVC_GET);
	struct nlattr *nest = nla_nest_start(msg, VSX_A_CMD_SERVICE);

	put_key(msg, &svc->key);
	nla_put_string(msg, VSX_A_SVC_SCHEDULER, svc->scheduler);
	nla_put_u32(msg, VSX_A_SVC_SCHED_FLAGS, svc->sched_flags);
	nla_put_u32(msg, VSX_A_SVC_TABLE_SIZE, svc->table_size);
	nla_put(msg, VSX_A_SVC_SCHED_KEY, svc->hash_key.is_set ? VSX_SCHED_KEY_LEN : 0, svc->hash_key.bytes);
	nla_put_u32(msg, VSX_A_SVC_TIMEOUT_TCP, svc->timeout_tcp);
	nla_put_u32(msg, VSX_A_SVC_TIMEOUT_FIN, svc->timeout_fin);
	nla_put_u32(msg, VSX_A_SVC_TIMEOUT_UDP, svc->timeout_udp);
	nla_put_u32(msg, VSX_A_SVC_GRACE, svc->grace);
	nla_put_u8(msg, VSX_A_SVC_NO_DEST, svc->no_dest);
	nla_put_u32(msg, VSX_A_SVC_PERSIST, svc->persist);
	nla_put_u8(msg, VSX_A_SVC_PERSIST_PREFIX, (uint8_t)svc->persist_prefix);
	nla_put_u8(msg, VSX_A_SVC_EXPIRE_QUIESCENT, svc->expire_quiescent);
	nla_put_u8(msg, VSX_A_SVC_ONE_PACKET, svc->one_packet);
	nla_put_u16(msg, VSX_A_SVC_MSS, (uint16_t)svc->mss);
	nla_put_u32(msg, VSX_A_SVC_ID, svc->id);
	nla_put_u32(msg, VSX_A_SVC_DESTS, svc->dests);
	nla_put_u64(msg, VSX_A_SVC_ACTIVE, svc->active);
	nla_put_u64(msg, VSX_A_SVC_INACTIVE, svc->inactive);
	put_stats(msg, VSX_A_SVC_STATS, &svc->stats);
	/* Of a newer module: to be skipped. */
	nla_put_u32(msg, VSX_A_SVC_MAX + 5, 1);
	nla_nest_end(msg, nest);
	return msg;
}

/**
 * fake_dest_report() - a destination as the module reports it
 * @dest: the destination
 *
 * Return: the message.
 */
struct nl_msg *fake_dest_report(const struct dest *dest)
{
	struct nl_msg *msg = report_new(VSX_CMD_DEST_GET);
	struct nlattr *nest = nla_nest_start(msg, VSX_A_CMD_SERVICE);

	put_key(msg, &dest->svc);
	nla_nest_end(msg, nest);
	nest = nla_nest_start(msg, VSX_A_CMD_DEST);
	nla_put_u16(msg, VSX_A_DEST_AF, dest->at.addr.af);
	put_endpoint(msg, VSX_A_DEST_ADDR, VSX_A_DEST_PORT, &dest->at);
	nla_put_u8(msg, VSX_A_DEST_METHOD, dest->method);
	if (dest->method == VSX_METHOD_TUNNEL) {
		nla_put_u8(msg, VSX_A_DEST_TUNNEL_TYPE, dest->tunnel_type);
		if (dest->tunnel_port)
			nla_put_u16(msg, VSX_A_DEST_TUNNEL_PORT, htons(dest->tunnel_port));
		nla_put_u8(msg, VSX_A_DEST_TUNNEL_CHECKSUM, dest->tunnel_checksum);
	}
	nla_put_u32(msg, VSX_A_DEST_WEIGHT, dest->weight);
	nla_put_u32(msg, VSX_A_DEST_UPPER, dest->upper);
	nla_put_u32(msg, VSX_A_DEST_LOWER, dest->lower);
	nla_put_u8(msg, VSX_A_DEST_OVERLOADED, dest->overloaded);
	nla_put_u32(msg, VSX_A_DEST_PERSISTENT, dest->persistent);
	nla_put_u32(msg, VSX_A_DEST_ID, dest->id);
	nla_put_u64(msg, VSX_A_DEST_ACTIVE, dest->active);
	nla_put_u64(msg, VSX_A_DEST_INACTIVE, dest->inactive);
	put_stats(msg, VSX_A_DEST_STATS, &dest->stats);
	nla_nest_end(msg, nest);
	return msg;
}

static struct nl_msg *conn_report(const struct conn *conn)
{
	struct nl_msg *msg = report_new(VSX_CMD_CONN_GET);
	struct nlattr *nest = nla_nest_start(msg, VSX_A_CMD_CONN);

	nla_put_u16(msg, VSX_A_CONN_AF, conn->client.addr.af);
	put_endpoint(msg, VSX_A_CONN_CLIENT_ADDR, VSX_A_CONN_CLIENT_PORT, &conn->client);
	if (conn->virt.mark) {
		nla_put_u32(msg, VSX_A_CONN_MARK, conn->virt.mark);
	} else {
		nla_put_u8(msg, VSX_A_CONN_PROTOCOL, conn->virt.protocol);
		put_endpoint(msg, VSX_A_CONN_VIRTUAL_ADDR, VSX_A_CONN_VIRTUAL_PORT, &conn->virt.at);
	}
	nla_put_u16(msg, VSX_A_CONN_DEST_AF, conn->dest.addr.af);
	if (conn->dest.addr.af)
		put_endpoint(msg, VSX_A_CONN_DEST_ADDR, VSX_A_CONN_DEST_PORT, &conn->dest);
	nla_put_u8(msg, VSX_A_CONN_STATE, conn->state);
	nla_put_u32(msg, VSX_A_CONN_EXPIRES, conn->expires);
	nla_put_u32(msg, VSX_A_CONN_FLAGS, conn->flags);
	nla_put_u8(msg, VSX_A_CONN_METHOD, conn->method);
	nla_nest_end(msg, nest);
	return msg;
}

static struct nl_msg *reason_report(const struct reason *reason)
{
	struct nl_msg *msg = report_new(VSX_CMD_REASON_GET);
	struct nlattr *nest = nla_nest_start(msg, VSX_A_CMD_REASON);

	nla_put_string(msg, VSX_A_REASON_NAME, reason->name);
	nla_put_u64(msg, VSX_A_REASON_PACKETS, reason->packets);
	nla_nest_end(msg, nest);
	return msg;
}

static struct nl_msg *info_report(const struct info *info)
{
	struct nl_msg *msg = report_new(VSX_CMD_INFO_GET);
	struct nlattr *nest = nla_nest_start(msg, VSX_A_CMD_INFO);

	nla_put_string(msg, VSX_A_INFO_VERSION, info->version);
	nla_put_u32(msg, VSX_A_INFO_SERVICES, info->services);
	nla_put_u32(msg, VSX_A_INFO_DESTS, info->dests);
	nla_put_u64(msg, VSX_A_INFO_CONNS, info->conns);
	nla_put_u64(msg, VSX_A_INFO_TABLE_BYTES, info->table_bytes);
	nla_nest_end(msg, nest);
	return msg;
}

/* The i-th report that answers a command, NULL after the last. */
static struct nl_msg *report(const struct fake *fake, uint8_t command, bool dump, size_t i)
{
	if (!dump && i)
		return NULL;
	if (fake->garble)
		return i ? NULL : report_new(command);
	switch (command) {
	case VSX_CMD_SVC_GET:
		return i < fake->services.len ? fake_svc_report(&fake->services.items[i]) : NULL;
	case VSX_CMD_DEST_GET:
		return i < fake->dests.len ? fake_dest_report(&fake->dests.items[i]) : NULL;
	case VSX_CMD_CONN_GET:
		return i < fake->conns_len ? conn_report(&fake->conns[i]) : NULL;
	case VSX_CMD_REASON_GET:
		return i < fake->reasons.len ? reason_report(&fake->reasons.items[i]) : NULL;
	case VSX_CMD_INFO_GET:
		return info_report(&fake->info);
	}
	return NULL;
}

static int answer(struct fake *fake, uint8_t command, bool dump, reply_fn *fn, void *arg,
		  struct error *err)
{
	struct nl_msg *msg;
	int status = STATUS_OK;
	size_t i;

	for (i = 0; !status && fn && (msg = report(fake, command, dump, i)); i++) {
		status = fn(nlmsg_hdr(msg), arg, err);
		nlmsg_free(msg);
	}
	return status;
}

/**
 * fake_ack() - the end of an exchange
 * @type: NLMSG_ERROR or NLMSG_DONE
 * @number: errno, 0 for success
 * @sentence: the kernel's, NULL for none
 * @capped: the request is not repeated
 *
 * Return: the message.
 */
struct nl_msg *fake_ack(int type, int number, const char *sentence, bool capped)
{
	int flags = (sentence ? NLM_F_ACK_TLVS : 0) | (capped ? NLM_F_CAPPED : 0);
	struct nlmsgerr refusal = { .error = -number };
	struct nl_msg *msg = nlmsg_alloc();
	char request[24] = { 0 };

	nlmsg_put(msg, 0, 0, type, 0, flags);
	if (type == NLMSG_DONE) {
		nlmsg_append(msg, &refusal.error, sizeof(refusal.error), 0);
	} else {
		refusal.msg.nlmsg_len = sizeof(refusal.msg) + sizeof(request);
		nlmsg_append(msg, &refusal, sizeof(refusal), 0);
		if (number && !capped)
			nlmsg_append(msg, request, sizeof(request), 0);
	}
	if (sentence)
		nla_put_string(msg, NLMSGERR_ATTR_MSG, sentence);
	return msg;
}

static int fake_talk(struct transport *transport, struct nl_msg *request, reply_fn *fn, void *arg,
		     struct error *err)
{
	struct fake *fake = (struct fake *)transport;
	struct nlmsghdr *message = nlmsg_hdr(request);
	bool dump = message->nlmsg_flags & NLM_F_DUMP;
	struct nl_msg *ack;
	int status = STATUS_OK;

	note_request(fake, message);
	if (!fake->refuse)
		status = answer(fake, genlmsg_hdr(message)->cmd, dump, fn, arg, err);
	if (status)
		return status;
	if (dump && fake->interrupt) {
		fake->interrupt--;
		return error_refused(err, EINTR, "the table changed while it was read");
	}
	ack = fake_ack(dump ? NLMSG_DONE : NLMSG_ERROR, fake->refuse, fake->sentence, true);
	status = ack_parse(nlmsg_hdr(ack), err);
	nlmsg_free(ack);
	return status;
}

static void fake_close(struct transport *transport)
{
	fake_clear((struct fake *)transport);
}

/**
 * fake_init() - an empty kernel
 * @fake: filled in
 */
void fake_init(struct fake *fake)
{
	memset(fake, 0, sizeof(*fake));
	fake->transport.family = FAMILY;
	fake->transport.talk = fake_talk;
	fake->transport.close = fake_close;
}

/**
 * fake_clear() - free what the kernel holds
 * @fake: empty afterwards
 */
void fake_clear(struct fake *fake)
{
	free(fake->services.items);
	free(fake->dests.items);
	free(fake->reasons.items);
	fake_init(fake);
}

/**
 * fake_key() - a service's key
 * @protocol: IPPROTO_*
 * @at: ADDR:PORT
 *
 * Return: the key.
 */
struct svc_key fake_key(uint8_t protocol, const char *at)
{
	struct svc_key key = { .protocol = protocol };
	struct error err;

	if (parse_endpoint(at, -1, &key.at, &err))
		abort();
	return key;
}

static void add_dest(struct fake *fake, const struct svc_key *key, const char *at,
		     uint32_t weight, uint64_t active)
{
	struct dest dest = {
		.svc = *key,
		.at = fake_key(0, at).at,
		.weight = weight,
		.upper = (uint32_t)active * 2,
		.lower = (uint32_t)active,
		.overloaded = active == 5,
		.persistent = (uint32_t)active * 3,
		.active = active,
		.inactive = active * 2,
		.stats = { active * 10, active * 100, active * 1000, active * 200, active * 2000 },
	};

	dest_list_add(&fake->dests, &dest);
}

/**
 * fake_fill() - a kernel with something to show, in an order that is not that of showing
 * @fake: initialised
 */
void fake_fill(struct fake *fake)
{
	static struct conn conns[4];
	const struct reason reasons[] = { { "forwarded", 12345 }, { "no-destination", 6 } };
	const struct svc dns6 = {
		.key = fake_key(IPPROTO_UDP, "[2001:db8::53]:53"),
		.scheduler = "rr", .timeout_udp = 10, .grace = 3, .no_dest = VSX_NO_DEST_DROP,
		.persist_prefix = 128, .one_packet = 1,
	};
	const struct svc web = {
		.key = fake_key(IPPROTO_TCP, "192.0.2.1:80"),
		.scheduler = "wrr", .timeout_tcp = 900, .grace = 3, .dests = 2,
		.persist = 300, .persist_prefix = 24, .expire_quiescent = 1,
		.sched_flags = VSX_SCHED_F_FALLBACK | VSX_SCHED_F_PORT, .table_size = 65537,
		.hash_key = { true, { 0, 1, 0xff, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 } },
		.active = 7, .inactive = 14, .stats = { 70, 700, 7000, 1400, 14000 },
	};
	const struct svc dns = {
		.key = fake_key(IPPROTO_UDP, "192.0.2.1:53"), .scheduler = "wlc",
		.stats = { 1, 2, 3, 4, 5000000000 },
	};

	const struct svc mark = {
		.key = { .at.addr.af = AF_INET6, .mark = 4294967295 }, .scheduler = "rr",
	};

	svc_list_add(&fake->services, &dns6);
	svc_list_add(&fake->services, &dns);
	svc_list_add(&fake->services, &web);
	svc_list_add(&fake->services, &mark);
	add_dest(fake, &dns6.key, "[2001:db8:1::1]:53", 1, 0);
	fake->dests.items[0].method = VSX_METHOD_TUNNEL;
	fake->dests.items[0].tunnel_type = VSX_TUNNEL_GUE;
	fake->dests.items[0].tunnel_port = 6080;
	fake->dests.items[0].tunnel_checksum = VSX_TUNNEL_CHECKSUM_FULL;
	add_dest(fake, &web.key, "10.0.0.12:8080", 3, 5);
	add_dest(fake, &web.key, "10.0.0.11:8080", 2147483647, 2);
	conns[0] = (struct conn){ fake_key(0, "198.51.100.7:40000").at, web.key,
				  fake_key(0, "10.0.0.12:8080").at, VSX_CONN_STATE_ESTABLISHED,
				  VSX_METHOD_NAT, 899, 0 };
	conns[1] = (struct conn){ fake_key(0, "[2001:db8::9]:5353").at, dns6.key,
				  fake_key(0, "[2001:db8:1::1]:53").at, VSX_CONN_STATE_UDP,
				  VSX_METHOD_NAT, 10, VSX_CONN_F_INACTIVE };
	conns[2] = (struct conn){ .state = VSX_CONN_STATE_TIME_WAIT,
				  .client = fake_key(0, "198.51.100.7:40001").at,
				  .virt = web.key,
				  .dest = fake_key(0, "10.0.0.11:8080").at,
				  .flags = VSX_CONN_F_INACTIVE | VSX_CONN_F_REMOVED };
	conns[3] = (struct conn){ .state = VSX_CONN_STATE_TEMPLATE,
				  .client.addr = fake_key(0, "[2001:db8::9]:1").at.addr,
				  .virt = mark.key,
				  .dest.addr = fake_key(0, "[2001:db8:1::1]:1").at.addr,
				  .expires = 299, .flags = VSX_CONN_F_INACTIVE };
	fake->conns = conns;
	fake->conns_len = 4;
	reason_list_add(&fake->reasons, &reasons[0]);
	reason_list_add(&fake->reasons, &reasons[1]);
	fake->info = (struct info){ "9.8.7", 3, 3, 4, 65536 };
}
