// SPDX-License-Identifier: GPL-2.0-only
/*
 * table.c - what is configured, as the native family tells it.
 *
 * After an accepted command only the service that it names is read again, as this file understands the message;
 * that it understands it as the kernel does, and that no other has changed, shows when the whole is read.
 */
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/ipvsx.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "mutate.h"

/* ---- which service a message names ------------------------------------------------------------ */

/*
 * Attributes from @p to @end by type, as the kernel finds them: the last of a type counts, one that is not whole ends
 * it all.
 */
static void attrs(const char *p, const char *end, const struct nlattr **tb, unsigned int max)
{
	memset(tb, 0, (max + 1) * sizeof(*tb));
	while (end - p >= NLA_HDRLEN) {
		const struct nlattr *a = (void *)p;
		unsigned int type = a->nla_type & NLA_TYPE_MASK;

		if (a->nla_len < NLA_HDRLEN || a->nla_len > end - p)
			return;
		if (type && type <= max)
			tb[type] = a;
		if (end - p < NLA_ALIGN(a->nla_len))
			return;
		p += NLA_ALIGN(a->nla_len);
	}
}

static void copy(void *to, size_t room, const struct nlattr *a)
{
	size_t len = a ? a->nla_len - NLA_HDRLEN : 0;

	memset(to, 0, room);
	if (a)
		memcpy(to, (char *)a + NLA_HDRLEN, len < room ? len : room);
}

/* Where attributes are that name a service. */
static const struct {
	uint8_t af, proto, addr, port, mark;
} names[2] = {
	{ VSX_A_SVC_AF, VSX_A_SVC_PROTOCOL, VSX_A_SVC_ADDR, VSX_A_SVC_PORT, VSX_A_SVC_MARK },
	{ IPVS_SVC_ATTR_AF, IPVS_SVC_ATTR_PROTOCOL, IPVS_SVC_ATTR_ADDR, IPVS_SVC_ATTR_PORT,
	  IPVS_SVC_ATTR_FWMARK },
};

struct named named(const struct family *f)
{
	const struct nlattr *cmd[2], *svc[64], *nest;
	struct named n = {};

	attrs(out.data + NLMSG_HDRLEN + GENL_HDRLEN, out.data + out.used, cmd, 1);
	nest = cmd[VSX_A_CMD_SERVICE];
	if (!nest)
		return n;
	attrs((char *)nest + NLA_HDRLEN, (char *)nest + nest->nla_len, svc, 63);
	copy(&n.af, sizeof(n.af), svc[names[f->is_ipvs].af]);
	copy(&n.proto, sizeof(n.proto), svc[names[f->is_ipvs].proto]);
	copy(n.addr, n.af == AF_INET ? 4 : 16, svc[names[f->is_ipvs].addr]);
	copy(&n.port, sizeof(n.port), svc[names[f->is_ipvs].port]);
	copy(&n.mark, sizeof(n.mark), svc[names[f->is_ipvs].mark]);
	n.has_mark = svc[names[f->is_ipvs].mark];
	return n;
}

/* The nest that asks the native family for it; returns where it is. */
static const struct nlattr *put_named(const struct named *n)
{
	size_t at = open_nest(VSX_A_CMD_SERVICE | NLA_F_NESTED);

	put(VSX_A_SVC_AF, &n->af, sizeof(n->af));
	if (n->has_mark) {
		put(VSX_A_SVC_MARK, &n->mark, sizeof(n->mark));
	} else {
		put(VSX_A_SVC_PROTOCOL, &n->proto, sizeof(n->proto));
		put(VSX_A_SVC_ADDR, n->addr, n->af == AF_INET ? 4 : 16);
		put(VSX_A_SVC_PORT, &n->port, sizeof(n->port));
	}
	close_nest(at);
	return (void *)(out.data + at);
}

/* ---- what the native family tells ------------------------------------------------------------- */

static uint32_t hash(uint32_t h, const void *data, size_t len)
{
	const unsigned char *p = data;

	while (len--)
		h = (h ^ *p++) * 16777619;
	return h;
}

static bool is_name(uint16_t type)
{
	return type <= VSX_A_SVC_PORT || type == VSX_A_SVC_MARK;
}

static bool is_svc_configuration(uint16_t type)
{
	return type != VSX_A_SVC_ACTIVE && type != VSX_A_SVC_INACTIVE && type != VSX_A_SVC_STATS &&
	       type != VSX_A_SVC_DESTS;
}

static bool is_dest_configuration(uint16_t type)
{
	return type != VSX_A_DEST_ACTIVE && type != VSX_A_DEST_INACTIVE && type != VSX_A_DEST_STATS;
}

static uint32_t hash_nest(const struct nlattr *nest, bool (*counts)(uint16_t type))
{
	const char *p = (char *)nest + NLA_HDRLEN, *end = (char *)nest + nest->nla_len;
	uint32_t h = 2166136261;

	for (; p + NLA_HDRLEN <= end; p += NLA_ALIGN(((struct nlattr *)p)->nla_len)) {
		const struct nlattr *a = (void *)p;

		if (counts(a->nla_type & NLA_TYPE_MASK))
			h = hash(h, a, a->nla_len);
	}
	return h;
}

static void learn(const struct nlmsghdr *m, void *arg)
{
	const struct nlattr *tb[VSX_A_CMD_DEST + 1];
	struct table *t = arg;
	struct object *o = &t->o[t->n++];

	if (t->n == OBJECTS)
		die("too many objects");
	attrs((char *)NLMSG_DATA(m) + GENL_HDRLEN, (char *)m + m->nlmsg_len, tb, VSX_A_CMD_DEST);
	o->service = hash_nest(tb[VSX_A_CMD_SERVICE], is_name);
	o->is_dest = tb[VSX_A_CMD_DEST];
	o->whole = o->is_dest ? hash_nest(tb[VSX_A_CMD_DEST], is_dest_configuration)
			      : hash_nest(tb[VSX_A_CMD_SERVICE], is_svc_configuration);
}

static int order(const void *a, const void *b)
{
	const struct object *x = a, *y = b;

	if (x->service != y->service)
		return x->service < y->service ? -1 : 1;
	if (x->is_dest != y->is_dest)
		return x->is_dest - y->is_dest;
	return x->whole < y->whole ? -1 : x->whole > y->whole;
}

static void sort(struct table *t)
{
	qsort(t->o, t->n, sizeof(t->o[0]), order);
}

static void dump(const struct family *native, uint8_t cmd, const struct named *service, struct table *t)
{
	int err;

	begin(native->id, NLM_F_DUMP, cmd, 1);
	if (service)
		put_named(service);
	send_out(native);
	err = hear(native, learn, t);
	if (err)
		die("dump: %s", strerror(err));
}

/* Reads the whole. */
void look(const struct family *native, struct table *t)
{
	t->n = 0;
	dump(native, VSX_CMD_SVC_GET, NULL, t);
	dump(native, VSX_CMD_DEST_GET, NULL, t);
	sort(t);
}

/* Makes @is of @was, with one service read again. */
void look_at(const struct family *native, const struct named *service, const struct table *was,
	     struct table *is)
{
	uint32_t name;
	unsigned int i;
	int err;

	begin(native->id, NLM_F_ACK, VSX_CMD_SVC_GET, 1);
	name = hash_nest(put_named(service), is_name);
	is->n = 0;
	for (i = 0; i < was->n; i++)
		if (was->o[i].service != name)
			is->o[is->n++] = was->o[i];
	send_out(native);
	err = hear(native, learn, is);
	if (!err)
		dump(native, VSX_CMD_DEST_GET, service, is);
	else if (err != ESRCH)
		die("a service that an accepted command names: %s", strerror(err));
	sort(is);
}

struct change compare(const struct table *was, const struct table *is)
{
	struct change c = {};
	unsigned int i = 0, j = 0;

	while (i < was->n || j < is->n) {
		int o = i == was->n ? 1 : j == is->n ? -1 : order(&was->o[i], &is->o[j]);

		if (o < 0)
			c.gone[was->o[i].is_dest]++;
		else if (o > 0)
			c.come[is->o[j].is_dest]++;
		i += o <= 0;
		j += o >= 0;
	}
	return c;
}
