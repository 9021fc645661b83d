// SPDX-License-Identifier: GPL-2.0-only
/*
 * message.c - messages that are nearly right.
 *
 * They begin as good ones over a few addresses, so that many are accepted; then attributes are left out, doubled, cut,
 * lengthened, lie about their length, have other values, or come in the wrong nest.
 */
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/ipvsx.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "mutate.h"

struct message out;
uint64_t seed;

static bool v6;			/* most addresses of the message */

static uint32_t rnd(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed * 0x2545f4914f6cdd1dULL >> 32) % n;
}

void begin(uint16_t type, uint16_t flags, uint8_t cmd, uint8_t version)
{
	struct nlmsghdr *h = (void *)out.data;
	struct genlmsghdr *g = (void *)(out.data + NLMSG_HDRLEN);

	memset(out.data, 0, sizeof(out.data));
	*h = (struct nlmsghdr){ .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags,
				.nlmsg_seq = ++out.sequence };
	*g = (struct genlmsghdr){ .cmd = cmd, .version = version };
	out.used = NLMSG_HDRLEN + GENL_HDRLEN;
}

void put(uint16_t type, const void *data, size_t len)
{
	struct nlattr *a = (void *)(out.data + out.used);

	if (out.used + NLA_ALIGN(NLA_HDRLEN + len) > ROOM)
		return;
	*a = (struct nlattr){ .nla_type = type, .nla_len = NLA_HDRLEN + len };
	memcpy(out.data + out.used + NLA_HDRLEN, data, len);
	out.used += NLA_ALIGN(a->nla_len);
}

size_t open_nest(uint16_t type)
{
	size_t at = out.used;

	put(type, "", 0);
	return at;
}

void close_nest(size_t at)
{
	((struct nlattr *)(out.data + at))->nla_len = out.used - at;
}

/* ---- damages ---------------------------------------------------------------------------------- */

enum damage {
	LEFT_OUT, DOUBLED, CUT, LENGTHENED, NOISE, OTHER_VALUE, OTHER_TYPE, NESTED, NOT_NESTED, LIES, EXTREME,
	WRONG_NEST, OTHER_NEST, OPEN_NEST, OTHER_FAMILY, MESSAGE_CUT, MESSAGE_LENGTHENED, BIT, DAMAGES
};

static const char *const damage_name[DAMAGES] = {
	"left out", "doubled", "cut", "lengthened", "noise", "other value", "other type", "nested",
	"not nested", "lies about its length", "extreme value", "in the wrong nest", "nest of another type",
	"nest without end", "other family", "message cut", "message lengthened", "one bit",
};
static unsigned int damages[DAMAGES];

void tell_damages(void)
{
	unsigned int i;

	printf("damages:");
	for (i = 0; i < DAMAGES; i++)
		printf("%s %s %u", i ? "," : "", damage_name[i], damages[i]);
	printf("\n");
}

/* One in @n of these things is damaged this way. */
static bool damaged(enum damage how, unsigned int n)
{
	if (rnd(n))
		return false;
	damages[how]++;
	return true;
}

/* An attribute as it should not be. */
static void put_damaged(enum damage how, uint16_t type, const void *data, size_t len)
{
	unsigned char noise[300];
	size_t at = out.used, i;

	damages[how]++;
	for (i = 0; i < sizeof(noise); i++)
		noise[i] = rnd(256);
	switch (how) {
	case LEFT_OUT:
		return;
	case DOUBLED:
		put(type, rnd(2) ? noise : data, len);
		break;
	case CUT:
		len = len ? rnd(len) : 0;
		break;
	case LENGTHENED:
		memcpy(noise, data, len);
		data = noise;
		len += 1 + rnd(16);
		break;
	case NOISE:
		data = noise;
		len = rnd(sizeof(noise));
		break;
	case OTHER_VALUE:
		data = noise;
		break;
	case OTHER_TYPE:
		type = rnd(32);
		break;
	case NESTED:
		type |= NLA_F_NESTED;
		break;
	case EXTREME:
		memset(noise, rnd(2) ? 0xff : 0, sizeof(noise));
		data = noise;
		break;
	default:
		break;
	}
	put(type, data, len);
	if (how == LIES)
		((struct nlattr *)(out.data + at))->nla_len = rnd(2) ? rnd(4) : len + 4 + rnd(400);
}

/* An attribute, mostly as it should be. */
static void mput(uint16_t type, const void *data, size_t len)
{
	static const enum damage all[] = {
		LEFT_OUT, DOUBLED, CUT, LENGTHENED, NOISE, OTHER_VALUE, OTHER_TYPE, NESTED, LIES, EXTREME,
	};
	unsigned int how = rnd(250);

	if (how < sizeof(all) / sizeof(all[0]))
		put_damaged(all[how], type, data, len);
	else
		put(type, data, len);
}

/* Little-endian machines only: the first bytes of @v are its low ones. */
static void mput_word(uint16_t type, size_t len, uint32_t v)
{
	mput(type, &v, len);
}

/* Where a nest begins; those of the native family say that they are nests. */
static size_t mopen(const struct family *f, uint16_t type)
{
	uint16_t flag = f->is_ipvs || damaged(NOT_NESTED, 200) ? 0 : NLA_F_NESTED;

	return open_nest((damaged(OTHER_NEST, 200) ? rnd(8) : type) | flag);
}

static void mclose(size_t at)
{
	if (!damaged(OPEN_NEST, 100))
		close_nest(at);
}

/* ---- what they say ---------------------------------------------------------------------------- */

/* A word that is given now and then, below @below. */
struct extra {
	uint8_t type, len;
	uint32_t below;
};

static void mput_some(const struct extra *e, unsigned int n)
{
	for (; n--; e++)
		if (!rnd(6))
			mput_word(e->type, e->len, rnd(e->below));
}

#define SOME(extras) mput_some(extras, sizeof(extras) / sizeof((extras)[0]))

static const char *scheduler(void)
{
	static const char *const names[] = {
		"rr", "wrr", "lc", "wlc", "sh", "mh", "dh", "sed", "nq", "fo", "ovf", "twos", "lblc", "lblcr",
		"none", "nonsense", "", "%s%n", "sixteen-letters-",
	};

	return names[rnd(rnd(4) ? 14 : 19)];
}

static bool family_of_one(void)
{
	return damaged(OTHER_FAMILY, 60) ? !v6 : v6;
}

static void address(unsigned char *a, bool six)
{
	memset(a, 0, 16);
	a[0] = six ? 0xfd : 10;
	a[six ? 15 : 3] = 1 + rnd(2);
}

static uint16_t some_port(void)
{
	return (1 + rnd(2)) << 8;
}

static void ipvs_service(const struct family *f, bool full)
{
	struct ip_vs_flags flags = { .flags = rnd(8) ? 0 : rnd(64), .mask = ~0 };
	size_t at = mopen(f, IPVS_CMD_ATTR_SERVICE);
	bool six = family_of_one();
	unsigned char a[16];

	address(a, v6);
	mput_word(IPVS_SVC_ATTR_AF, 2, six ? AF_INET6 : AF_INET);
	if (rnd(20)) {
		mput_word(IPVS_SVC_ATTR_PROTOCOL, 2, rnd(2) ? 6 : 17);
		mput(IPVS_SVC_ATTR_ADDR, a, 16);
		mput_word(IPVS_SVC_ATTR_PORT, 2, some_port());
	} else {
		mput_word(IPVS_SVC_ATTR_FWMARK, 4, rnd(3));
	}
	if (full || !rnd(3)) {
		const char *name = scheduler();

		mput(IPVS_SVC_ATTR_SCHED_NAME, name, strlen(name) + 1);
		mput(IPVS_SVC_ATTR_FLAGS, &flags, sizeof(flags));
		mput_word(IPVS_SVC_ATTR_TIMEOUT, 4, rnd(600));
		mput_word(IPVS_SVC_ATTR_NETMASK, 4, v6 ? 128 : ~0);
		if (!rnd(10))
			mput(IPVS_SVC_ATTR_PE_NAME, rnd(2) ? "sip" : "", rnd(5));
	}
	mclose(at);
}

static void ipvs_dest(const struct family *f)
{
	size_t at = mopen(f, IPVS_CMD_ATTR_DEST);
	bool six = family_of_one();
	unsigned char a[16];

	address(a, six);
	mput_word(IPVS_DEST_ATTR_ADDR_FAMILY, 2, rnd(5) ? (six ? AF_INET6 : AF_INET) : 0);
	mput(IPVS_DEST_ATTR_ADDR, a, 16);
	mput_word(IPVS_DEST_ATTR_PORT, 2, some_port());
	mput_word(IPVS_DEST_ATTR_FWD_METHOD, 4, rnd(3) ? 0 : rnd(8));
	mput_word(IPVS_DEST_ATTR_WEIGHT, 4, rnd(5));
	mput_word(IPVS_DEST_ATTR_U_THRESH, 4, rnd(5));
	mput_word(IPVS_DEST_ATTR_L_THRESH, 4, rnd(3));
	if (rnd(2)) {
		mput_word(IPVS_DEST_ATTR_TUN_TYPE, 1, rnd(4));
		mput_word(IPVS_DEST_ATTR_TUN_PORT, 2, rnd(3));
		mput_word(IPVS_DEST_ATTR_TUN_FLAGS, 2, rnd(3));
	}
	if (damaged(WRONG_NEST, 100))
		ipvs_service(f, false);
	mclose(at);
}

static void ipvs_daemon(const struct family *f)
{
	static const struct extra extras[] = {
		{ IPVS_DAEMON_ATTR_SYNC_MAXLEN, 2, 2000 }, { IPVS_DAEMON_ATTR_MCAST_GROUP, 4, 0xf0000000 },
		{ IPVS_DAEMON_ATTR_MCAST_PORT, 2, 65536 }, { IPVS_DAEMON_ATTR_MCAST_TTL, 1, 256 },
	};
	size_t at = mopen(f, IPVS_CMD_ATTR_DAEMON);

	mput_word(IPVS_DAEMON_ATTR_STATE, 4, rnd(4));
	mput(IPVS_DAEMON_ATTR_MCAST_IFN, "lo", 3);
	mput_word(IPVS_DAEMON_ATTR_SYNC_ID, 4, rnd(256));
	SOME(extras);
	mclose(at);
}

static void ipvs_body(const struct family *f, uint8_t cmd)
{
	static const struct extra timeouts[] = {
		{ IPVS_CMD_ATTR_TIMEOUT_TCP, 4, 1000 }, { IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, 4, 1000 },
		{ IPVS_CMD_ATTR_TIMEOUT_UDP, 4, 1000 },
	};

	if (cmd == IPVS_CMD_SET_CONFIG || !rnd(20))
		SOME(timeouts);
	if (cmd == IPVS_CMD_NEW_DAEMON || cmd == IPVS_CMD_DEL_DAEMON)
		ipvs_daemon(f);
	if (!damaged(LEFT_OUT, 30))
		ipvs_service(f, cmd == IPVS_CMD_NEW_SERVICE || cmd == IPVS_CMD_SET_SERVICE);
	if ((cmd >= IPVS_CMD_NEW_DEST && cmd <= IPVS_CMD_GET_DEST) || !rnd(20))
		ipvs_dest(f);
}

static void vsx_conf(void)
{
	static const struct extra extras[] = {
		{ VSX_A_SVC_TIMEOUT_TCP, 4, 1000 }, { VSX_A_SVC_TIMEOUT_FIN, 4, 1000 },
		{ VSX_A_SVC_TIMEOUT_UDP, 4, 1000 }, { VSX_A_SVC_GRACE, 4, 5 }, { VSX_A_SVC_NO_DEST, 1, 4 },
		{ VSX_A_SVC_PERSIST, 4, 3 }, { VSX_A_SVC_PERSIST_PREFIX, 1, 36 },
		{ VSX_A_SVC_EXPIRE_QUIESCENT, 1, 3 }, { VSX_A_SVC_ONE_PACKET, 1, 2 },
		{ VSX_A_SVC_SCHED_FLAGS, 4, 5 }, { VSX_A_SVC_MSS, 2, 10000 }, { VSX_A_SVC_ID, 4, 5 },
	};
	static const uint32_t sizes[] = { 0, 250, 251, 509, 1021 };
	const char *name = scheduler();

	mput(VSX_A_SVC_SCHEDULER, name, strlen(name) + 1);
	SOME(extras);
	if (!rnd(6))
		mput_word(VSX_A_SVC_TABLE_SIZE, 4, sizes[rnd(5)]);
	if (!rnd(6))
		mput(VSX_A_SVC_SCHED_KEY, "0123456789abcdef", rnd(3) ? 16 : rnd(17));
}

static void vsx_service(const struct family *f, bool full)
{
	size_t at = mopen(f, VSX_A_CMD_SERVICE);
	bool six = family_of_one();
	unsigned char a[16];

	address(a, v6);
	mput_word(VSX_A_SVC_AF, 2, six ? AF_INET6 : AF_INET);
	if (rnd(20)) {
		mput_word(VSX_A_SVC_PROTOCOL, 1, rnd(2) ? 6 : 17);
		mput(VSX_A_SVC_ADDR, a, v6 ? 16 : 4);
		mput_word(VSX_A_SVC_PORT, 2, some_port());
	} else {
		mput_word(VSX_A_SVC_MARK, 4, rnd(3));
	}
	if (full)
		vsx_conf();
	mclose(at);
}

static void vsx_dest(const struct family *f)
{
	static const struct extra extras[] = {
		{ VSX_A_DEST_METHOD, 1, 5 }, { VSX_A_DEST_UPPER, 4, 5 }, { VSX_A_DEST_LOWER, 4, 3 },
		{ VSX_A_DEST_TUNNEL_TYPE, 1, 4 }, { VSX_A_DEST_TUNNEL_PORT, 2, 3 },
		{ VSX_A_DEST_TUNNEL_CHECKSUM, 1, 4 }, { VSX_A_DEST_ID, 4, 5 },
	};
	size_t at = mopen(f, VSX_A_CMD_DEST);
	bool six = family_of_one();
	unsigned char a[16];

	address(a, six);
	mput_word(VSX_A_DEST_AF, 2, six ? AF_INET6 : AF_INET);
	mput(VSX_A_DEST_ADDR, a, six ? 16 : 4);
	if (rnd(4))
		mput_word(VSX_A_DEST_PORT, 2, some_port());
	mput_word(VSX_A_DEST_WEIGHT, 4, rnd(5));
	SOME(extras);
	if (damaged(WRONG_NEST, 100))
		vsx_service(f, false);
	mclose(at);
}

static void vsx_body(const struct family *f, uint8_t cmd)
{
	/* These take no attributes. */
	if (cmd >= VSX_CMD_CONN_GET && rnd(3))
		return;
	if (!damaged(LEFT_OUT, 30))
		vsx_service(f, cmd == VSX_CMD_SVC_NEW || cmd == VSX_CMD_SVC_SET);
	if ((cmd >= VSX_CMD_DEST_NEW && cmd <= VSX_CMD_DEST_GET) || !rnd(30))
		vsx_dest(f);
}

/* ---- all of it -------------------------------------------------------------------------------- */

/*
 * Every other message is the next command in turn, unknown ones included; the rest add, or there would never be much.
 * For the same reason most flushes are replaced.
 */
static uint8_t some_cmd(bool is_ipvs, unsigned int number)
{
	static const uint8_t adds[] = { VSX_CMD_SVC_NEW, VSX_CMD_DEST_NEW, VSX_CMD_DEST_SET };
	uint8_t cmd = number / 2 % ((is_ipvs ? IPVS_CMD_MAX : VSX_CMD_MAX) + 3);
	bool flushes = cmd == (is_ipvs ? IPVS_CMD_FLUSH : VSX_CMD_FLUSH);

	return number % 2 || (flushes && rnd(10)) ? adds[rnd(3)] : cmd;
}

/* What some commands do only, others not at all, some either way. */
static bool dumps(bool is_ipvs, uint8_t cmd)
{
	bool is_get = cmd == VSX_CMD_SVC_GET || cmd == VSX_CMD_DEST_GET ||
		      (is_ipvs ? cmd == IPVS_CMD_GET_DAEMON :
				 cmd == VSX_CMD_CONN_GET || cmd == VSX_CMD_REASON_GET);

	return !rnd(is_get ? 2 : 15);
}

/* Makes the message of this number in @out and returns its command. */
uint8_t make(const struct family *f, unsigned int number)
{
	uint8_t cmd = some_cmd(f->is_ipvs, number);
	size_t first = NLMSG_HDRLEN + GENL_HDRLEN;

	v6 = !rnd(3);
	begin(f->id, NLM_F_ACK | (dumps(f->is_ipvs, cmd) ? NLM_F_DUMP : 0), cmd, rnd(50) ? 1 : rnd(256));
	if (f->is_ipvs)
		ipvs_body(f, cmd);
	else
		vsx_body(f, cmd);
	if (damaged(MESSAGE_CUT, 100))
		out.used -= rnd(out.used - NLMSG_HDRLEN);
	if (damaged(MESSAGE_LENGTHENED, 100))
		out.used += rnd(64);
	if (out.used > ROOM)
		out.used = ROOM;
	if (damaged(BIT, 200))
		out.data[first + rnd(64)] ^= 1 << rnd(8);
	return cmd;
}
