// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words to model. The grammar is that of ipvsctl(8): exact words, no
 * abbreviations. A reason for refusal is followed by the word it is about.
 */
#include "parse.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* What the value of an option is. */
enum kind {
	KIND_NUMBER,
	KIND_SCHEDULER,
	KIND_NO_DEST,
	KIND_SCHED_FLAGS,
	KIND_HASH_KEY,
	KIND_METHOD,
	KIND_SWITCH,
	KIND_TUNNEL_TYPE,
	KIND_TUNNEL_CHECKSUM,
	KIND_PORT,
};

/* An option of a service or destination and the field it fills. */
struct option {
	const char *name;
	unsigned int has;
	enum kind kind;
	size_t offset;
	uint32_t max;
};

static const struct option service_options[] = {
	{ "scheduler", SVC_HAS_SCHEDULER, KIND_SCHEDULER, offsetof(struct svc, scheduler), 0 },
	{ "sched-flags", SVC_HAS_SCHED_FLAGS, KIND_SCHED_FLAGS, offsetof(struct svc, sched_flags), 0 },
	{ "table-size", SVC_HAS_TABLE_SIZE, KIND_NUMBER, offsetof(struct svc, table_size),
	  VSX_TABLE_SIZE_MAX },
	{ "hash-key", SVC_HAS_HASH_KEY, KIND_HASH_KEY, offsetof(struct svc, hash_key), 0 },
	{ "timeout-tcp", SVC_HAS_TIMEOUT_TCP, KIND_NUMBER, offsetof(struct svc, timeout_tcp),
	  VSX_TIMEOUT_MAX },
	{ "timeout-fin", SVC_HAS_TIMEOUT_FIN, KIND_NUMBER, offsetof(struct svc, timeout_fin),
	  VSX_TIMEOUT_MAX },
	{ "timeout-udp", SVC_HAS_TIMEOUT_UDP, KIND_NUMBER, offsetof(struct svc, timeout_udp),
	  VSX_TIMEOUT_MAX },
	{ "grace", SVC_HAS_GRACE, KIND_NUMBER, offsetof(struct svc, grace), VSX_GRACE_MAX },
	{ "no-dest", SVC_HAS_NO_DEST, KIND_NO_DEST, offsetof(struct svc, no_dest), 0 },
	{ "persist", SVC_HAS_PERSIST, KIND_NUMBER, offsetof(struct svc, persist), VSX_TIMEOUT_MAX },
	{ "persist-prefix", SVC_HAS_PERSIST_PREFIX, KIND_NUMBER,
	  offsetof(struct svc, persist_prefix), 128 },
	{ "expire-quiescent", SVC_HAS_EXPIRE_QUIESCENT, KIND_SWITCH,
	  offsetof(struct svc, expire_quiescent), 0 },
	{ "one-packet", SVC_HAS_ONE_PACKET, KIND_SWITCH, offsetof(struct svc, one_packet), 0 },
	{ "mss", SVC_HAS_MSS, KIND_NUMBER, offsetof(struct svc, mss), UINT16_MAX },
};

static const struct option dest_options[] = {
	{ "method", DEST_HAS_METHOD, KIND_METHOD, offsetof(struct dest, method), 0 },
	{ "type", DEST_HAS_TUNNEL_TYPE, KIND_TUNNEL_TYPE, offsetof(struct dest, tunnel_type), 0 },
	{ "port", DEST_HAS_TUNNEL_PORT, KIND_PORT, offsetof(struct dest, tunnel_port), 0 },
	{ "checksum", DEST_HAS_TUNNEL_CHECKSUM, KIND_TUNNEL_CHECKSUM,
	  offsetof(struct dest, tunnel_checksum), 0 },
	{ "weight", DEST_HAS_WEIGHT, KIND_NUMBER, offsetof(struct dest, weight), VSX_WEIGHT_MAX },
	{ "upper", DEST_HAS_UPPER, KIND_NUMBER, offsetof(struct dest, upper), VSX_THRESHOLD_MAX },
	{ "lower", DEST_HAS_LOWER, KIND_NUMBER, offsetof(struct dest, lower), VSX_THRESHOLD_MAX },
};

static const char *next_word(struct words *words)
{
	if (!words->argc)
		return NULL;
	words->argc--;
	return *words->argv++;
}

/* Digits only, as strtoul() would also take signs and spaces. */
static bool is_number(const char *word)
{
	return *word && word[strspn(word, "0123456789")] == '\0';
}

/**
 * parse_port() - a port number
 * @word: 1 to 65535
 * @port: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_port(const char *word, uint16_t *port, struct error *err)
{
	unsigned long value;

	if (!is_number(word))
		return error_usage(err, "not a port: '%s'", word);
	errno = 0;
	value = strtoul(word, NULL, 10);
	if (errno || value < 1 || value > 65535)
		return error_usage(err, "port out of range (1 to 65535): '%s'", word);
	*port = (uint16_t)value;
	return STATUS_OK;
}

/**
 * parse_number() - a number from 0 to a maximum
 * @name: what it is, for the error
 * @word: decimal digits
 * @max: the maximum
 * @value: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_number(const char *name, const char *word, uint32_t max, uint32_t *value,
		 struct error *err)
{
	unsigned long long number;

	if (!is_number(word))
		return error_usage(err, "%s is not a number: '%s'", name, word);
	errno = 0;
	number = strtoull(word, NULL, 10);
	if (errno || number > max)
		return error_usage(err, "%s out of range (0 to %u): '%s'", name, max, word);
	*value = (uint32_t)number;
	return STATUS_OK;
}

/**
 * parse_addr() - an IPv4 or IPv6 address without brackets
 * @word: the address; names are not looked up
 * @addr: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_addr(const char *word, struct addr *addr, struct error *err)
{
	memset(addr, 0, sizeof(*addr));
	addr->af = strchr(word, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(addr->af, word, addr->bytes) != 1)
		return error_usage(err, "not an address: '%s'", word);
	return STATUS_OK;
}

/* Cuts ADDR:PORT, [ADDR]:PORT, ADDR or [ADDR] in place; *port is NULL without a port. */
static int split_endpoint(const char *word, char *copy, char **addr, char **port,
			  struct error *err)
{
	char *colon = strchr(copy, ':'), *bracket;

	*addr = copy;
	*port = NULL;
	if (*copy == '[') {
		bracket = strchr(copy, ']');
		if (!bracket || !colon || colon > bracket ||
		    (bracket[1] && bracket[1] != ':'))
			return error_usage(err, "not an address: '%s'", word);
		*bracket = '\0';
		*addr = copy + 1;
		*port = bracket[1] ? bracket + 2 : NULL;
	} else if (colon && !strchr(colon + 1, ':')) {
		*colon = '\0';
		*port = colon + 1;
	}
	return STATUS_OK;
}

/**
 * parse_endpoint() - ADDR:PORT
 * @word: IPv6 addresses with a port are in brackets
 * @default_port: the port if @word has none, -1 if it must have one
 * @at: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_endpoint(const char *word, int default_port, struct endpoint *at,
		   struct error *err)
{
	char copy[ENDPOINT_TEXT_LEN + 16], *addr, *port;
	int status;

	if (strlen(word) >= sizeof(copy))
		return error_usage(err, "not an address: '%s'", word);
	memcpy(copy, word, strlen(word) + 1);
	status = split_endpoint(word, copy, &addr, &port, err);
	if (!status)
		status = parse_addr(addr, &at->addr, err);
	if (status)
		return status;
	if (port)
		return parse_port(port, &at->port, err);
	if (default_port >= 0) {
		at->port = (uint16_t)default_port;
		return STATUS_OK;
	}
	if (at->addr.af == AF_INET6 && addr == copy)
		return error_usage(err, "missing port, or brackets around the IPv6 address: '%s'",
				   word);
	return error_usage(err, "missing port: '%s'", word);
}

/* ADDR:0 stands for all ports. */
static int parse_service_at(const char *word, struct endpoint *at, struct error *err)
{
	char copy[ENDPOINT_TEXT_LEN];
	size_t len = strlen(word);

	if (len < 3 || len > sizeof(copy) || strcmp(word + len - 2, ":0") ||
	    (word[0] != '[' && strchr(word, ':') != word + len - 2))
		return parse_endpoint(word, -1, at, err);
	memcpy(copy, word, len - 2);
	copy[len - 2] = '\0';
	return parse_endpoint(copy, 0, at, err);
}

static int parse_mark(uint16_t af, const char *word, struct svc_key *key, struct error *err)
{
	int status;

	if (!word)
		return error_usage(err, "missing firewall mark");
	key->at.addr.af = af;
	status = parse_number("mark", word, UINT32_MAX, &key->mark, err);
	if (!status && !key->mark)
		return error_usage(err, "a firewall mark is not 0");
	return status;
}

/**
 * parse_service_key() - tcp|udp|sctp ADDR:PORT or mark|mark6 N
 * @words: consumed
 * @key: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_service_key(struct words *words, struct svc_key *key, struct error *err)
{
	const char *name = next_word(words), *at;

	memset(key, 0, sizeof(*key));
	if (!name)
		return error_usage(err, "missing service: tcp|udp|sctp ADDR:PORT or mark|mark6 N");
	if (!strcmp(name, "mark"))
		return parse_mark(AF_INET, next_word(words), key, err);
	if (!strcmp(name, "mark6"))
		return parse_mark(AF_INET6, next_word(words), key, err);
	if (!strcmp(name, "tcp"))
		key->protocol = IPPROTO_TCP;
	else if (!strcmp(name, "udp"))
		key->protocol = IPPROTO_UDP;
	else if (!strcmp(name, "sctp"))
		key->protocol = IPPROTO_SCTP;
	else
		return error_usage(err, "not tcp, udp, sctp, mark or mark6: '%s'", name);
	at = next_word(words);
	if (!at)
		return error_usage(err, "missing address after: '%s'", name);
	return parse_service_at(at, &key->at, err);
}

/* A word that stands for a number. */
struct choice {
	const char *word;
	uint8_t value;
};

static const struct choice no_dests[] = {
	{ "reject", VSX_NO_DEST_REJECT }, { "drop", VSX_NO_DEST_DROP },
	{ "bypass", VSX_NO_DEST_BYPASS }, { NULL, 0 },
};

static const struct choice methods[] = {
	{ "nat", VSX_METHOD_NAT }, { "dr", VSX_METHOD_DR }, { "tunnel", VSX_METHOD_TUNNEL },
	{ NULL, 0 },
};

static const struct choice tunnel_types[] = {
	{ "ipip", VSX_TUNNEL_IPIP }, { "gre", VSX_TUNNEL_GRE }, { "gue", VSX_TUNNEL_GUE },
	{ NULL, 0 },
};

static const struct choice tunnel_checksums[] = {
	{ "none", VSX_TUNNEL_CHECKSUM_NONE }, { "full", VSX_TUNNEL_CHECKSUM_FULL },
	{ "remote", VSX_TUNNEL_CHECKSUM_REMOTE }, { NULL, 0 },
};

static int parse_choice(const struct choice *choice, const char *what, const char *word,
			char *field, struct error *err)
{
	for (; choice->word; choice++) {
		if (strcmp(word, choice->word))
			continue;
		*field = (char)choice->value;
		return STATUS_OK;
	}
	return error_usage(err, "not %s: '%s'", what, word);
}

/* none, or words joined by commas */
static int parse_sched_flags(const char *word, uint32_t *flags, struct error *err)
{
	static const struct {
		const char *name;
		uint32_t flag;
	} names[] = { { "fallback", VSX_SCHED_F_FALLBACK }, { "port", VSX_SCHED_F_PORT } };
	const char *at = word;
	size_t i, len;

	*flags = 0;
	if (!strcmp(word, "none"))
		return STATUS_OK;
	for (;; at += len + 1) {
		len = strcspn(at, ",");
		for (i = 0; i < ARRAY_SIZE(names); i++)
			if (strlen(names[i].name) == len && !memcmp(at, names[i].name, len))
				break;
		if (i == ARRAY_SIZE(names) || *flags & names[i].flag)
			return error_usage(err, "not none, fallback, port or fallback,port: '%s'", word);
		*flags |= names[i].flag;
		if (!at[len])
			return STATUS_OK;
	}
}

/* default, or 32 hexadecimal digits */
static int parse_hash_key(const char *word, struct hash_key *key, struct error *err)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	memset(key, 0, sizeof(*key));
	if (!strcmp(word, "default"))
		return STATUS_OK;
	if (strlen(word) != 2 * sizeof(key->bytes) || word[strspn(word, digits)])
		return error_usage(err, "not default or 32 digits of 0-9 a-f: '%s'", word);
	key->is_set = true;
	for (i = 0; word[i]; i++)
		key->bytes[i / 2] = (uint8_t)(key->bytes[i / 2] << 4 | (strchr(digits, word[i]) - digits));
	return STATUS_OK;
}

static int parse_value(const struct option *opt, const char *word, char *field,
		       struct error *err)
{
	switch (opt->kind) {
	case KIND_NUMBER:
		return parse_number(opt->name, word, opt->max, (uint32_t *)(void *)field, err);
	case KIND_SCHEDULER:
		if (!*word || strlen(word) > VSX_SCHEDULER_NAME_MAX)
			return error_usage(err, "not a scheduler's name: '%s'", word);
		memcpy(field, word, strlen(word) + 1);
		return STATUS_OK;
	case KIND_NO_DEST:
		return parse_choice(no_dests, "reject, drop or bypass", word, field, err);
	case KIND_SWITCH:
		if (strcmp(word, "on") && strcmp(word, "off"))
			return error_usage(err, "not on or off: '%s'", word);
		*field = strcmp(word, "on") ? 0 : 1;
		return STATUS_OK;
	case KIND_SCHED_FLAGS:
		return parse_sched_flags(word, (uint32_t *)(void *)field, err);
	case KIND_HASH_KEY:
		return parse_hash_key(word, (struct hash_key *)(void *)field, err);
	case KIND_METHOD:
		return parse_choice(methods, "a forwarding method (nat, dr, tunnel)", word, field,
				    err);
	case KIND_TUNNEL_TYPE:
		return parse_choice(tunnel_types, "a type of tunnel (ipip, gre, gue)", word, field,
				    err);
	case KIND_TUNNEL_CHECKSUM:
		return parse_choice(tunnel_checksums, "none, full or remote", word, field, err);
	case KIND_PORT:
		return parse_port(word, (uint16_t *)(void *)field, err);
	}
	return error_usage(err, "unknown option: '%s'", opt->name);
}

/* All words that are left, as pairs of an option and its value. */
static int parse_options(struct words *words, const struct option *options, size_t count,
			 void *object, unsigned int *has, struct error *err)
{
	const char *name, *value;
	int status;
	size_t i;

	while ((name = next_word(words))) {
		for (i = 0; i < count && strcmp(name, options[i].name); i++)
			;
		if (i == count)
			return error_usage(err, "unknown option: '%s'", name);
		if (*has & options[i].has)
			return error_usage(err, "option given twice: '%s'", name);
		value = next_word(words);
		if (!value)
			return error_usage(err, "missing value after: '%s'", name);
		status = parse_value(&options[i], value, (char *)object + options[i].offset, err);
		if (status)
			return status;
		*has |= options[i].has;
	}
	return STATUS_OK;
}

/**
 * parse_service_options() - scheduler, timeouts and the like up to the last word
 * @words: consumed
 * @svc: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_service_options(struct words *words, struct svc *svc, struct error *err)
{
	return parse_options(words, service_options, ARRAY_SIZE(service_options), svc, &svc->has,
			     err);
}

/**
 * parse_dest_key() - SERVICE ADDR[:PORT]
 * @words: consumed
 * @dest: cleared, service and address filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_dest_key(struct words *words, struct dest *dest, struct error *err)
{
	const char *at;
	int status;

	memset(dest, 0, sizeof(*dest));
	status = parse_service_key(words, &dest->svc, err);
	if (status)
		return status;
	at = next_word(words);
	if (!at)
		return error_usage(err, "missing destination: ADDR[:PORT]");
	return parse_endpoint(at, dest->svc.at.port, &dest->at, err);
}

/**
 * parse_dest_options() - method, weight and thresholds up to the last word
 * @words: consumed
 * @dest: filled in
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_dest_options(struct words *words, struct dest *dest, struct error *err)
{
	return parse_options(words, dest_options, ARRAY_SIZE(dest_options), dest, &dest->has, err);
}

/**
 * parse_end() - no word may be left
 * @words: what is left
 * @err: filled in on failure
 *
 * Return: enum status.
 */
int parse_end(const struct words *words, struct error *err)
{
	if (words->argc)
		return error_usage(err, "unexpected word: '%s'", words->argv[0]);
	return STATUS_OK;
}

/**
 * parse_line() - cut a line of a batch into words
 * @line: cut in place; '#' begins a comment
 * @argv: filled in
 * @max: room in @argv
 * @err: filled in on failure
 * @argc: how many words there are, 0 for an empty line
 *
 * Return: enum status.
 */
int parse_line(char *line, char **argv, int max, struct error *err, int *argc)
{
	char *state, *word;

	*argc = 0;
	line[strcspn(line, "#\n")] = '\0';
	for (word = strtok_r(line, " \t\r", &state); word;
	     word = strtok_r(NULL, " \t\r", &state)) {
		if (*argc == max)
			return error_usage(err, "too many words at: '%s'", word);
		argv[(*argc)++] = word;
	}
	return STATUS_OK;
}
