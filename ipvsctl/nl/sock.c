// SPDX-License-Identifier: GPL-2.0-only
/*
 * The transport to the kernel. libnl opens the socket and finds the family; the
 * replies are received here, because libnl drops the sentence that comes with
 * an error and the error that may end a dump.
 */
#include "sock.h"

#include <errno.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "ack.h"
#include "model.h"

/* The kernel never sends a larger message in a dump. */
#define RECEIVE_BYTES 65536

/* A transport that is a netlink socket. */
struct sock {
	struct transport transport;
	struct nl_sock *nl;
	char buffer[RECEIVE_BYTES];
};

/* libnl's error numbers are its own: this is the only place that sees them. */
static int nle_errno(int nle)
{
	switch (nle < 0 ? -nle : nle) {
	case NLE_OBJ_NOTFOUND:
		return ENOENT;
	case NLE_PERM:
	case NLE_NOACCESS:
		return EPERM;
	case NLE_NOMEM:
		return ENOMEM;
	case NLE_AF_NOSUPPORT:
		return EAFNOSUPPORT;
	case NLE_MSG_OVERFLOW:
		return EMSGSIZE;
	}
	return EIO;
}

static int refuse_nle(struct error *err, const char *what, int nle)
{
	return error_refused(err, nle_errno(nle), "%s: %s", what, nl_geterror(nle));
}

/* What one received message means: goes on (-1), or the exchange ended (enum status). */
static int take_message(const struct nlmsghdr *message, reply_fn *fn, void *arg,
			struct error *err, bool *interrupted)
{
	int status;

	if (message->nlmsg_flags & NLM_F_DUMP_INTR)
		*interrupted = true;
	switch (message->nlmsg_type) {
	case NLMSG_NOOP:
		return -1;
	case NLMSG_OVERRUN:
		return error_refused(err, ENOBUFS, "replies were lost");
	case NLMSG_ERROR:
	case NLMSG_DONE:
		status = ack_parse(message, err);
		if (!status && *interrupted)
			return error_refused(err, EINTR, "the table changed while it was read");
		return status;
	}
	status = fn ? fn(message, arg, err) : STATUS_OK;
	return status ? status : -1;
}

/* Reads until the exchange with this sequence number ended. */
static int receive(struct sock *sock, uint32_t seq, reply_fn *fn, void *arg, struct error *err)
{
	bool interrupted = false;
	struct nlmsghdr *message;
	ssize_t bytes;
	int status, left;

	for (;;) {
		bytes = recv(nl_socket_get_fd(sock->nl), sock->buffer, sizeof(sock->buffer),
			     MSG_TRUNC);
		if (bytes < 0 && errno == EINTR)
			continue;
		if (bytes < 0)
			return error_refused(err, errno, "cannot receive: %s", strerror(errno));
		if (bytes > (ssize_t)sizeof(sock->buffer))
			return error_refused(err, EMSGSIZE, "a reply is too long");
		left = (int)bytes;
		for (message = (struct nlmsghdr *)(void *)sock->buffer; nlmsg_ok(message, left);
		     message = nlmsg_next(message, &left)) {
			/* The rest of an earlier exchange that was given up. */
			if (message->nlmsg_seq != seq)
				continue;
			status = take_message(message, fn, arg, err, &interrupted);
			if (status >= 0)
				return status;
		}
	}
}

static int sock_talk(struct transport *transport, struct nl_msg *request, reply_fn *fn, void *arg,
		     struct error *err)
{
	struct sock *sock = (struct sock *)transport;
	int rc;

	nl_complete_msg(sock->nl, request);
	rc = nl_send(sock->nl, request);
	if (rc < 0)
		return refuse_nle(err, "cannot send", rc);
	return receive(sock, nlmsg_hdr(request)->nlmsg_seq, fn, arg, err);
}

static void sock_close(struct transport *transport)
{
	struct sock *sock = (struct sock *)transport;

	nl_socket_free(sock->nl);
	free(sock);
}

/* Sentences instead of bare numbers, and refusals without the request repeated. */
static void ask_for_sentences(struct nl_sock *nl)
{
	int on = 1;

	setsockopt(nl_socket_get_fd(nl), SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(nl_socket_get_fd(nl), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
}

static int connect_family(struct sock *sock, struct error *err)
{
	int rc = genl_connect(sock->nl);

	if (rc < 0)
		return refuse_nle(err, "cannot open a netlink socket", rc);
	rc = genl_ctrl_resolve(sock->nl, VSX_GENL_NAME);
	if (rc < 0 && nle_errno(rc) == ENOENT)
		return error_refused(err, ENOENT, "ipvsx module is not loaded (modprobe ipvsx)");
	if (rc < 0)
		return refuse_nle(err, "cannot find the netlink family", rc);
	sock->transport.family = (uint16_t)rc;
	ask_for_sentences(sock->nl);
	return STATUS_OK;
}

/**
 * sock_open() - connect to the module in the current network namespace
 * @transport: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int sock_open(struct transport **transport, struct error *err)
{
	struct sock *sock = calloc(1, sizeof(*sock));
	int status;

	if (!sock)
		return error_refused(err, ENOMEM, "out of memory");
	sock->transport.talk = sock_talk;
	sock->transport.close = sock_close;
	sock->nl = nl_socket_alloc();
	if (!sock->nl) {
		free(sock);
		return error_refused(err, ENOMEM, "out of memory");
	}
	status = connect_family(sock, err);
	if (status) {
		sock_close(&sock->transport);
		return status;
	}
	*transport = &sock->transport;
	return STATUS_OK;
}
