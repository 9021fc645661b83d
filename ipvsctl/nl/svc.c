// SPDX-License-Identifier: GPL-2.0-only
/* Services to and from netlink. */
#include "svc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netlink/msg.h>
#include <string.h>

#include "attr.h"
#include "stats.h"

static const struct nla_policy svc_policy[VSX_A_SVC_MAX + 1] = {
	[VSX_A_SVC_AF] = { .type = NLA_U16 },
	[VSX_A_SVC_PROTOCOL] = { .type = NLA_U8 },
	[VSX_A_SVC_ADDR] = { .type = NLA_UNSPEC, .minlen = 4, .maxlen = 16 },
	[VSX_A_SVC_PORT] = { .type = NLA_U16 },
	[VSX_A_SVC_SCHEDULER] = { .type = NLA_STRING },
	[VSX_A_SVC_TIMEOUT_TCP] = { .type = NLA_U32 },
	[VSX_A_SVC_TIMEOUT_FIN] = { .type = NLA_U32 },
	[VSX_A_SVC_TIMEOUT_UDP] = { .type = NLA_U32 },
	[VSX_A_SVC_GRACE] = { .type = NLA_U32 },
	[VSX_A_SVC_NO_DEST] = { .type = NLA_U8 },
	[VSX_A_SVC_SCHED_FLAGS] = { .type = NLA_U32 },
	[VSX_A_SVC_TABLE_SIZE] = { .type = NLA_U32 },
	[VSX_A_SVC_SCHED_KEY] = { .type = NLA_UNSPEC, .maxlen = VSX_SCHED_KEY_LEN },
	[VSX_A_SVC_ID] = { .type = NLA_U32 },
	[VSX_A_SVC_DESTS] = { .type = NLA_U32 },
	[VSX_A_SVC_ACTIVE] = { .type = NLA_U64 },
	[VSX_A_SVC_INACTIVE] = { .type = NLA_U64 },
	[VSX_A_SVC_STATS] = { .type = NLA_NESTED },
	[VSX_A_SVC_PERSIST] = { .type = NLA_U32 },
	[VSX_A_SVC_PERSIST_PREFIX] = { .type = NLA_U8 },
	[VSX_A_SVC_EXPIRE_QUIESCENT] = { .type = NLA_U8 },
	[VSX_A_SVC_ONE_PACKET] = { .type = NLA_U8 },
	[VSX_A_SVC_MARK] = { .type = NLA_U32 },
	[VSX_A_SVC_MSS] = { .type = NLA_U16 },
};

static void put_more(struct nl_msg *msg, const struct svc *svc)
{
	if (svc->has & SVC_HAS_PERSIST)
		nla_put_u32(msg, VSX_A_SVC_PERSIST, svc->persist);
	if (svc->has & SVC_HAS_PERSIST_PREFIX)
		nla_put_u8(msg, VSX_A_SVC_PERSIST_PREFIX, (uint8_t)svc->persist_prefix);
	if (svc->has & SVC_HAS_EXPIRE_QUIESCENT)
		nla_put_u8(msg, VSX_A_SVC_EXPIRE_QUIESCENT, svc->expire_quiescent);
	if (svc->has & SVC_HAS_ONE_PACKET)
		nla_put_u8(msg, VSX_A_SVC_ONE_PACKET, svc->one_packet);
	if (svc->has & SVC_HAS_MSS)
		nla_put_u16(msg, VSX_A_SVC_MSS, (uint16_t)svc->mss);
}

/**
 * svc_put() - add the service's key and the options it has
 * @msg: the message
 * @svc: the service
 */
void svc_put(struct nl_msg *msg, const struct svc *svc)
{
	struct nlattr *nest = nla_nest_start(msg, VSX_A_CMD_SERVICE | NLA_F_NESTED);

	nla_put_u16(msg, VSX_A_SVC_AF, svc->key.at.addr.af);
	if (svc->key.mark) {
		nla_put_u32(msg, VSX_A_SVC_MARK, svc->key.mark);
	} else {
		nla_put_u8(msg, VSX_A_SVC_PROTOCOL, svc->key.protocol);
		endpoint_put(msg, VSX_A_SVC_ADDR, VSX_A_SVC_PORT, &svc->key.at);
	}
	if (svc->has & SVC_HAS_SCHEDULER)
		nla_put_string(msg, VSX_A_SVC_SCHEDULER, svc->scheduler);
	if (svc->has & SVC_HAS_SCHED_FLAGS)
		nla_put_u32(msg, VSX_A_SVC_SCHED_FLAGS, svc->sched_flags);
	if (svc->has & SVC_HAS_TABLE_SIZE)
		nla_put_u32(msg, VSX_A_SVC_TABLE_SIZE, svc->table_size);
	if (svc->has & SVC_HAS_HASH_KEY)
		nla_put(msg, VSX_A_SVC_SCHED_KEY,
			svc->hash_key.is_set ? (int)sizeof(svc->hash_key.bytes) : 0, svc->hash_key.bytes);
	if (svc->has & SVC_HAS_TIMEOUT_TCP)
		nla_put_u32(msg, VSX_A_SVC_TIMEOUT_TCP, svc->timeout_tcp);
	if (svc->has & SVC_HAS_TIMEOUT_FIN)
		nla_put_u32(msg, VSX_A_SVC_TIMEOUT_FIN, svc->timeout_fin);
	if (svc->has & SVC_HAS_TIMEOUT_UDP)
		nla_put_u32(msg, VSX_A_SVC_TIMEOUT_UDP, svc->timeout_udp);
	if (svc->has & SVC_HAS_GRACE)
		nla_put_u32(msg, VSX_A_SVC_GRACE, svc->grace);
	if (svc->has & SVC_HAS_NO_DEST)
		nla_put_u8(msg, VSX_A_SVC_NO_DEST, svc->no_dest);
	put_more(msg, svc);
	nla_nest_end(msg, nest);
}

static int parse_key(struct nlattr **attrs, struct svc_key *key, struct error *err)
{
	memset(key, 0, sizeof(*key));
	key->mark = attr_u32(attrs[VSX_A_SVC_MARK]);
	if (key->mark) {
		key->at.addr.af = attr_u16(attrs[VSX_A_SVC_AF]);
		return STATUS_OK;
	}
	key->protocol = attr_u8(attrs[VSX_A_SVC_PROTOCOL]);
	return endpoint_get(attr_u16(attrs[VSX_A_SVC_AF]), attrs[VSX_A_SVC_ADDR],
			    attrs[VSX_A_SVC_PORT], &key->at, err);
}

/**
 * svc_key_parse() - only what names the service
 * @nest: the attribute, NULL if it is missing
 * @key: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int svc_key_parse(struct nlattr *nest, struct svc_key *key, struct error *err)
{
	struct nlattr *attrs[VSX_A_SVC_MAX + 1];
	int status = nest_parse(nest, attrs, VSX_A_SVC_MAX, svc_policy, err);

	return status ? status : parse_key(attrs, key, err);
}

static void hash_key_parse(struct nlattr *attr, struct hash_key *key)
{
	key->is_set = attr && nla_len(attr) == sizeof(key->bytes);
	if (key->is_set)
		memcpy(key->bytes, nla_data(attr), sizeof(key->bytes));
}

static void parse_options(struct nlattr **attrs, struct svc *svc)
{
	static const struct {
		int attr;
		unsigned int has;
	} options[] = {
		{ VSX_A_SVC_SCHEDULER, SVC_HAS_SCHEDULER },
		{ VSX_A_SVC_TIMEOUT_TCP, SVC_HAS_TIMEOUT_TCP },
		{ VSX_A_SVC_TIMEOUT_FIN, SVC_HAS_TIMEOUT_FIN },
		{ VSX_A_SVC_TIMEOUT_UDP, SVC_HAS_TIMEOUT_UDP },
		{ VSX_A_SVC_GRACE, SVC_HAS_GRACE },
		{ VSX_A_SVC_NO_DEST, SVC_HAS_NO_DEST },
		{ VSX_A_SVC_PERSIST, SVC_HAS_PERSIST },
		{ VSX_A_SVC_PERSIST_PREFIX, SVC_HAS_PERSIST_PREFIX },
		{ VSX_A_SVC_EXPIRE_QUIESCENT, SVC_HAS_EXPIRE_QUIESCENT },
		{ VSX_A_SVC_ONE_PACKET, SVC_HAS_ONE_PACKET },
		{ VSX_A_SVC_SCHED_FLAGS, SVC_HAS_SCHED_FLAGS },
		{ VSX_A_SVC_TABLE_SIZE, SVC_HAS_TABLE_SIZE },
		{ VSX_A_SVC_SCHED_KEY, SVC_HAS_HASH_KEY },
		{ VSX_A_SVC_MSS, SVC_HAS_MSS },
	};
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (attrs[options[i].attr])
			svc->has |= options[i].has;
	if (attrs[VSX_A_SVC_SCHEDULER])
		nla_strlcpy(svc->scheduler, attrs[VSX_A_SVC_SCHEDULER], sizeof(svc->scheduler));
	svc->sched_flags = attr_u32(attrs[VSX_A_SVC_SCHED_FLAGS]);
	svc->table_size = attr_u32(attrs[VSX_A_SVC_TABLE_SIZE]);
	hash_key_parse(attrs[VSX_A_SVC_SCHED_KEY], &svc->hash_key);
	svc->timeout_tcp = attr_u32(attrs[VSX_A_SVC_TIMEOUT_TCP]);
	svc->timeout_fin = attr_u32(attrs[VSX_A_SVC_TIMEOUT_FIN]);
	svc->timeout_udp = attr_u32(attrs[VSX_A_SVC_TIMEOUT_UDP]);
	svc->grace = attr_u32(attrs[VSX_A_SVC_GRACE]);
	svc->no_dest = attr_u8(attrs[VSX_A_SVC_NO_DEST]);
	svc->persist = attr_u32(attrs[VSX_A_SVC_PERSIST]);
	svc->persist_prefix = attr_u8(attrs[VSX_A_SVC_PERSIST_PREFIX]);
	svc->expire_quiescent = attr_u8(attrs[VSX_A_SVC_EXPIRE_QUIESCENT]);
	svc->one_packet = attr_u8(attrs[VSX_A_SVC_ONE_PACKET]);
	svc->mss = attr_u16(attrs[VSX_A_SVC_MSS]);
}

/**
 * svc_parse() - a service out of a reply
 * @nest: the attribute, NULL if it is missing
 * @svc: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int svc_parse(struct nlattr *nest, struct svc *svc, struct error *err)
{
	struct nlattr *attrs[VSX_A_SVC_MAX + 1];
	int status;

	memset(svc, 0, sizeof(*svc));
	status = nest_parse(nest, attrs, VSX_A_SVC_MAX, svc_policy, err);
	if (!status)
		status = parse_key(attrs, &svc->key, err);
	if (status)
		return status;
	parse_options(attrs, svc);
	svc->id = attr_u32(attrs[VSX_A_SVC_ID]);
	svc->dests = attr_u32(attrs[VSX_A_SVC_DESTS]);
	svc->active = attr_u64(attrs[VSX_A_SVC_ACTIVE]);
	svc->inactive = attr_u64(attrs[VSX_A_SVC_INACTIVE]);
	return stats_parse(attrs[VSX_A_SVC_STATS], &svc->stats, err);
}

/**
 * svc_send() - a request about one service that has no reply
 * @transport: where to
 * @command: VSX_CMD_*
 * @svc: the service, NULL for all
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int svc_send(struct transport *transport, uint8_t command, const struct svc *svc,
	     struct error *err)
{
	struct nl_msg *request = request_new(transport, command, 0);

	if (request && svc)
		svc_put(request, svc);
	return request_send(transport, request, NULL, NULL, err);
}

static int take_one(const struct nlmsghdr *reply, void *arg, struct error *err)
{
	struct nlattr *attrs[VSX_A_CMD_MAX + 1];
	int status = reply_parse(reply, attrs, err);

	return status ? status : svc_parse(attrs[VSX_A_CMD_SERVICE], arg, err);
}

/**
 * svc_get() - ask for one service
 * @transport: where to
 * @key: which
 * @svc: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int svc_get(struct transport *transport, const struct svc_key *key, struct svc *svc,
	    struct error *err)
{
	struct nl_msg *request = request_new(transport, VSX_CMD_SVC_GET, 0);
	const struct svc named = { .key = *key };

	memset(svc, 0, sizeof(*svc));
	if (request)
		svc_put(request, &named);
	return request_send(transport, request, take_one, svc, err);
}

static int take_next(const struct nlmsghdr *reply, void *arg, struct error *err)
{
	struct svc svc;
	int status = take_one(reply, &svc, err);

	if (!status)
		svc_list_add(arg, &svc);
	return status;
}

static void forget(void *arg)
{
	struct svc_list *list = arg;

	list->len = 0;
}

/**
 * svc_dump() - ask for all services
 * @transport: where to
 * @list: filled in, sorted
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int svc_dump(struct transport *transport, struct svc_list *list, struct error *err)
{
	struct nl_msg *request = request_new(transport, VSX_CMD_SVC_GET, NLM_F_DUMP);
	int status = request_dump(transport, request, take_next, forget, list, err);

	if (!status)
		svc_list_sort(list);
	return status;
}
