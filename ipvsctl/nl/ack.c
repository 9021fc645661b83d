// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of an exchange: NLMSG_ERROR (a refusal, or with error 0 the
 * acknowledgement) and NLMSG_DONE. Either may carry the kernel's sentence.
 */
#include "ack.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

/* The sentence for an errno the kernel left without one. */
static const char *errno_sentence(int number)
{
	if (number == EPERM)
		return "not permitted: this needs CAP_NET_ADMIN in the network namespace";
	return strerror(number);
}

/* Where the attributes of an acknowledgement begin, or a negative number if there are none. */
static int attrs_offset(const struct nlmsghdr *message, int number)
{
	const struct nlmsgerr *refusal = nlmsg_data(message);
	int offset;

	if (!(message->nlmsg_flags & NLM_F_ACK_TLVS))
		return -1;
	if (message->nlmsg_type == NLMSG_DONE)
		return (int)sizeof(int);
	offset = (int)sizeof(*refusal);
	/* A refusal repeats the request unless the socket asked not to. */
	if (number && !(message->nlmsg_flags & NLM_F_CAPPED))
		offset += NLMSG_ALIGN((int)(refusal->msg.nlmsg_len - sizeof(refusal->msg)));
	return offset;
}

static const char *find_sentence(const struct nlmsghdr *message, int number)
{
	int offset = attrs_offset(message, number), left;
	const struct nlattr *attr;

	if (offset < 0 || offset > nlmsg_datalen(message))
		return NULL;
	left = nlmsg_datalen(message) - offset;
	attr = nla_find((const struct nlattr *)((const char *)nlmsg_data(message) + offset), left,
			NLMSGERR_ATTR_MSG);
	if (!attr || !nla_len(attr) || ((const char *)nla_data(attr))[nla_len(attr) - 1])
		return NULL;
	return nla_data(attr);
}

/**
 * ack_parse() - what an acknowledgement says
 * @message: NLMSG_ERROR or NLMSG_DONE
 * @err: on a refusal its errno and sentence; on success a warning of the kernel, if any
 *
 * Return: enum status.
 */
int ack_parse(const struct nlmsghdr *message, struct error *err)
{
	const char *sentence;
	int number = 0;

	err->number = 0;
	err->text[0] = '\0';
	if (nlmsg_datalen(message) >= (int)sizeof(number))
		memcpy(&number, nlmsg_data(message), sizeof(number));
	if (message->nlmsg_type == NLMSG_ERROR &&
	    nlmsg_datalen(message) < (int)sizeof(struct nlmsgerr))
		return error_refused(err, EBADMSG, "malformed reply from the kernel");
	sentence = find_sentence(message, number);
	if (number < 0)
		return error_refused(err, -number, "%s",
				     sentence ? sentence : errno_sentence(-number));
	if (sentence)
		error_refused(err, 0, "%s", sentence);
	return STATUS_OK;
}
