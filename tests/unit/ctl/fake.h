/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel for tests of ipvsctl: remembers what it is asked, answers from plain objects. */
#ifndef TESTS_UNIT_CTL_FAKE_H
#define TESTS_UNIT_CTL_FAKE_H

#include <stdbool.h>

#include "model.h"
#include "nl/transport.h"

struct nl_msg;

/**
 * struct fake - a transport without a kernel behind it
 * @transport: to be given to the code under test
 * @asked: the requests so far, a line each
 * @services: what a dump of services reports
 * @dests: what a dump of destinations reports
 * @conns: what a dump of connections reports
 * @conns_len: how many
 * @reasons: what a dump of reasons reports
 * @info: what is reported of the namespace
 * @refuse: errno of all answers, 0 for success
 * @sentence: of all answers, NULL for none
 * @interrupt: so many dumps to come are marked as inconsistent
 * @garble: reports are without their attributes
 */
struct fake {
	struct transport transport;
	char asked[4096];
	struct svc_list services;
	struct dest_list dests;
	const struct conn *conns;
	size_t conns_len;
	struct reason_list reasons;
	struct info info;
	int refuse;
	const char *sentence;
	int interrupt;
	bool garble;
};

void fake_init(struct fake *fake);
void fake_clear(struct fake *fake);
void fake_fill(struct fake *fake);

struct nl_msg *fake_ack(int type, int number, const char *sentence, bool capped);
struct nl_msg *fake_svc_report(const struct svc *svc);
struct nl_msg *fake_dest_report(const struct dest *dest);
struct svc_key fake_key(uint8_t protocol, const char *at);

#endif
