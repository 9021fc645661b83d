// SPDX-License-Identifier: GPL-2.0-only
/* Services and destinations on the screen: what several commands share. */
#include "cmd/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "nl/dest.h"
#include "nl/svc.h"

static const struct column dest_columns[] = {
	{ "DESTINATION", { "address" }, false },
	{ "METHOD", { "method" }, false },
	{ "TUNNEL", { "tunnel_type" }, false },
	{ "TUN-PORT", { "tunnel_port" }, true },
	{ "TUN-CSUM", { "tunnel_checksum" }, false },
	{ "WEIGHT", { "weight" }, true },
	{ "UPPER", { "upper" }, true },
	{ "LOWER", { "lower" }, true },
	{ "FLAGS", { "flags" }, false },
	{ "ACTIVE", { "active" }, true },
	{ "INACTIVE", { "inactive" }, true },
	{ "PERSISTENT", { "persistent" }, true },
	{ "CONNS", { "conns" }, true },
	{ "IN-PKTS", { "in_packets" }, true },
	{ "IN-BYTES", { "in_bytes" }, true },
	{ "OUT-PKTS", { "out_packets" }, true },
	{ "OUT-BYTES", { "out_bytes" }, true },
};

/**
 * parse_optional_key() - SERVICE, or nothing
 * @ctx: the context
 * @words: all words must be consumed
 * @key: filled in if given
 * @given: whether it is
 *
 * Return: enum status.
 */
int parse_optional_key(struct ctx *ctx, struct words *words, struct svc_key *key, bool *given)
{
	int status;

	*given = words->argc > 0;
	if (!*given)
		return STATUS_OK;
	status = parse_service_key(words, key, &ctx->err);
	return status ? status : parse_end(words, &ctx->err);
}

/**
 * config_get() - ask the kernel for services and destinations
 * @ctx: the context
 * @key: of this service only, NULL for all
 * @config: zeroed by the caller; filled in, to be freed in any case
 *
 * Return: enum status.
 */
int config_get(struct ctx *ctx, const struct svc_key *key, struct config *config)
{
	struct transport *transport;
	int status = cmd_transport(ctx, &transport);
	struct svc svc;

	if (status)
		return status;
	if (key) {
		status = svc_get(transport, key, &svc, &ctx->err);
		if (!status)
			svc_list_add(&config->services, &svc);
	} else {
		status = svc_dump(transport, &config->services, &ctx->err);
	}
	return status ? status : dest_dump(transport, key, &config->dests, &ctx->err);
}

/**
 * config_free() - free what config_get() made
 * @config: its contents are freed
 */
void config_free(struct config *config)
{
	free(config->services.items);
	free(config->dests.items);
}

/**
 * show_stats() - the fields of counters
 * @out: the printer
 * @stats: the counters
 */
void show_stats(struct out *out, const struct stats *stats)
{
	out_number(out, "conns", stats->conns);
	out_number(out, "in_packets", stats->in_packets);
	out_number(out, "in_bytes", stats->in_bytes);
	out_number(out, "out_packets", stats->out_packets);
	out_number(out, "out_bytes", stats->out_bytes);
}

static void show_or_default(struct out *out, const char *key, uint32_t value)
{
	if (value)
		out_number(out, key, value);
	else
		out_number_as(out, key, 0, "default");
}

static const char *switch_name(uint8_t is_on)
{
	return is_on ? "on" : "off";
}

static void show_sched_conf(struct out *out, const struct svc *svc)
{
	char key[2 * VSX_SCHED_KEY_LEN + 1];
	const char *flags[2];
	size_t count = 0, i;

	if (svc->sched_flags & VSX_SCHED_F_FALLBACK)
		flags[count++] = "fallback";
	if (svc->sched_flags & VSX_SCHED_F_PORT)
		flags[count++] = "port";
	out_words(out, "sched_flags", flags, count);
	show_or_default(out, "table_size", svc->table_size);
	for (i = 0; i < VSX_SCHED_KEY_LEN; i++)
		snprintf(key + 2 * i, 3, "%02x", svc->hash_key.bytes[i]);
	if (svc->hash_key.is_set)
		out_text(out, "hash_key", key);
	else
		out_missing(out, "hash_key", "default");
}

/**
 * show_virtual() - the address and port of a service, or its mark
 * @out: the printer
 * @key: what names it
 * @addr_key: name of the address
 * @port_key: name of the port
 */
void show_virtual(struct out *out, const struct svc_key *key, const char *addr_key, const char *port_key)
{
	char mark[16];

	if (!key->mark) {
		out_endpoint(out, &key->at, addr_key, port_key);
		return;
	}
	snprintf(mark, sizeof(mark), "%u", key->mark);
	out_missing(out, addr_key, mark);
	out_number_json(out, "mark", key->mark);
}

static void show_service_fields(struct out *out, const struct svc *svc)
{
	out_text(out, "protocol", svc_key_name(&svc->key));
	show_virtual(out, &svc->key, "address", "port");
	out_text(out, "scheduler", svc->scheduler);
	show_sched_conf(out, svc);
	show_or_default(out, "timeout_tcp", svc->timeout_tcp);
	show_or_default(out, "timeout_fin", svc->timeout_fin);
	show_or_default(out, "timeout_udp", svc->timeout_udp);
	out_number(out, "grace", svc->grace);
	out_text(out, "no_dest", no_dest_name(svc->no_dest));
	out_number(out, "persist", svc->persist);
	out_number(out, "persist_prefix", svc->persist_prefix);
	out_text(out, "expire_quiescent", switch_name(svc->expire_quiescent));
	out_text(out, "one_packet", switch_name(svc->one_packet));
	out_number(out, "mss", svc->mss);
	out_number(out, "active", svc->active);
	out_number(out, "inactive", svc->inactive);
	show_stats(out, &svc->stats);
}

static void show_tunnel(struct out *out, const struct dest *dest)
{
	if (dest->has & DEST_HAS_TUNNEL_TYPE)
		out_text(out, "tunnel_type", tunnel_type_name(dest->tunnel_type));
	else
		out_missing(out, "tunnel_type", "-");
	if (dest->has & DEST_HAS_TUNNEL_PORT)
		out_number(out, "tunnel_port", dest->tunnel_port);
	else
		out_missing(out, "tunnel_port", "-");
	if (dest->has & DEST_HAS_TUNNEL_CHECKSUM)
		out_text(out, "tunnel_checksum", tunnel_checksum_name(dest->tunnel_checksum));
	else
		out_missing(out, "tunnel_checksum", "-");
}

static void show_dest(struct out *out, const struct dest *dest)
{
	const char *const flags[] = { dest->overloaded ? "overloaded" : NULL };

	out_row(out);
	out_endpoint(out, &dest->at, "address", "port");
	out_text(out, "method", method_name(dest->method));
	show_tunnel(out, dest);
	out_number(out, "weight", dest->weight);
	out_number(out, "upper", dest->upper);
	out_number(out, "lower", dest->lower);
	out_words(out, "flags", flags, 1);
	out_number(out, "active", dest->active);
	out_number(out, "inactive", dest->inactive);
	out_number(out, "persistent", dest->persistent);
	show_stats(out, &dest->stats);
	out_row_end(out);
}

/**
 * config_show() - services, each with its destinations, in one document
 * @out: the printer
 * @config: what to show
 * @columns: of the text table, NULL for one line per field
 * @count: how many
 * @dest_cols: of the destinations' table if @columns is NULL
 * @dest_count: how many
 */
void config_show(struct out *out, const struct config *config, const struct column *columns,
		 size_t count, const struct column *dest_cols, size_t dest_count)
{
	const struct dest *dest = config->dests.items, *end = dest + config->dests.len;
	size_t i;

	out_begin(out);
	out_list(out, "services", columns, count);
	for (i = 0; i < config->services.len; i++) {
		const struct svc *svc = &config->services.items[i];

		out_row(out);
		show_service_fields(out, svc);
		out_sublist(out, "destinations", dest_cols, dest_count);
		/* Both are sorted alike; a service may have gone or come between the dumps. */
		while (dest < end && svc_key_compare(&dest->svc, &svc->key) < 0)
			dest++;
		for (; dest < end && !svc_key_compare(&dest->svc, &svc->key); dest++)
			show_dest(out, dest);
		out_sublist_end(out);
		out_row_end(out);
	}
	out_list_end(out);
	out_end(out);
}

/**
 * show_service() - one service in full
 * @ctx: the context
 * @key: which
 *
 * Return: enum status.
 */
int show_service(struct ctx *ctx, const struct svc_key *key)
{
	struct config config = { 0 };
	int status = config_get(ctx, key, &config);

	if (!status)
		config_show(ctx->out, &config, NULL, 0, dest_columns,
			    sizeof(dest_columns) / sizeof(dest_columns[0]));
	config_free(&config);
	return status;
}
