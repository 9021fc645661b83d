// SPDX-License-Identifier: GPL-2.0-only
/* The objects the tool speaks about: lists, order, and names of values. */
#include "model.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* A tool that has no memory left can only say so. */
static void *resize(void *items, size_t len, size_t size)
{
	void *bigger = reallocarray(items, len, size);

	if (!bigger) {
		fputs("ipvsctl: out of memory\n", stderr);
		exit(1);
	}
	return bigger;
}

/* Makes room for one more element. */
static void *grow(void *items, size_t len, size_t *cap, size_t size)
{
	if (len < *cap)
		return items;
	*cap = *cap ? *cap * 2 : 64;
	return resize(items, *cap, size);
}

/**
 * svc_list_add() - append a copy
 * @list: the list
 * @svc: the service
 */
void svc_list_add(struct svc_list *list, const struct svc *svc)
{
	list->items = grow(list->items, list->len, &list->cap, sizeof(*svc));
	list->items[list->len++] = *svc;
}

/**
 * dest_list_add() - append a copy
 * @list: the list
 * @dest: the destination
 */
void dest_list_add(struct dest_list *list, const struct dest *dest)
{
	list->items = grow(list->items, list->len, &list->cap, sizeof(*dest));
	list->items[list->len++] = *dest;
}

/**
 * reason_list_add() - append a copy
 * @list: the list
 * @reason: the reason
 */
void reason_list_add(struct reason_list *list, const struct reason *reason)
{
	list->items = grow(list->items, list->len, &list->cap, sizeof(*reason));
	list->items[list->len++] = *reason;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/**
 * svc_key_compare() - order of services: family, protocol, address, port; marks come first
 * @a: one key
 * @b: another key
 *
 * Return: negative, 0 or positive as @a is before, at or after @b.
 */
int svc_key_compare(const struct svc_key *a, const struct svc_key *b)
{
	int diff;

	diff = compare_numbers(a->at.addr.af, b->at.addr.af);
	if (!diff)
		diff = compare_numbers(a->protocol, b->protocol);
	if (!diff)
		diff = memcmp(a->at.addr.bytes, b->at.addr.bytes, sizeof(a->at.addr.bytes));
	if (!diff)
		diff = compare_numbers(a->at.port, b->at.port);
	if (!diff)
		diff = compare_numbers(a->mark, b->mark);
	return diff;
}

static int compare_services(const void *a, const void *b)
{
	const struct svc *left = a, *right = b;

	return svc_key_compare(&left->key, &right->key);
}

/**
 * svc_list_sort() - put services in the order they are shown
 * @list: the list
 */
void svc_list_sort(struct svc_list *list)
{
	if (list->len)
		qsort(list->items, list->len, sizeof(*list->items), compare_services);
}

static int compare_dests(const void *a, const void *b)
{
	const struct dest *const *left = a, *const *right = b;
	int diff = svc_key_compare(&(*left)->svc, &(*right)->svc);

	return diff ? diff : compare_numbers((uintptr_t)*left, (uintptr_t)*right);
}

/**
 * dest_list_sort() - group destinations by service, keeping their order within one
 * @list: the list
 */
void dest_list_sort(struct dest_list *list)
{
	struct dest_list sorted = { 0 };
	struct dest **order;
	size_t i;

	if (!list->len)
		return;
	order = resize(NULL, list->len, sizeof(*order));
	for (i = 0; i < list->len; i++)
		order[i] = &list->items[i];
	qsort(order, list->len, sizeof(*order), compare_dests);
	for (i = 0; i < list->len; i++)
		dest_list_add(&sorted, order[i]);
	free(order);
	free(list->items);
	*list = sorted;
}

/**
 * addr_len() - bytes of an address
 * @af: its family
 *
 * Return: 4, 16, or 0 for an unknown family.
 */
size_t addr_len(uint16_t af)
{
	switch (af) {
	case AF_INET:
		return 4;
	case AF_INET6:
		return 16;
	}
	return 0;
}

/**
 * addr_text() - write an address as people do
 * @addr: the address
 * @text: where to
 * @size: bytes at @text
 */
void addr_text(const struct addr *addr, char *text, size_t size)
{
	if (!inet_ntop(addr->af, addr->bytes, text, (socklen_t)size))
		snprintf(text, size, "?");
}

/**
 * endpoint_text() - write ADDR:PORT, with brackets around an IPv6 address
 * @at: the endpoint
 * @text: where to, %ENDPOINT_TEXT_LEN is enough
 * @size: bytes at @text
 */
void endpoint_text(const struct endpoint *at, char *text, size_t size)
{
	char addr[INET6_ADDRSTRLEN];

	addr_text(&at->addr, addr, sizeof(addr));
	snprintf(text, size, at->addr.af == AF_INET6 ? "[%s]:%u" : "%s:%u", addr, at->port);
}

/**
 * protocol_name() - the word for a protocol
 * @protocol: IPPROTO_*
 *
 * Return: the word, "?" if the tool is older than the module.
 */
const char *protocol_name(uint8_t protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_SCTP:
		return "sctp";
	}
	return "?";
}

/**
 * svc_key_name() - the first word of a service's name
 * @key: the name
 *
 * Return: the word.
 */
const char *svc_key_name(const struct svc_key *key)
{
	if (key->mark)
		return key->at.addr.af == AF_INET6 ? "mark6" : "mark";
	return protocol_name(key->protocol);
}

/**
 * no_dest_name() - the word for the answer when there is no destination
 * @no_dest: enum vsx_no_dest
 *
 * Return: the word, "?" if the tool is older than the module.
 */
const char *no_dest_name(uint8_t no_dest)
{
	switch (no_dest) {
	case VSX_NO_DEST_REJECT:
		return "reject";
	case VSX_NO_DEST_DROP:
		return "drop";
	case VSX_NO_DEST_BYPASS:
		return "bypass";
	}
	return "?";
}

/**
 * method_name() - the word for a forwarding method
 * @method: enum vsx_method
 *
 * Return: the word, "?" if the tool is older than the module.
 */
const char *method_name(uint8_t method)
{
	switch (method) {
	case VSX_METHOD_NAT:
		return "nat";
	case VSX_METHOD_TUNNEL:
		return "tunnel";
	case VSX_METHOD_DR:
		return "dr";
	}
	return "?";
}

/**
 * tunnel_type_name() - the word for what a tunnel's packets are wrapped up in
 * @type: enum vsx_tunnel_type
 *
 * Return: the word, "?" if the tool is older than the module.
 */
const char *tunnel_type_name(uint8_t type)
{
	switch (type) {
	case VSX_TUNNEL_IPIP:
		return "ipip";
	case VSX_TUNNEL_GUE:
		return "gue";
	case VSX_TUNNEL_GRE:
		return "gre";
	}
	return "?";
}

/**
 * tunnel_checksum_name() - the word for the checksum of a tunnel
 * @checksum: enum vsx_tunnel_checksum
 *
 * Return: the word, "?" if the tool is older than the module.
 */
const char *tunnel_checksum_name(uint8_t checksum)
{
	switch (checksum) {
	case VSX_TUNNEL_CHECKSUM_NONE:
		return "none";
	case VSX_TUNNEL_CHECKSUM_FULL:
		return "full";
	case VSX_TUNNEL_CHECKSUM_REMOTE:
		return "remote";
	}
	return "?";
}

/**
 * conn_state_name() - the word for a connection's state
 * @state: enum vsx_conn_state
 *
 * Return: the word, "?" if the tool is older than the module.
 */
const char *conn_state_name(uint8_t state)
{
	static const char *const names[] = {
		[VSX_CONN_STATE_NONE] = "none",
		[VSX_CONN_STATE_ESTABLISHED] = "established",
		[VSX_CONN_STATE_SYN_SENT] = "syn-sent",
		[VSX_CONN_STATE_SYN_RECV] = "syn-recv",
		[VSX_CONN_STATE_FIN_WAIT] = "fin-wait",
		[VSX_CONN_STATE_TIME_WAIT] = "time-wait",
		[VSX_CONN_STATE_CLOSE] = "close",
		[VSX_CONN_STATE_CLOSE_WAIT] = "close-wait",
		[VSX_CONN_STATE_LAST_ACK] = "last-ack",
		[VSX_CONN_STATE_LISTEN] = "listen",
		[VSX_CONN_STATE_SYNACK] = "synack",
		[VSX_CONN_STATE_UDP] = "udp",
		[VSX_CONN_STATE_TEMPLATE] = "template",
		[VSX_CONN_STATE_SCTP_INIT1] = "init1",
		[VSX_CONN_STATE_SCTP_INIT] = "init",
		[VSX_CONN_STATE_SCTP_COOKIE_SENT] = "cookie-sent",
		[VSX_CONN_STATE_SCTP_COOKIE_REPLIED] = "cookie-replied",
		[VSX_CONN_STATE_SCTP_COOKIE_WAIT] = "cookie-wait",
		[VSX_CONN_STATE_SCTP_COOKIE] = "cookie",
		[VSX_CONN_STATE_SCTP_COOKIE_ECHOED] = "cookie-echoed",
		[VSX_CONN_STATE_SCTP_ESTABLISHED] = "established",
		[VSX_CONN_STATE_SCTP_SHUTDOWN_SENT] = "shutdown-sent",
		[VSX_CONN_STATE_SCTP_SHUTDOWN_RECEIVED] = "shutdown-received",
		[VSX_CONN_STATE_SCTP_SHUTDOWN_ACK_SENT] = "shutdown-ack-sent",
		[VSX_CONN_STATE_SCTP_REJECTED] = "rejected",
		[VSX_CONN_STATE_SCTP_CLOSED] = "closed",
	};

	return state < ARRAY_SIZE(names) && names[state] ? names[state] : "?";
}

/**
 * stats_add() - add counters to a sum
 * @sum: the sum
 * @stats: what to add
 */
void stats_add(struct stats *sum, const struct stats *stats)
{
	sum->conns += stats->conns;
	sum->in_packets += stats->in_packets;
	sum->in_bytes += stats->in_bytes;
	sum->out_packets += stats->out_packets;
	sum->out_bytes += stats->out_bytes;
}
