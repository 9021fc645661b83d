/* SPDX-License-Identifier: GPL-2.0-only */
/* The end of an exchange: acknowledgements and the kernel's sentences. */
#ifndef IPVSCTL_NL_ACK_H
#define IPVSCTL_NL_ACK_H

#include "../error.h"

struct nlmsghdr;

int ack_parse(const struct nlmsghdr *message, struct error *err);

#endif
