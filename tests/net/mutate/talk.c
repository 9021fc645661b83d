// SPDX-License-Identifier: GPL-2.0-only
/*
 * talk.c - a family's socket: what goes out, what comes back.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "mutate.h"

#define PATIENCE	20	/* seconds, after which an answer does not come any more */

void send_out(const struct family *f)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	((struct nlmsghdr *)out.data)->nlmsg_len = out.used;
	if (sendto(f->sock, out.data, out.used, 0, (void *)&kernel, sizeof(kernel)) < 0)
		die("send: %s", strerror(errno));
}

/* Calls @each with every message; returns the error the kernel ends with, 0 for none. */
int hear(const struct family *f, void (*each)(const struct nlmsghdr *h, void *arg), void *arg)
{
	static char in[1 << 16];

	for (;;) {
		int len = recv(f->sock, in, sizeof(in), 0);
		struct nlmsghdr *h = (void *)in;

		if (len < 0)
			die("no answer: %s", strerror(errno));
		for (; NLMSG_OK(h, (unsigned int)len); h = NLMSG_NEXT(h, len)) {
			if (h->nlmsg_seq != out.sequence)
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

struct family family(const char *name)
{
	struct family f = { .sock = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC), .id = GENL_ID_CTRL,
			    .is_ipvs = !strcmp(name, "IPVS") };
	struct timeval patience = { .tv_sec = PATIENCE };
	int err;

	if (f.sock < 0)
		die("socket: %s", strerror(errno));
	setsockopt(f.sock, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	begin(GENL_ID_CTRL, NLM_F_ACK, CTRL_CMD_GETFAMILY, 1);
	put(CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	send_out(&f);
	err = hear(&f, family_id, &f.id);
	if (err)
		die("no family %s: %s", name, strerror(err));
	return f;
}
