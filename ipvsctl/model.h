/* SPDX-License-Identifier: GPL-2.0-only */
/* The objects the tool speaks about: plain data, no netlink, no printing. */
#ifndef IPVSCTL_MODEL_H
#define IPVSCTL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/ipvsx.h>

/* "[" + IPv6 address + "]:" + port + NUL */
#define ENDPOINT_TEXT_LEN 56

/**
 * struct addr - an IPv4 or IPv6 address
 * @af: AF_INET or AF_INET6, 0 for none
 * @bytes: network order; the first 4 are used for AF_INET
 */
struct addr {
	uint16_t af;
	uint8_t bytes[16];
};

/**
 * struct endpoint - an address and a port
 * @addr: the address
 * @port: host order
 */
struct endpoint {
	struct addr addr;
	uint16_t port;
};

/**
 * struct stats - counters of a service or destination
 * @conns: connections scheduled
 * @in_packets: packets from clients
 * @in_bytes: bytes from clients
 * @out_packets: packets to clients
 * @out_bytes: bytes to clients
 */
struct stats {
	uint64_t conns;
	uint64_t in_packets;
	uint64_t in_bytes;
	uint64_t out_packets;
	uint64_t out_bytes;
};

/**
 * struct svc_key - what names a service
 * @protocol: IPPROTO_*
 * @at: virtual address and port, 0 for all; of a mark only the family
 * @mark: firewall mark, 0 if it has none
 */
struct svc_key {
	uint8_t protocol;
	struct endpoint at;
	uint32_t mark;
};

/**
 * struct hash_key - what the hash schedulers of a service hash with
 * @is_set: false for the secret of the namespace
 * @bytes: the key
 */
struct hash_key {
	bool is_set;
	uint8_t bytes[VSX_SCHED_KEY_LEN];
};

/* Options of a service that a request names. */
enum svc_has {
	SVC_HAS_SCHEDULER = 1 << 0,
	SVC_HAS_TIMEOUT_TCP = 1 << 1,
	SVC_HAS_TIMEOUT_FIN = 1 << 2,
	SVC_HAS_TIMEOUT_UDP = 1 << 3,
	SVC_HAS_GRACE = 1 << 4,
	SVC_HAS_NO_DEST = 1 << 5,
	SVC_HAS_PERSIST = 1 << 6,
	SVC_HAS_PERSIST_PREFIX = 1 << 7,
	SVC_HAS_EXPIRE_QUIESCENT = 1 << 8,
	SVC_HAS_ONE_PACKET = 1 << 9,
	SVC_HAS_SCHED_FLAGS = 1 << 10,
	SVC_HAS_TABLE_SIZE = 1 << 11,
	SVC_HAS_HASH_KEY = 1 << 12,
	SVC_HAS_MSS = 1 << 13,
};

/**
 * struct svc - a virtual service
 * @key: what names it
 * @has: enum svc_has, the options that are set
 * @scheduler: name of the scheduler
 * @sched_flags: enum vsx_sched_flags
 * @table_size: entries of the table of mh, 0 for the default
 * @hash_key: what is hashed with
 * @timeout_tcp: seconds, 0 for the default
 * @timeout_fin: seconds, 0 for the default
 * @timeout_udp: seconds, 0 for the default
 * @grace: seconds
 * @no_dest: enum vsx_no_dest
 * @persist: seconds a client stays at a server, 0 for no persistence
 * @persist_prefix: bits of its address that count
 * @expire_quiescent: 1 if not at one of weight 0
 * @one_packet: 1 if each datagram is scheduled
 * @mss: largest TCP segment, 0 for any
 * @id: number in the namespace (reported)
 * @dests: number of destinations (reported)
 * @active: active connections (reported)
 * @inactive: inactive connections (reported)
 * @stats: counters (reported)
 */
struct svc {
	struct svc_key key;
	unsigned int has;
	char scheduler[VSX_SCHEDULER_NAME_MAX + 1];
	uint32_t sched_flags;
	uint32_t table_size;
	struct hash_key hash_key;
	uint32_t timeout_tcp;
	uint32_t timeout_fin;
	uint32_t timeout_udp;
	uint32_t grace;
	uint8_t no_dest;
	uint32_t persist;
	uint32_t persist_prefix;
	uint8_t expire_quiescent;
	uint8_t one_packet;
	uint32_t mss;
	uint32_t id;
	uint32_t dests;
	uint64_t active;
	uint64_t inactive;
	struct stats stats;
};

/* Options of a destination that a request names. */
enum dest_has {
	DEST_HAS_METHOD = 1 << 0,
	DEST_HAS_WEIGHT = 1 << 1,
	DEST_HAS_UPPER = 1 << 2,
	DEST_HAS_LOWER = 1 << 3,
	DEST_HAS_TUNNEL_TYPE = 1 << 4,
	DEST_HAS_TUNNEL_PORT = 1 << 5,
	DEST_HAS_TUNNEL_CHECKSUM = 1 << 6,
};

/**
 * struct dest - a destination of a service
 * @svc: the service's key
 * @at: the server's address and port
 * @has: enum dest_has, the options that are set
 * @method: enum vsx_method
 * @tunnel_type: enum vsx_tunnel_type
 * @tunnel_checksum: enum vsx_tunnel_checksum
 * @tunnel_port: UDP port of a GUE tunnel, host order
 * @weight: share of new connections
 * @upper: connections from which on it gets no new one, 0 for no limit
 * @lower: connections below which it does again, 0 for three quarters of @upper
 * @overloaded: it gets no new connection now (reported)
 * @persistent: clients that persistence sends to it (reported)
 * @id: number in the namespace (reported)
 * @active: active connections (reported)
 * @inactive: inactive connections (reported)
 * @stats: counters (reported)
 */
struct dest {
	struct svc_key svc;
	struct endpoint at;
	unsigned int has;
	uint8_t method;
	uint8_t tunnel_type;
	uint8_t tunnel_checksum;
	uint16_t tunnel_port;
	uint32_t weight;
	uint32_t upper;
	uint32_t lower;
	bool overloaded;
	uint32_t persistent;
	uint32_t id;
	uint64_t active;
	uint64_t inactive;
	struct stats stats;
};

/**
 * struct conn - a connection, or what persistence remembers of a client
 * @client: who connected
 * @virt: what it asked for: an address, or of what persistence remembers also a mark
 * @dest: the server it was given to
 * @state: enum vsx_conn_state
 * @method: enum vsx_method
 * @expires: seconds until it expires
 * @flags: enum vsx_conn_flags
 */
struct conn {
	struct endpoint client;
	struct svc_key virt;
	struct endpoint dest;
	uint8_t state;
	uint8_t method;
	uint32_t expires;
	uint32_t flags;
};

/**
 * struct reason - why packets left the packet path
 * @name: the reason
 * @packets: how many
 */
struct reason {
	char name[64];
	uint64_t packets;
};

/**
 * struct info - the module and the namespace as a whole
 * @version: the module's version
 * @services: services in the namespace
 * @dests: destinations in the namespace
 * @conns: connections in the namespace
 * @table_bytes: memory of the connection table
 */
struct info {
	char version[32];
	uint32_t services;
	uint32_t dests;
	uint64_t conns;
	uint64_t table_bytes;
};

/* Growing arrays; zero-initialised is empty. */
struct svc_list {
	struct svc *items;
	size_t len, cap;
};

struct dest_list {
	struct dest *items;
	size_t len, cap;
};

struct reason_list {
	struct reason *items;
	size_t len, cap;
};

void svc_list_add(struct svc_list *list, const struct svc *svc);
void dest_list_add(struct dest_list *list, const struct dest *dest);
void reason_list_add(struct reason_list *list, const struct reason *reason);

void svc_list_sort(struct svc_list *list);
void dest_list_sort(struct dest_list *list);

int svc_key_compare(const struct svc_key *a, const struct svc_key *b);
size_t addr_len(uint16_t af);

void addr_text(const struct addr *addr, char *text, size_t size);
void endpoint_text(const struct endpoint *at, char *text, size_t size);
const char *protocol_name(uint8_t protocol);
const char *svc_key_name(const struct svc_key *key);
const char *no_dest_name(uint8_t no_dest);
const char *method_name(uint8_t method);
const char *tunnel_type_name(uint8_t type);
const char *tunnel_checksum_name(uint8_t checksum);
const char *conn_state_name(uint8_t state);

void stats_add(struct stats *sum, const struct stats *stats);

#endif
