/* SPDX-License-Identifier: GPL-2.0-only */
/* Connections from netlink. */
#ifndef IPVSCTL_NL_CONN_H
#define IPVSCTL_NL_CONN_H

#include "../model.h"
#include "transport.h"

/* Takes one connection. */
typedef void conn_fn(const struct conn *conn, void *arg);

int conn_dump(struct transport *transport, conn_fn *fn, void *arg, struct error *err);

#endif
