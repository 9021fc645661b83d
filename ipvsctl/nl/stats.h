/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters, reasons and totals from netlink. */
#ifndef IPVSCTL_NL_STATS_H
#define IPVSCTL_NL_STATS_H

#include "../model.h"
#include "transport.h"

struct nlattr;

int stats_parse(struct nlattr *nest, struct stats *stats, struct error *err);
int reason_dump(struct transport *transport, struct reason_list *list, struct error *err);
int info_get(struct transport *transport, struct info *info, struct error *err);

#endif
