/* SPDX-License-Identifier: GPL-2.0-only */
/* The transport to the kernel: a generic netlink socket. */
#ifndef IPVSCTL_NL_SOCK_H
#define IPVSCTL_NL_SOCK_H

#include "transport.h"

int sock_open(struct transport **transport, struct error *err);

#endif
