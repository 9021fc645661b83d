// SPDX-License-Identifier: GPL-2.0-only
/* Pieces of messages that all objects share. */
#include "attr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <string.h>

/*
 * A dump that keeps being marked as inconsistent is given up after so many
 * attempts. This is for other versions of the module: this one marks none, as
 * what is there throughout comes exactly once.
 */
#define DUMP_ATTEMPTS 8

/**
 * request_new() - begin a request
 * @transport: where it will be sent
 * @command: VSX_CMD_*
 * @flags: NLM_F_DUMP for a dump, otherwise 0
 *
 * Return: the message, NULL without memory.
 */
struct nl_msg *request_new(const struct transport *transport, uint8_t command, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg)
		return NULL;
	if (!genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, transport->family, 0,
			 NLM_F_REQUEST | NLM_F_ACK | flags, command, VSX_GENL_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/**
 * request_send() - send a request, take the replies, free the request
 * @transport: where to
 * @request: from request_new(), may be NULL
 * @fn: takes each reply, NULL if none is expected
 * @arg: for @fn
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int request_send(struct transport *transport, struct nl_msg *request, reply_fn *fn, void *arg,
		 struct error *err)
{
	int status;

	if (!request)
		return error_refused(err, ENOMEM, "out of memory");
	status = transport->talk(transport, request, fn, arg, err);
	nlmsg_free(request);
	return status;
}

/* Sequence number and port of the earlier attempt would confuse the next. */
static void renew(struct nl_msg *request)
{
	nlmsg_hdr(request)->nlmsg_seq = NL_AUTO_SEQ;
	nlmsg_hdr(request)->nlmsg_pid = NL_AUTO_PORT;
}

/**
 * request_dump() - as request_send(), again if the table changed meanwhile
 * @transport: where to
 * @request: from request_new(), may be NULL
 * @fn: takes each reply
 * @restart: forgets the replies taken so far
 * @arg: for @fn and @restart
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int request_dump(struct transport *transport, struct nl_msg *request, reply_fn *fn,
		 void (*restart)(void *arg), void *arg, struct error *err)
{
	int status = STATUS_REFUSED, attempt;

	if (!request)
		return error_refused(err, ENOMEM, "out of memory");
	for (attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
		restart(arg);
		renew(request);
		status = transport->talk(transport, request, fn, arg, err);
		if (!status || err->number != EINTR)
			break;
	}
	nlmsg_free(request);
	return status;
}

/**
 * reply_parse() - the top level of a reply
 * @reply: the message
 * @attrs: VSX_A_CMD_MAX + 1, filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int reply_parse(const struct nlmsghdr *reply, struct nlattr **attrs, struct error *err)
{
	if (genlmsg_parse((struct nlmsghdr *)(uintptr_t)reply, 0, attrs, VSX_A_CMD_MAX, NULL) < 0)
		return error_refused(err, EBADMSG, "malformed reply from the kernel");
	return STATUS_OK;
}

/**
 * nest_parse() - attributes in an attribute; unknown ones are skipped
 * @nest: the attribute, NULL if it is missing
 * @attrs: @max + 1, filled in
 * @max: highest type known
 * @policy: types of the attributes
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int nest_parse(struct nlattr *nest, struct nlattr **attrs, int max,
	       const struct nla_policy *policy, struct error *err)
{
	if (!nest || nla_parse_nested(attrs, max, nest, policy) < 0)
		return error_refused(err, EBADMSG, "malformed reply from the kernel");
	return STATUS_OK;
}

/**
 * endpoint_put() - add address and port
 * @msg: the message
 * @addr_attr: type of the address
 * @port_attr: type of the port
 * @at: the endpoint
 */
void endpoint_put(struct nl_msg *msg, int addr_attr, int port_attr, const struct endpoint *at)
{
	nla_put(msg, addr_attr, (int)addr_len(at->addr.af), at->addr.bytes);
	nla_put_u16(msg, port_attr, htons(at->port));
}

/**
 * endpoint_get() - address and port out of attributes
 * @af: family of the address
 * @addr: the address
 * @port: the port
 * @at: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int endpoint_get(uint16_t af, const struct nlattr *addr, const struct nlattr *port,
		 struct endpoint *at, struct error *err)
{
	size_t len = addr_len(af);

	memset(at, 0, sizeof(*at));
	if (!len || !addr || !port || nla_len(addr) != (int)len)
		return error_refused(err, EBADMSG, "malformed reply from the kernel");
	at->addr.af = af;
	memcpy(at->addr.bytes, nla_data(addr), len);
	at->port = ntohs(nla_get_u16(port));
	return STATUS_OK;
}

/**
 * attr_u8() - a number out of an attribute
 * @attr: the attribute, NULL if it is missing
 *
 * Return: the number, 0 if it is missing.
 */
uint8_t attr_u8(const struct nlattr *attr)
{
	return attr ? nla_get_u8(attr) : 0;
}

/**
 * attr_u16() - a number out of an attribute
 * @attr: the attribute, NULL if it is missing
 *
 * Return: the number, 0 if it is missing.
 */
uint16_t attr_u16(const struct nlattr *attr)
{
	return attr ? nla_get_u16(attr) : 0;
}

/**
 * attr_u32() - a number out of an attribute
 * @attr: the attribute, NULL if it is missing
 *
 * Return: the number, 0 if it is missing.
 */
uint32_t attr_u32(const struct nlattr *attr)
{
	return attr ? nla_get_u32(attr) : 0;
}

/**
 * attr_u64() - a number out of an attribute
 * @attr: the attribute, NULL if it is missing
 *
 * Return: the number, 0 if it is missing.
 */
uint64_t attr_u64(const struct nlattr *attr)
{
	return attr ? nla_get_u64(attr) : 0;
}
