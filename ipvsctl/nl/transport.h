/* SPDX-License-Identifier: GPL-2.0-only */
/* How a request reaches the kernel and its replies come back. */
#ifndef IPVSCTL_NL_TRANSPORT_H
#define IPVSCTL_NL_TRANSPORT_H

#include <stdint.h>

#include "../error.h"

struct nl_msg;
struct nlmsghdr;

/* Takes one reply; returns enum status. */
typedef int reply_fn(const struct nlmsghdr *reply, void *arg, struct error *err);

/**
 * struct transport - the kernel, or what a test puts in its place
 * @family: number of the generic netlink family
 * @talk: send a request, give each reply to the function, and wait for the
 *	end; a dump that the kernel marked as inconsistent fails with %EINTR
 * @close: free it
 */
struct transport {
	uint16_t family;
	int (*talk)(struct transport *transport, struct nl_msg *request, reply_fn *fn, void *arg,
		    struct error *err);
	void (*close)(struct transport *transport);
};

#endif
