// SPDX-License-Identifier: GPL-2.0-only
/* Objects of ipvsctl to netlink attributes and back. */
#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "nl/attr.h"
#include "nl/conn.h"
#include "nl/dest.h"
#include "nl/stats.h"
#include "nl/svc.h"

#define ALL_SVC_OPTIONS 0x3fff

static struct fake fake;

static void setup(void)
{
	fake_init(&fake);
}

static void teardown(void)
{
	fake_clear(&fake);
}

static struct svc any_service(const char *at)
{
	struct svc svc = {
		.key = fake_key(IPPROTO_UDP, at),
		.has = ALL_SVC_OPTIONS,
		.scheduler = "a-name-of-15-ch",
		.sched_flags = VSX_SCHED_F_FALLBACK | VSX_SCHED_F_PORT,
		.table_size = VSX_TABLE_SIZE_MAX,
		.hash_key = { true, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255 } },
		.timeout_tcp = 1,
		.timeout_fin = 2,
		.timeout_udp = VSX_TIMEOUT_MAX,
		.grace = VSX_GRACE_MAX,
		.no_dest = VSX_NO_DEST_DROP,
		.persist = VSX_TIMEOUT_MAX,
		.persist_prefix = 128,
		.expire_quiescent = 1,
		.one_packet = 1,
		.mss = UINT16_MAX,
	};

	return svc;
}

static void check_service(const struct svc *svc)
{
	struct nl_msg *msg = request_new(&fake.transport, VSX_CMD_SVC_NEW, 0);
	struct nlattr *attrs[VSX_A_CMD_MAX + 1];
	struct error err;
	struct svc back;

	svc_put(msg, svc);
	ck_assert_int_eq(reply_parse(nlmsg_hdr(msg), attrs, &err), STATUS_OK);
	ck_assert_int_eq(svc_parse(attrs[VSX_A_CMD_SERVICE], &back, &err), STATUS_OK);
	ck_assert_mem_eq(svc, &back, sizeof(back));
	nlmsg_free(msg);
}

/* Every subset of options. */
static void check_subset(const char *at, unsigned int has)
{
	const struct svc full = any_service(at);
	struct svc svc = { .key = full.key, .has = has };

	if (svc.has & SVC_HAS_SCHEDULER)
		memcpy(svc.scheduler, full.scheduler, sizeof(svc.scheduler));
	if (svc.has & SVC_HAS_SCHED_FLAGS)
		svc.sched_flags = full.sched_flags;
	if (svc.has & SVC_HAS_TABLE_SIZE)
		svc.table_size = full.table_size;
	/* Now and then the default is asked for. */
	if (svc.has & SVC_HAS_HASH_KEY && svc.has & SVC_HAS_TIMEOUT_FIN)
		svc.hash_key = full.hash_key;
	if (svc.has & SVC_HAS_TIMEOUT_TCP)
		svc.timeout_tcp = full.timeout_tcp;
	if (svc.has & SVC_HAS_TIMEOUT_FIN)
		svc.timeout_fin = full.timeout_fin;
	if (svc.has & SVC_HAS_TIMEOUT_UDP)
		svc.timeout_udp = full.timeout_udp;
	if (svc.has & SVC_HAS_GRACE)
		svc.grace = full.grace;
	if (svc.has & SVC_HAS_NO_DEST)
		svc.no_dest = full.no_dest;
	if (svc.has & SVC_HAS_PERSIST)
		svc.persist = full.persist;
	if (svc.has & SVC_HAS_PERSIST_PREFIX)
		svc.persist_prefix = full.persist_prefix;
	if (svc.has & SVC_HAS_EXPIRE_QUIESCENT)
		svc.expire_quiescent = full.expire_quiescent;
	if (svc.has & SVC_HAS_ONE_PACKET)
		svc.one_packet = full.one_packet;
	if (svc.has & SVC_HAS_MSS)
		svc.mss = full.mss;
	check_service(&svc);
}

START_TEST(service)
{
	static const char *const at[] = { "192.0.2.1:80", "[2001:db8::1]:65535" };
	unsigned int has;

	for (has = 0; has <= ALL_SVC_OPTIONS; has++)
		check_subset(at[_i], has);
}

END_TEST

START_TEST(destination)
{
	struct dest dest = {
		.svc = fake_key(IPPROTO_TCP, "192.0.2.1:80"),
		.at = fake_key(0, "[2001:db8::2]:8080").at,
		.has = (unsigned int)_i,
		.method = _i & DEST_HAS_METHOD ? VSX_METHOD_DR : 0,
		.weight = _i & DEST_HAS_WEIGHT ? VSX_WEIGHT_MAX : 0,
		.upper = _i & DEST_HAS_UPPER ? VSX_THRESHOLD_MAX : 0,
		.lower = _i & DEST_HAS_LOWER ? 7 : 0,
		.tunnel_type = _i & DEST_HAS_TUNNEL_TYPE ? VSX_TUNNEL_GRE : 0,
		.tunnel_port = _i & DEST_HAS_TUNNEL_PORT ? 6080 : 0,
		.tunnel_checksum = _i & DEST_HAS_TUNNEL_CHECKSUM ? VSX_TUNNEL_CHECKSUM_FULL : 0,
	};
	struct nl_msg *msg = request_new(&fake.transport, VSX_CMD_DEST_NEW, 0);
	struct nlattr *attrs[VSX_A_CMD_MAX + 1];
	struct error err;
	struct dest back;

	dest_put(msg, &dest);
	ck_assert_int_eq(reply_parse(nlmsg_hdr(msg), attrs, &err), STATUS_OK);
	ck_assert_int_eq(dest_parse(attrs, &back, &err), STATUS_OK);
	ck_assert_mem_eq(&dest, &back, sizeof(back));
	nlmsg_free(msg);
}

END_TEST

/* Ports and addresses are in network order on the wire. */
START_TEST(byte_order)
{
	const struct svc svc = { .key = fake_key(IPPROTO_TCP, "192.0.2.1:258") };
	const uint8_t addr[] = { 192, 0, 2, 1 }, port[] = { 1, 2 };
	struct nl_msg *msg = request_new(&fake.transport, VSX_CMD_SVC_NEW, 0);
	struct nlattr *top[VSX_A_CMD_MAX + 1], *attrs[VSX_A_SVC_MAX + 1];
	struct error err;

	svc_put(msg, &svc);
	ck_assert_int_eq(reply_parse(nlmsg_hdr(msg), top, &err), STATUS_OK);
	nla_parse_nested(attrs, VSX_A_SVC_MAX, top[VSX_A_CMD_SERVICE], NULL);
	ck_assert_int_eq(nla_len(attrs[VSX_A_SVC_ADDR]), 4);
	ck_assert_mem_eq(nla_data(attrs[VSX_A_SVC_ADDR]), addr, 4);
	ck_assert_int_eq(nla_len(attrs[VSX_A_SVC_PORT]), 2);
	ck_assert_mem_eq(nla_data(attrs[VSX_A_SVC_PORT]), port, 2);
	nlmsg_free(msg);
}

END_TEST

/* What the module reports arrives whole; what a newer one adds is skipped. */
START_TEST(reports)
{
	struct svc_list services = { 0 };
	struct dest_list dests = { 0 };
	struct error err;

	fake_fill(&fake);
	fake.services.items[0].id = 4000000000;
	fake.services.items[0].stats.out_bytes = UINT64_MAX;
	ck_assert_int_eq(svc_dump(&fake.transport, &services, &err), STATUS_OK);
	ck_assert_uint_eq(services.len, 4);
	ck_assert_str_eq(services.items[0].scheduler, "wrr");
	ck_assert_str_eq(services.items[1].scheduler, "wlc");
	ck_assert_uint_eq(services.items[2].key.mark, 4294967295);
	services.items[3].has = 0;
	ck_assert_mem_eq(&services.items[3], &fake.services.items[0], sizeof(struct svc));
	ck_assert_int_eq(dest_dump(&fake.transport, NULL, &dests, &err), STATUS_OK);
	ck_assert_uint_eq(dests.len, 3);
	dests.items[0].has = 0;
	ck_assert_mem_eq(&dests.items[0], &fake.dests.items[1], sizeof(struct dest));
	ck_assert_uint_eq(dests.items[1].weight, 2147483647);
	ck_assert_uint_eq(dests.items[2].svc.protocol, IPPROTO_UDP);
	free(services.items);
	free(dests.items);
}

END_TEST

static void take_conn(const struct conn *conn, void *arg)
{
	const struct conn **expected = arg;

	ck_assert_mem_eq(conn, *expected, sizeof(*conn));
	(*expected)++;
}

START_TEST(connections)
{
	const struct conn *next;
	struct error err;

	fake_fill(&fake);
	next = fake.conns;
	ck_assert_int_eq(conn_dump(&fake.transport, take_conn, &next, &err), STATUS_OK);
	ck_assert_ptr_eq(next, fake.conns + fake.conns_len);
}

END_TEST

/* A dump the kernel marks as inconsistent is asked for again, and not for ever. */
START_TEST(interrupted)
{
	struct svc_list services = { 0 };
	struct error err;

	fake_fill(&fake);
	fake.interrupt = 3;
	ck_assert_int_eq(svc_dump(&fake.transport, &services, &err), STATUS_OK);
	ck_assert_uint_eq(services.len, 4);
	ck_assert_str_eq(fake.asked, "svc-get all\nsvc-get all\nsvc-get all\nsvc-get all\n");
	fake.interrupt = 1000;
	ck_assert_int_eq(svc_dump(&fake.transport, &services, &err), STATUS_REFUSED);
	ck_assert_int_eq(err.number, EINTR);
	ck_assert_int_eq(fake.interrupt, 1000 - 8);
	free(services.items);
}

END_TEST

static void malformed(int status, const struct error *err)
{
	ck_assert_int_eq(status, STATUS_REFUSED);
	ck_assert_str_eq(err->text, "malformed reply from the kernel");
}

/* Replies without what they should have are refused, not shown as zero. */
START_TEST(garbled)
{
	struct reason_list reasons = { 0 };
	struct svc_list services = { 0 };
	struct dest_list dests = { 0 };
	struct info info;
	struct error err;

	fake.garble = true;
	malformed(svc_dump(&fake.transport, &services, &err), &err);
	malformed(dest_dump(&fake.transport, NULL, &dests, &err), &err);
	malformed(reason_dump(&fake.transport, &reasons, &err), &err);
	malformed(info_get(&fake.transport, &info, &err), &err);
	malformed(conn_dump(&fake.transport, take_conn, NULL, &err), &err);
}

END_TEST

/* An address whose length does not fit its family. */
START_TEST(wrong_address)
{
	struct svc svc = any_service("192.0.2.1:80");
	struct nl_msg *msg = fake_svc_report(&svc);
	struct nlattr *top[VSX_A_CMD_MAX + 1], *attrs[VSX_A_SVC_MAX + 1];
	struct error err;
	const uint16_t af = AF_INET6, unknown = 99;

	ck_assert_int_eq(reply_parse(nlmsg_hdr(msg), top, &err), STATUS_OK);
	nla_parse_nested(attrs, VSX_A_SVC_MAX, top[VSX_A_CMD_SERVICE], NULL);
	memcpy(nla_data(attrs[VSX_A_SVC_AF]), &af, sizeof(af));
	malformed(svc_parse(top[VSX_A_CMD_SERVICE], &svc, &err), &err);
	memcpy(nla_data(attrs[VSX_A_SVC_AF]), &unknown, sizeof(unknown));
	malformed(svc_parse(top[VSX_A_CMD_SERVICE], &svc, &err), &err);
	nlmsg_free(msg);
}

END_TEST

int main(void)
{
	Suite *suite = suite_create("ctl_roundtrip");
	TCase *tcase = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, service, 0, 2);
	tcase_add_loop_test(tcase, destination, 0, 128);
	tcase_add_test(tcase, byte_order);
	tcase_add_test(tcase, reports);
	tcase_add_test(tcase, connections);
	tcase_add_test(tcase, interrupted);
	tcase_add_test(tcase, garbled);
	tcase_add_test(tcase, wrong_address);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
