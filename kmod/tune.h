/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tune.h - what net.ipv4.vs sets in a namespace. Documentation/migrating-from-ipvs.md says what each one does.
 */
#ifndef VSX_TUNE_H
#define VSX_TUNE_H

#define VSX_CPULIST_MAX	128

#define VSX_CONN_MAX	1073741824	/* 2^30, as in ip_vs of 7.x on 64-bit machines */

/**
 * struct vsx_tune - knobs of a namespace, named as they are there
 * @expire_nodest_conn: TCP connections of a removed server are not held: their next packet ends them
 * @conn_reuse_mode: 0: a SYN on the port of a closed connection stays with its server
 * @sloppy_tcp: any segment but a reset opens a connection
 * @run_estimation: rates are measured
 * @expire_quiescent_template: a client does not stick to a quiesced server
 * @snat_reroute: replies are routed again after rewriting
 * @pmtu_disc: what is too big for a tunnel is answered, otherwise the tunnel's packet is fragmented
 * @conntrack: load-balanced packets are tracked
 * @sloppy_sctp: as @sloppy_tcp
 * @schedule_icmp: errors about replies of unknown connections go to a server
 * @lblc_expiration: seconds that lblc remembers the server of an address nobody asks for
 * @lblcr_expiration: the same of lblcr, and seconds that a set which does not grow keeps its servers
 * @conn_max: most connections
 * @amemthresh: pages below which memory is short
 * @am_droprate: of so many new connections one is refused, if @drop_packet is 3
 * @drop_entry: VSX_DEFENCE_*: dispensable connections are given up; this and the next two are also written by overload.c
 * @drop_packet: VSX_DEFENCE_*: new connections are refused
 * @secure_tcp: VSX_DEFENCE_*: clients are not believed
 *
 * @cache_bypass: services of marks have VSX_NO_DEST_BYPASS
 *
 * The following are kept, without effect:
 * @nat_icmp_send: tell servers of replies nobody asked for
 * @ignore_tunneled: do not look into tunnels
 * @backup_only: a director that is a backup does not forward
 * @sync_version: of the protocol of the daemons
 * @sync_ports: they use so many ports
 * @sync_persist_mode: only templates are sent for persistent services
 * @sync_sock_size: of the daemons' sockets
 * @sync_threshold: after so many packets, then one in so many
 * @sync_refresh_period: seconds between two messages about a connection
 * @sync_retries: of such messages
 * @sync_qlen_max: messages that wait
 * @est_nice: of threads that measure rates
 * @conn_lfactor: load of the table of connections
 * @svc_lfactor: load of the table of services
 * @est_cpulist: where those threads run; protected by vsx_net.lock
 *
 * Written by sysctl, read anywhere with READ_ONCE.
 */
struct vsx_tune {
	int expire_nodest_conn;
	int conn_reuse_mode;
	int sloppy_tcp;
	int run_estimation;
	int expire_quiescent_template;
	int snat_reroute;
	int pmtu_disc;
	int conntrack;
	int sloppy_sctp;
	int schedule_icmp;
	int lblc_expiration;
	int lblcr_expiration;
	int conn_max;
	int amemthresh;
	int am_droprate;
	int drop_entry;
	int drop_packet;
	int secure_tcp;
	int cache_bypass;

	int nat_icmp_send;
	int ignore_tunneled;
	int backup_only;
	int sync_version;
	int sync_ports;
	int sync_persist_mode;
	int sync_sock_size;
	int sync_threshold[2];
	int sync_refresh_period;
	int sync_retries;
	unsigned long sync_qlen_max;
	int est_nice;
	int conn_lfactor;
	int svc_lfactor;
	char est_cpulist[VSX_CPULIST_MAX];
};

struct vsx_net;

void vsx_tune_init(struct vsx_net *vn);

#endif /* VSX_TUNE_H */
