/* SPDX-License-Identifier: GPL-2.0-only */
/* Pieces of messages that all objects share. */
#ifndef IPVSCTL_NL_ATTR_H
#define IPVSCTL_NL_ATTR_H

#include <netlink/attr.h>

#include "../model.h"
#include "transport.h"

struct nl_msg *request_new(const struct transport *transport, uint8_t command, int flags);
int request_send(struct transport *transport, struct nl_msg *request, reply_fn *fn, void *arg,
		 struct error *err);
int request_dump(struct transport *transport, struct nl_msg *request, reply_fn *fn,
		 void (*restart)(void *arg), void *arg, struct error *err);

int reply_parse(const struct nlmsghdr *reply, struct nlattr **attrs, struct error *err);
int nest_parse(struct nlattr *nest, struct nlattr **attrs, int max,
	       const struct nla_policy *policy, struct error *err);

void endpoint_put(struct nl_msg *msg, int addr_attr, int port_attr, const struct endpoint *at);
int endpoint_get(uint16_t af, const struct nlattr *addr, const struct nlattr *port,
		 struct endpoint *at, struct error *err);

uint8_t attr_u8(const struct nlattr *attr);
uint16_t attr_u16(const struct nlattr *attr);
uint32_t attr_u32(const struct nlattr *attr);
uint64_t attr_u64(const struct nlattr *attr);

#endif
