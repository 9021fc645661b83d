/* SPDX-License-Identifier: GPL-2.0-only */
/* Services to and from netlink. */
#ifndef IPVSCTL_NL_SVC_H
#define IPVSCTL_NL_SVC_H

#include "../model.h"
#include "transport.h"

struct nl_msg;
struct nlattr;

void svc_put(struct nl_msg *msg, const struct svc *svc);
int svc_key_parse(struct nlattr *nest, struct svc_key *key, struct error *err);
int svc_parse(struct nlattr *nest, struct svc *svc, struct error *err);

int svc_send(struct transport *transport, uint8_t command, const struct svc *svc,
	     struct error *err);
int svc_get(struct transport *transport, const struct svc_key *key, struct svc *svc,
	    struct error *err);
int svc_dump(struct transport *transport, struct svc_list *list, struct error *err);

#endif
