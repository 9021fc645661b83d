/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ipvsx.yaml */
/* YNL-GEN uapi header */
/* YNL-ARG --function-prefix vsx-nl */
/* To regenerate run: Documentation/netlink/regen.py */

#ifndef _UAPI_LINUX_IPVSX_H
#define _UAPI_LINUX_IPVSX_H

#define VSX_GENL_NAME		"ipvsx"
#define VSX_GENL_VERSION	1

#define VSX_SCHEDULER_NAME_MAX	15
#define VSX_TIMEOUT_MAX		345600
#define VSX_GRACE_MAX		3600
#define VSX_WEIGHT_MAX		2147483647
#define VSX_THRESHOLD_MAX	2147483647
#define VSX_SCHED_KEY_LEN	16
#define VSX_MSS_MIN		536
#define VSX_TABLE_SIZE_MIN	251
#define VSX_TABLE_SIZE_MAX	4194301

/**
 * enum vsx_sched_flags - What dh, sh and mh do besides.
 * @VSX_SCHED_F_FALLBACK: A flow whose server is overloaded goes to another,
 *   always the same.
 * @VSX_SCHED_F_PORT: Ports are hashed as well as addresses, the client's or
 *   (dh) the virtual one.
 */
enum vsx_sched_flags {
	VSX_SCHED_F_FALLBACK = 1,
	VSX_SCHED_F_PORT = 2,
};

/**
 * enum vsx_no_dest - What a client gets while a service has no destination to
 *   choose.
 * @VSX_NO_DEST_REJECT: A TCP reset or an ICMP port unreachable, at once.
 * @VSX_NO_DEST_DROP: Nothing.
 * @VSX_NO_DEST_BYPASS: The service is one of caches. Packets go on to their
 *   own destination, and so do TCP segments of no known connection.
 */
enum vsx_no_dest {
	VSX_NO_DEST_REJECT,
	VSX_NO_DEST_DROP,
	VSX_NO_DEST_BYPASS,
};

/**
 * enum vsx_method - How packets are forwarded to a destination. Numbers as
 *   IPVS has them.
 * @VSX_METHOD_NAT: Rewrite addresses and ports in both directions.
 * @VSX_METHOD_TUNNEL: Wrap packets up for the server, which answers the client
 *   itself.
 * @VSX_METHOD_DR: Direct routing: send packets unchanged to the server's link
 *   address; it answers the client itself.
 */
enum vsx_method {
	VSX_METHOD_NAT,
	VSX_METHOD_TUNNEL = 2,
	VSX_METHOD_DR,
};

/**
 * enum vsx_tunnel_type - What packets are wrapped up in. Numbers as IPVS has
 *   them.
 * @VSX_TUNNEL_IPIP: An IP header (RFC 2003, RFC 2473, RFC 4213).
 * @VSX_TUNNEL_GUE: UDP and a GUE header, version 0.
 * @VSX_TUNNEL_GRE: GRE (RFC 2784).
 */
enum vsx_tunnel_type {
	VSX_TUNNEL_IPIP,
	VSX_TUNNEL_GUE,
	VSX_TUNNEL_GRE,
};

/**
 * enum vsx_tunnel_checksum - The checksum of the tunnel's own header.
 * @VSX_TUNNEL_CHECKSUM_NONE: None.
 * @VSX_TUNNEL_CHECKSUM_FULL: Over header and content; GUE and GRE.
 * @VSX_TUNNEL_CHECKSUM_REMOTE: The same, and it stands for the content's own
 *   where that is not computed yet (remote checksum offload); GUE.
 */
enum vsx_tunnel_checksum {
	VSX_TUNNEL_CHECKSUM_NONE,
	VSX_TUNNEL_CHECKSUM_FULL,
	VSX_TUNNEL_CHECKSUM_REMOTE,
};

/**
 * enum vsx_conn_state - State of a connection as the director sees it.
 * @VSX_CONN_STATE_NONE: Not known yet.
 * @VSX_CONN_STATE_ESTABLISHED: TCP, data flows.
 * @VSX_CONN_STATE_SYN_SENT: TCP, the server opened.
 * @VSX_CONN_STATE_SYN_RECV: TCP, the client opened.
 * @VSX_CONN_STATE_FIN_WAIT: TCP, the server closed, the client has not yet;
 *   with dr and tunnel, the client closed.
 * @VSX_CONN_STATE_TIME_WAIT: TCP, both sides closed.
 * @VSX_CONN_STATE_CLOSE: TCP, reset.
 * @VSX_CONN_STATE_CLOSE_WAIT: TCP, the client closed, the server has not yet.
 * @VSX_CONN_STATE_LAST_ACK: TCP, the last acknowledgement is missing.
 * @VSX_CONN_STATE_LISTEN: TCP, never opened.
 * @VSX_CONN_STATE_SYNACK: TCP, answered, the client's acknowledgement is
 *   missing.
 * @VSX_CONN_STATE_UDP: UDP, packets flow.
 * @VSX_CONN_STATE_TEMPLATE: No connection: persistence remembers the server of
 *   a client, whose port is 0 here.
 * @VSX_CONN_STATE_SCTP_INIT1: SCTP, the client opened.
 * @VSX_CONN_STATE_SCTP_INIT: SCTP, the client opened, and asked again.
 * @VSX_CONN_STATE_SCTP_COOKIE_SENT: SCTP, the server answered.
 * @VSX_CONN_STATE_SCTP_COOKIE_REPLIED: SCTP, the client echoed the server's
 *   cookie.
 * @VSX_CONN_STATE_SCTP_COOKIE_WAIT: SCTP, the server opened as well.
 * @VSX_CONN_STATE_SCTP_COOKIE: SCTP, the same, and the client answered.
 * @VSX_CONN_STATE_SCTP_COOKIE_ECHOED: SCTP, the server echoed the client's
 *   cookie.
 * @VSX_CONN_STATE_SCTP_ESTABLISHED: SCTP, data flows.
 * @VSX_CONN_STATE_SCTP_SHUTDOWN_SENT: SCTP, the server closed.
 * @VSX_CONN_STATE_SCTP_SHUTDOWN_RECEIVED: SCTP, the client closed.
 * @VSX_CONN_STATE_SCTP_SHUTDOWN_ACK_SENT: SCTP, the server has nothing left to
 *   send.
 * @VSX_CONN_STATE_SCTP_REJECTED: SCTP, the server refused.
 * @VSX_CONN_STATE_SCTP_CLOSED: SCTP, both sides closed, or one aborted.
 */
enum vsx_conn_state {
	VSX_CONN_STATE_NONE,
	VSX_CONN_STATE_ESTABLISHED,
	VSX_CONN_STATE_SYN_SENT,
	VSX_CONN_STATE_SYN_RECV,
	VSX_CONN_STATE_FIN_WAIT,
	VSX_CONN_STATE_TIME_WAIT,
	VSX_CONN_STATE_CLOSE,
	VSX_CONN_STATE_CLOSE_WAIT,
	VSX_CONN_STATE_LAST_ACK,
	VSX_CONN_STATE_LISTEN,
	VSX_CONN_STATE_SYNACK,
	VSX_CONN_STATE_UDP,
	VSX_CONN_STATE_TEMPLATE = 15,
	VSX_CONN_STATE_SCTP_INIT1,
	VSX_CONN_STATE_SCTP_INIT,
	VSX_CONN_STATE_SCTP_COOKIE_SENT,
	VSX_CONN_STATE_SCTP_COOKIE_REPLIED,
	VSX_CONN_STATE_SCTP_COOKIE_WAIT,
	VSX_CONN_STATE_SCTP_COOKIE,
	VSX_CONN_STATE_SCTP_COOKIE_ECHOED,
	VSX_CONN_STATE_SCTP_ESTABLISHED,
	VSX_CONN_STATE_SCTP_SHUTDOWN_SENT,
	VSX_CONN_STATE_SCTP_SHUTDOWN_RECEIVED,
	VSX_CONN_STATE_SCTP_SHUTDOWN_ACK_SENT,
	VSX_CONN_STATE_SCTP_REJECTED,
	VSX_CONN_STATE_SCTP_CLOSED,
};

/**
 * enum vsx_conn_flags - Properties of a connection.
 * @VSX_CONN_F_INACTIVE: Counted among the inactive connections of its
 *   destination.
 * @VSX_CONN_F_REMOVED: Its destination has been removed.
 */
enum vsx_conn_flags {
	VSX_CONN_F_INACTIVE = 1,
	VSX_CONN_F_REMOVED = 2,
};

enum {
	VSX_A_CMD_UNSPEC,
	VSX_A_CMD_SERVICE,
	VSX_A_CMD_DEST,
	VSX_A_CMD_CONN,
	VSX_A_CMD_REASON,
	VSX_A_CMD_INFO,

	__VSX_A_CMD_MAX
};
#define VSX_A_CMD_MAX (__VSX_A_CMD_MAX - 1)

enum {
	VSX_A_STATS_UNSPEC,
	VSX_A_STATS_CONNS,
	VSX_A_STATS_IN_PACKETS,
	VSX_A_STATS_IN_BYTES,
	VSX_A_STATS_OUT_PACKETS,
	VSX_A_STATS_OUT_BYTES,
	VSX_A_STATS_PAD,

	__VSX_A_STATS_MAX
};
#define VSX_A_STATS_MAX (__VSX_A_STATS_MAX - 1)

enum {
	VSX_A_SVC_UNSPEC,
	VSX_A_SVC_AF,
	VSX_A_SVC_PROTOCOL,
	VSX_A_SVC_ADDR,
	VSX_A_SVC_PORT,
	VSX_A_SVC_SCHEDULER,
	VSX_A_SVC_TIMEOUT_TCP,
	VSX_A_SVC_TIMEOUT_FIN,
	VSX_A_SVC_TIMEOUT_UDP,
	VSX_A_SVC_GRACE,
	VSX_A_SVC_NO_DEST,
	VSX_A_SVC_ID,
	VSX_A_SVC_DESTS,
	VSX_A_SVC_ACTIVE,
	VSX_A_SVC_INACTIVE,
	VSX_A_SVC_STATS,
	VSX_A_SVC_PAD,
	VSX_A_SVC_PERSIST,
	VSX_A_SVC_PERSIST_PREFIX,
	VSX_A_SVC_EXPIRE_QUIESCENT,
	VSX_A_SVC_ONE_PACKET,
	VSX_A_SVC_MARK,
	VSX_A_SVC_SCHED_FLAGS,
	VSX_A_SVC_TABLE_SIZE,
	VSX_A_SVC_SCHED_KEY,
	VSX_A_SVC_MSS,

	__VSX_A_SVC_MAX
};
#define VSX_A_SVC_MAX (__VSX_A_SVC_MAX - 1)

enum {
	VSX_A_DEST_UNSPEC,
	VSX_A_DEST_AF,
	VSX_A_DEST_ADDR,
	VSX_A_DEST_PORT,
	VSX_A_DEST_METHOD,
	VSX_A_DEST_WEIGHT,
	VSX_A_DEST_ID,
	VSX_A_DEST_ACTIVE,
	VSX_A_DEST_INACTIVE,
	VSX_A_DEST_STATS,
	VSX_A_DEST_PAD,
	VSX_A_DEST_UPPER,
	VSX_A_DEST_LOWER,
	VSX_A_DEST_OVERLOADED,
	VSX_A_DEST_PERSISTENT,
	VSX_A_DEST_TUNNEL_TYPE,
	VSX_A_DEST_TUNNEL_PORT,
	VSX_A_DEST_TUNNEL_CHECKSUM,

	__VSX_A_DEST_MAX
};
#define VSX_A_DEST_MAX (__VSX_A_DEST_MAX - 1)

enum {
	VSX_A_CONN_UNSPEC,
	VSX_A_CONN_AF,
	VSX_A_CONN_PROTOCOL,
	VSX_A_CONN_CLIENT_ADDR,
	VSX_A_CONN_CLIENT_PORT,
	VSX_A_CONN_VIRTUAL_ADDR,
	VSX_A_CONN_VIRTUAL_PORT,
	VSX_A_CONN_DEST_ADDR,
	VSX_A_CONN_DEST_PORT,
	VSX_A_CONN_STATE,
	VSX_A_CONN_EXPIRES,
	VSX_A_CONN_FLAGS,
	VSX_A_CONN_METHOD,
	VSX_A_CONN_DEST_AF,
	VSX_A_CONN_MARK,

	__VSX_A_CONN_MAX
};
#define VSX_A_CONN_MAX (__VSX_A_CONN_MAX - 1)

enum {
	VSX_A_REASON_UNSPEC,
	VSX_A_REASON_NAME,
	VSX_A_REASON_PACKETS,
	VSX_A_REASON_PAD,

	__VSX_A_REASON_MAX
};
#define VSX_A_REASON_MAX (__VSX_A_REASON_MAX - 1)

enum {
	VSX_A_INFO_UNSPEC,
	VSX_A_INFO_VERSION,
	VSX_A_INFO_SERVICES,
	VSX_A_INFO_DESTS,
	VSX_A_INFO_CONNS,
	VSX_A_INFO_TABLE_BYTES,
	VSX_A_INFO_PAD,

	__VSX_A_INFO_MAX
};
#define VSX_A_INFO_MAX (__VSX_A_INFO_MAX - 1)

enum {
	VSX_CMD_UNSPEC,
	VSX_CMD_SVC_NEW,
	VSX_CMD_SVC_SET,
	VSX_CMD_SVC_DEL,
	VSX_CMD_SVC_GET,
	VSX_CMD_DEST_NEW,
	VSX_CMD_DEST_SET,
	VSX_CMD_DEST_DEL,
	VSX_CMD_DEST_GET,
	VSX_CMD_FLUSH,
	VSX_CMD_ZERO,
	VSX_CMD_CONN_GET,
	VSX_CMD_REASON_GET,
	VSX_CMD_INFO_GET,

	__VSX_CMD_MAX
};
#define VSX_CMD_MAX (__VSX_CMD_MAX - 1)

#endif /* _UAPI_LINUX_IPVSX_H */
