// SPDX-License-Identifier: GPL-2.0-only
/*
 * mutate.c - sends malformed messages to the families IPVS and ipvsx, one after the other, and judges them: what
 * is refused has changed nothing, what is accepted has changed nothing but the object it names.
 *
 * Messages begin as good ones over a few addresses, so that many are accepted; then attributes are left out,
 * doubled, cut, lengthened, lie about their length, have other values, or come in the wrong nest.
 *
 * Usage: mutate FAMILY COUNT SEED
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/ipvsx.h>

#define ROOM		8192
#define OBJECTS		4096

struct object {
	uint32_t service;	/* hash of what names its service */
	uint32_t whole;		/* hash of all of it that is configuration */
	bool is_dest;
};

/* Sorted, so that two of them are compared in one go. */
struct table {
	unsigned int n;
	struct object o[OBJECTS];
};

struct family {
	int sock;
	uint16_t id;
	bool is_ipvs;
};

static uint64_t seed;
static bool v6;			/* most addresses of the message */
static uint32_t sequence;
static char out[ROOM], in[1 << 16];
static size_t used;

static void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "mutate: ");
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, "\n");
	va_end(ap);
	exit(1);
}

static uint32_t rnd(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed * 0x2545f4914f6cdd1dULL >> 32) % n;
}

/* ---- messages --------------------------------------------------------------------------------- */

static void begin(uint16_t type, uint16_t flags, uint8_t cmd, uint8_t version)
{
	struct nlmsghdr *h = (void *)out;
	struct genlmsghdr *g = (void *)(out + NLMSG_HDRLEN);

	memset(out, 0, sizeof(out));
	*h = (struct nlmsghdr){ .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags,
				.nlmsg_seq = ++sequence };
	*g = (struct genlmsghdr){ .cmd = cmd, .version = version };
	used = NLMSG_HDRLEN + GENL_HDRLEN;
}

static void put(uint16_t type, const void *data, size_t len)
{
	struct nlattr *a = (void *)(out + used);

	if (used + NLA_ALIGN(NLA_HDRLEN + len) > ROOM)
		return;
	*a = (struct nlattr){ .nla_type = type, .nla_len = NLA_HDRLEN + len };
	memcpy(out + used + NLA_HDRLEN, data, len);
	used += NLA_ALIGN(a->nla_len);
}

static size_t open_nest(uint16_t type)
{
	size_t at = used;

	put(type, "", 0);
	return at;
}

static void close_nest(size_t at)
{
	((struct nlattr *)(out + at))->nla_len = used - at;
}

/* An attribute, mostly as it should be. */
static void mput(uint16_t type, const void *data, size_t len)
{
	unsigned int how = rnd(250);
	unsigned char noise[300];
	size_t at = used, i;

	for (i = 0; how < 10 && i < sizeof(noise); i++)
		noise[i] = rnd(256);
	switch (how) {
	case 0:
		return;
	case 1:
		put(type, data, len);
		break;
	case 2:
		put(type, data, len ? rnd(len) : 0);
		return;
	case 3:
		put(type, noise, len + rnd(16));
		return;
	case 4:
		put(type, noise, rnd(sizeof(noise)));
		return;
	case 5:
		put(type, noise, len);
		return;
	case 6:
		put(rnd(32), data, len);
		return;
	case 7:
		put(type | NLA_F_NESTED, data, len);
		return;
	case 8:
		put(type, data, len);
		((struct nlattr *)(out + at))->nla_len = rnd(2) ? rnd(4) : len + 4 + rnd(400);
		return;
	case 9:
		memset(noise, rnd(2) ? 0xff : 0, sizeof(noise));
		put(type, noise, len);
		return;
	}
	put(type, data, len);
}

static void mput_u8(uint16_t type, uint8_t v)
{
	mput(type, &v, sizeof(v));
}

static void mput_u16(uint16_t type, uint16_t v)
{
	mput(type, &v, sizeof(v));
}

static void mput_u32(uint16_t type, uint32_t v)
{
	mput(type, &v, sizeof(v));
}

static const char *scheduler(void)
{
	static const char *const names[] = {
		"rr", "wrr", "lc", "wlc", "sh", "mh", "dh", "sed", "nq", "fo", "ovf", "none", "nonsense",
		"", "%s%n", "sixteen-letters-",
	};

	return names[rnd(rnd(4) ? 11 : 16)];
}

static void address(unsigned char *a)
{
	memset(a, 0, 16);
	a[0] = v6 ? 0xfd : 10;
	a[v6 ? 15 : 3] = 1 + rnd(2);
}

static void ipvs_service(bool full)
{
	struct ip_vs_flags flags = { .flags = rnd(8) ? 0 : rnd(64), .mask = ~0 };
	size_t at = open_nest(rnd(200) ? IPVS_CMD_ATTR_SERVICE : rnd(8));
	unsigned char a[16];

	address(a);
	mput_u16(IPVS_SVC_ATTR_AF, v6 ? AF_INET6 : AF_INET);
	if (rnd(20)) {
		mput_u16(IPVS_SVC_ATTR_PROTOCOL, rnd(2) ? 6 : 17);
		mput(IPVS_SVC_ATTR_ADDR, a, 16);
		mput_u16(IPVS_SVC_ATTR_PORT, (1 + rnd(2)) << 8);
	} else {
		mput_u32(IPVS_SVC_ATTR_FWMARK, rnd(3));
	}
	if (full || !rnd(3)) {
		const char *name = scheduler();

		mput(IPVS_SVC_ATTR_SCHED_NAME, name, strlen(name) + 1);
		mput(IPVS_SVC_ATTR_FLAGS, &flags, sizeof(flags));
		mput_u32(IPVS_SVC_ATTR_TIMEOUT, rnd(600));
		mput_u32(IPVS_SVC_ATTR_NETMASK, v6 ? 128 : ~0);
		if (!rnd(10))
			mput(IPVS_SVC_ATTR_PE_NAME, rnd(2) ? "sip" : "", rnd(5));
	}
	if (rnd(100))
		close_nest(at);
}

static void ipvs_dest(void)
{
	size_t at = open_nest(rnd(200) ? IPVS_CMD_ATTR_DEST : rnd(8));
	unsigned char a[16];

	address(a);
	mput_u16(IPVS_DEST_ATTR_ADDR_FAMILY, rnd(5) ? (v6 ? AF_INET6 : AF_INET) : 0);
	mput(IPVS_DEST_ATTR_ADDR, a, 16);
	mput_u16(IPVS_DEST_ATTR_PORT, (1 + rnd(2)) << 8);
	mput_u32(IPVS_DEST_ATTR_FWD_METHOD, rnd(3) ? 0 : rnd(8));
	mput_u32(IPVS_DEST_ATTR_WEIGHT, rnd(5));
	mput_u32(IPVS_DEST_ATTR_U_THRESH, rnd(5));
	mput_u32(IPVS_DEST_ATTR_L_THRESH, rnd(3));
	if (rnd(2)) {
		mput_u8(IPVS_DEST_ATTR_TUN_TYPE, rnd(4));
		mput_u16(IPVS_DEST_ATTR_TUN_PORT, rnd(3));
		mput_u16(IPVS_DEST_ATTR_TUN_FLAGS, rnd(3));
	}
	if (rnd(100))
		close_nest(at);
}

static void ipvs_body(uint8_t cmd)
{
	if (cmd == IPVS_CMD_SET_CONFIG || !rnd(20)) {
		mput_u32(IPVS_CMD_ATTR_TIMEOUT_TCP, rnd(1000));
		mput_u32(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, rnd(1000));
		mput_u32(IPVS_CMD_ATTR_TIMEOUT_UDP, rnd(1000));
	}
	if (cmd == IPVS_CMD_NEW_DAEMON || cmd == IPVS_CMD_DEL_DAEMON)
		mput(IPVS_CMD_ATTR_DAEMON, "", 0);
	if (rnd(30))
		ipvs_service(cmd == IPVS_CMD_NEW_SERVICE || cmd == IPVS_CMD_SET_SERVICE);
	if ((cmd >= IPVS_CMD_NEW_DEST && cmd <= IPVS_CMD_GET_DEST) || !rnd(20))
		ipvs_dest();
}

static void vsx_service(bool full)
{
	size_t at = open_nest((rnd(200) ? VSX_A_CMD_SERVICE : rnd(8)) | NLA_F_NESTED);
	unsigned char a[16];
	unsigned int i;

	address(a);
	mput_u16(VSX_A_SVC_AF, v6 ? AF_INET6 : AF_INET);
	mput_u8(VSX_A_SVC_PROTOCOL, rnd(2) ? 6 : 17);
	mput(VSX_A_SVC_ADDR, a, v6 ? 16 : 4);
	mput_u16(VSX_A_SVC_PORT, (1 + rnd(2)) << 8);
	if (full) {
		const char *name = scheduler();

		mput(VSX_A_SVC_SCHEDULER, name, strlen(name) + 1);
		mput_u32(VSX_A_SVC_TIMEOUT_TCP, rnd(1000));
		mput_u32(VSX_A_SVC_GRACE, rnd(5));
		mput_u8(VSX_A_SVC_NO_DEST, rnd(4));
		mput_u16(VSX_A_SVC_MSS, rnd(2) ? 0 : rnd(1000));
		for (i = rnd(6); i == 5; i = rnd(6))
			mput_u32(1 + rnd(VSX_A_SVC_MAX + 2), rnd(5));
	}
	if (rnd(100))
		close_nest(at);
}

static void vsx_dest(void)
{
	size_t at = open_nest((rnd(200) ? VSX_A_CMD_DEST : rnd(8)) | NLA_F_NESTED);
	unsigned char a[16];

	address(a);
	mput_u16(VSX_A_DEST_AF, v6 ? AF_INET6 : AF_INET);
	mput(VSX_A_DEST_ADDR, a, v6 ? 16 : 4);
	if (rnd(4))
		mput_u16(VSX_A_DEST_PORT, (1 + rnd(2)) << 8);
	mput_u32(VSX_A_DEST_WEIGHT, rnd(5));
	if (!rnd(5))
		mput_u32(1 + rnd(VSX_A_DEST_MAX + 2), rnd(5));
	if (rnd(100))
		close_nest(at);
}

static void vsx_body(uint8_t cmd)
{
	if (rnd(30))
		vsx_service(cmd == VSX_CMD_SVC_NEW || cmd == VSX_CMD_SVC_SET);
	if ((cmd >= VSX_CMD_DEST_NEW && cmd <= VSX_CMD_DEST_GET) || !rnd(30))
		vsx_dest();
}

/* Commands that add come more often than those that take away, or there would never be much. */
static uint8_t some_cmd(bool is_ipvs)
{
	static const uint8_t ipvs_adds[] = { IPVS_CMD_NEW_SERVICE, IPVS_CMD_NEW_DEST, IPVS_CMD_SET_DEST };
	static const uint8_t vsx_adds[] = { VSX_CMD_SVC_NEW, VSX_CMD_DEST_NEW, VSX_CMD_DEST_SET };
	uint8_t cmd = rnd(is_ipvs ? IPVS_CMD_MAX + 3 : VSX_CMD_MAX + 3);

	if (rnd(2))
		return is_ipvs ? ipvs_adds[rnd(3)] : vsx_adds[rnd(3)];
	if (cmd == (is_ipvs ? IPVS_CMD_FLUSH : VSX_CMD_FLUSH) && rnd(20))
		return some_cmd(is_ipvs);
	return cmd;
}

static uint8_t make(const struct family *f)
{
	uint8_t cmd = some_cmd(f->is_ipvs);
	bool dump = !rnd(12);

	v6 = !rnd(3);
	begin(f->id, NLM_F_ACK | (dump ? NLM_F_DUMP : 0), cmd, rnd(50) ? 1 : rnd(256));
	if (f->is_ipvs)
		ipvs_body(cmd);
	else
		vsx_body(cmd);
	if (!rnd(100))
		used -= rnd(used - NLMSG_HDRLEN);
	if (!rnd(100))
		used += rnd(64);
	if (used > ROOM)
		used = ROOM;
	if (!rnd(200))
		out[NLMSG_HDRLEN + GENL_HDRLEN + rnd(64)] ^= 1 << rnd(8);
	return cmd;
}

/* ---- talking ---------------------------------------------------------------------------------- */

static void send_out(const struct family *f)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	((struct nlmsghdr *)out)->nlmsg_len = used;
	if (sendto(f->sock, out, used, 0, (void *)&kernel, sizeof(kernel)) < 0)
		die("send: %s", strerror(errno));
}

/* Calls @each with every message; returns the error the kernel ends with, 0 for none. */
static int hear(const struct family *f, void (*each)(const struct nlmsghdr *h, void *arg), void *arg)
{
	for (;;) {
		int len = recv(f->sock, in, sizeof(in), 0);
		struct nlmsghdr *h = (void *)in;

		if (len < 0)
			return errno == EAGAIN ? -1 : errno;
		for (; NLMSG_OK(h, (unsigned int)len); h = NLMSG_NEXT(h, len)) {
			if (h->nlmsg_seq != sequence)
				continue;
			if (h->nlmsg_type == NLMSG_ERROR)
				return -((struct nlmsgerr *)NLMSG_DATA(h))->error;
			if (h->nlmsg_type == NLMSG_DONE)
				return -*(int *)NLMSG_DATA(h);
			if (each)
				each(h, arg);
		}
	}
}

static void family_id(const struct nlmsghdr *h, void *arg)
{
	const char *p = (char *)NLMSG_DATA(h) + GENL_HDRLEN, *end = (char *)h + h->nlmsg_len;

	for (; p + NLA_HDRLEN <= end; p += NLA_ALIGN(((struct nlattr *)p)->nla_len))
		if (((struct nlattr *)p)->nla_type == CTRL_ATTR_FAMILY_ID)
			memcpy(arg, p + NLA_HDRLEN, 2);
}

static struct family family(const char *name)
{
	struct family f = { .sock = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC),
			    .is_ipvs = !strcmp(name, "IPVS") };
	struct timeval patience = { .tv_sec = 20 };
	int err;

	if (f.sock < 0)
		die("socket: %s", strerror(errno));
	setsockopt(f.sock, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	f.id = GENL_ID_CTRL;
	begin(GENL_ID_CTRL, NLM_F_ACK, CTRL_CMD_GETFAMILY, 1);
	put(CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	send_out(&f);
	err = hear(&f, family_id, &f.id);
	if (err)
		die("no family %s: %s", name, strerror(err));
	return f;
}

/* ---- what is configured ----------------------------------------------------------------------- */

static uint32_t hash(uint32_t h, const void *data, size_t len)
{
	const unsigned char *p = data;

	while (len--)
		h = (h ^ *p++) * 16777619;
	return h;
}

static bool is_configuration(bool is_dest, uint16_t type)
{
	if (is_dest)
		return type != VSX_A_DEST_ACTIVE && type != VSX_A_DEST_INACTIVE && type != VSX_A_DEST_STATS;
	return type != VSX_A_SVC_ACTIVE && type != VSX_A_SVC_INACTIVE && type != VSX_A_SVC_STATS &&
	       type != VSX_A_SVC_DESTS;
}

static uint32_t hash_nest(const struct nlattr *nest, bool is_dest, bool names_only)
{
	const char *p = (char *)nest + NLA_HDRLEN, *end = (char *)nest + nest->nla_len;
	uint32_t h = 2166136261;

	for (; p + NLA_HDRLEN <= end; p += NLA_ALIGN(((struct nlattr *)p)->nla_len)) {
		const struct nlattr *a = (void *)p;
		uint16_t type = a->nla_type & NLA_TYPE_MASK;

		if (names_only ? type <= VSX_A_SVC_PORT : is_configuration(is_dest, type))
			h = hash(h, a, a->nla_len);
	}
	return h;
}

static void learn(const struct nlmsghdr *m, void *arg)
{
	const char *p = (char *)NLMSG_DATA(m) + GENL_HDRLEN, *end = (char *)m + m->nlmsg_len;
	struct table *t = arg;
	struct object *o = &t->o[t->n++];

	if (t->n == OBJECTS)
		die("too many objects");
	*o = (struct object){};
	for (; p + NLA_HDRLEN <= end; p += NLA_ALIGN(((struct nlattr *)p)->nla_len)) {
		const struct nlattr *a = (void *)p;

		if ((a->nla_type & NLA_TYPE_MASK) == VSX_A_CMD_SERVICE) {
			o->service = hash_nest(a, false, true);
			o->whole ^= hash_nest(a, false, false);
		} else if ((a->nla_type & NLA_TYPE_MASK) == VSX_A_CMD_DEST) {
			o->is_dest = true;
			o->whole = o->whole * 31 ^ hash_nest(a, true, false);
		}
	}
}

static int order(const void *a, const void *b)
{
	const struct object *x = a, *y = b;

	if (x->service != y->service)
		return x->service < y->service ? -1 : 1;
	if (x->whole != y->whole)
		return x->whole < y->whole ? -1 : 1;
	return x->is_dest - y->is_dest;
}

static void look(const struct family *f, struct table *t)
{
	static const uint8_t cmds[] = { VSX_CMD_SVC_GET, VSX_CMD_DEST_GET };
	unsigned int i;
	int err;

	t->n = 0;
	for (i = 0; i < 2; i++) {
		begin(f->id, NLM_F_DUMP, cmds[i], 1);
		send_out(f);
		err = hear(f, learn, t);
		if (err)
			die("dump: %s", strerror(err));
	}
	qsort(t->o, t->n, sizeof(t->o[0]), order);
}

/* ---- judging ---------------------------------------------------------------------------------- */

/* Services and destinations that one table has and the other has not; all of one service, or not. */
struct change {
	unsigned int gone[2], come[2];
	uint32_t service;
	bool any, several;
};

static void change_add(struct change *c, unsigned int n[2], const struct object *o)
{
	c->several |= c->any && c->service != o->service;
	c->service = o->service;
	c->any = true;
	n[o->is_dest]++;
}

static struct change compare(const struct table *was, const struct table *is)
{
	struct change c = {};
	unsigned int i = 0, j = 0;

	while (i < was->n || j < is->n) {
		int o = i == was->n ? 1 : j == is->n ? -1 : order(&was->o[i], &is->o[j]);

		if (o < 0)
			change_add(&c, c.gone, &was->o[i]);
		else if (o > 0)
			change_add(&c, c.come, &is->o[j]);
		i += o <= 0;
		j += o >= 0;
	}
	return c;
}

static bool flushes(const struct family *f, uint8_t cmd)
{
	return cmd == (f->is_ipvs ? IPVS_CMD_FLUSH : VSX_CMD_FLUSH);
}

static bool changes_service(const struct family *f, uint8_t cmd)
{
	return f->is_ipvs ? cmd >= IPVS_CMD_NEW_SERVICE && cmd <= IPVS_CMD_DEL_SERVICE
			  : cmd >= VSX_CMD_SVC_NEW && cmd <= VSX_CMD_SVC_DEL;
}

static bool changes_dest(const struct family *f, uint8_t cmd)
{
	return f->is_ipvs ? cmd >= IPVS_CMD_NEW_DEST && cmd <= IPVS_CMD_DEL_DEST
			  : cmd >= VSX_CMD_DEST_NEW && cmd <= VSX_CMD_DEST_DEL;
}

static const char *verdict(const struct family *f, uint8_t cmd, int err, const struct table *was,
			   const struct table *is)
{
	const struct change c = compare(was, is);

	if (!c.any)
		return NULL;
	if (err)
		return "refused, and yet something has changed";
	if (flushes(f, cmd))
		return is->n ? "flushed, and yet something is left" : NULL;
	if (c.several)
		return "several services have changed";
	if (changes_dest(f, cmd))
		return c.gone[0] | c.come[0] || c.gone[1] > 1 || c.come[1] > 1 ?
		       "more than a destination has changed" : NULL;
	if (changes_service(f, cmd))
		return c.gone[0] > 1 || c.come[0] > 1 ? "more than a service has changed" : NULL;
	return "a command that changes nothing has changed something";
}

int main(int argc, char **argv)
{
	static struct table tables[2];
	struct table *was = &tables[0], *is = &tables[1], *swap;
	unsigned int i, count, accepted = 0, unseen = 0, errors[134] = {};
	struct family f, native;

	if (argc != 4)
		die("usage: mutate FAMILY COUNT SEED");
	f = family(argv[1]);
	native = family("ipvsx");
	count = strtoul(argv[2], NULL, 0);
	seed = strtoull(argv[3], NULL, 0) * 0x9e3779b97f4a7c15ULL + 1;
	look(&native, was);
	for (i = 0; i < count; i++) {
		uint64_t began = seed;
		uint8_t cmd = make(&f);
		const char *wrong;
		bool may_change;
		int err;

		send_out(&f);
		err = hear(&f, NULL, NULL);
		accepted += !err;
		errors[err > 0 && err < 134 ? err : 0]++;
		may_change = flushes(&f, cmd) || changes_service(&f, cmd) || changes_dest(&f, cmd);
		/* Of those that may not have changed anything several are judged together. */
		if ((err || !may_change) && ++unseen < 16 && i + 1 < count)
			continue;
		unseen = 0;
		look(&native, is);
		wrong = verdict(&f, cmd, err, was, is);
		if (wrong)
			die("message %u (state %llu), command %u, error %d: %s", i,
			    (unsigned long long)began, cmd, err, wrong);
		swap = was;
		was = is;
		is = swap;
	}
	printf("%s: %u messages, %u accepted, %u objects at the end; refused:", argv[1], count, accepted,
	       was->n);
	for (i = 1; i < 134; i++)
		if (errors[i])
			printf(" %s %u", strerrorname_np(i), errors[i]);
	printf("\n");
	return 0;
}
