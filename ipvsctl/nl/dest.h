/* SPDX-License-Identifier: GPL-2.0-only */
/* Destinations to and from netlink. */
#ifndef IPVSCTL_NL_DEST_H
#define IPVSCTL_NL_DEST_H

#include "../model.h"
#include "transport.h"

struct nl_msg;
struct nlattr;

void dest_put(struct nl_msg *msg, const struct dest *dest);
int dest_parse(struct nlattr **attrs, struct dest *dest, struct error *err);

int dest_send(struct transport *transport, uint8_t command, const struct dest *dest,
	      struct error *err);
int dest_dump(struct transport *transport, const struct svc_key *svc, struct dest_list *list,
	      struct error *err);

#endif
