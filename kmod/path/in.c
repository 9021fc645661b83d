// SPDX-License-Identifier: GPL-2.0-only
/*
 * in.c - requests: a packet to a virtual service.
 *
 *	lookup -> hit: has its server been removed? does a SYN reuse the port? -> step -> transmit
 *	       -> miss: may it open a connection? -> persistence, or schedule -> open -> transmit
 *	          no, or no server: bypass, or refuse
 *	one packet: persistence, or schedule -> reply slot -> transmit
 */
#include <linux/netfilter.h>
#include <linux/printk.h>

#include "conn/conn.h"
#include "conn/full.h"
#include "conn/look.h"
#include "conn/template.h"
#include "net.h"
#include "path/path.h"
#include "path/pkt.h"
#include "pure/sctp_state.h"
#include "pure/tcp_state.h"
#include "svc/dest.h"
#include "svc/svc.h"
#include "xmit/xmit.h"

/* One line in the log per change, not per packet. */
static noinline void starved_set(struct vsx_svc *svc, bool is_starved)
{
	const struct vsx_addr *a = &svc->front.addr;
	const char *proto = vsx_proto_name(a->proto);
	const char *what = is_starved ? "no destination is available" : "destinations are available again";

	WRITE_ONCE(svc->is_starved, is_starved);
	if (vsx_addr_is_mark(a))
		pr_notice_ratelimited("%s %u: %s\n", a->af == AF_INET ? "mark" : "mark6", a->ip.all[0], what);
	else if (a->af == AF_INET)
		pr_notice_ratelimited("%s %pI4:%u: %s\n", proto, &a->ip.ip, ntohs(a->port), what);
	else
		pr_notice_ratelimited("%s [%pI6c]:%u: %s\n", proto, &a->ip.in6, ntohs(a->port), what);
}

static __always_inline struct vsx_dest *pick(const struct vsx_pkt *p, struct vsx_svc *svc, u32 now)
{
	const struct vsx_snap *snap = rcu_dereference(svc->snap);
	const struct vsx_server *server = snap ? vsx_sched_pick(&snap->servers, &p->flow, now) : NULL;

	if (unlikely(READ_ONCE(svc->is_starved) != !server))
		starved_set(svc, !server);
	return server ? server->owner : NULL;
}

/* By persistence, if it knows the client. */
static noinline struct vsx_dest *choose_persistent(const struct vsx_pkt *p, struct vsx_svc *svc, u32 now)
{
	struct vsx_dest *dest = vsx_template_find(p->vn, svc, &p->src);

	if (dest)
		return dest;
	dest = pick(p, svc, now);
	return dest ? vsx_template_set(p->vn, svc, &p->src, dest) : NULL;
}

/**
 * vsx_find_request() - the connection of a client to a virtual address, of a service of that or of a mark or all ports.
 * @c: the connection, if there is one
 * @vn: the namespace
 * @client: the client
 * @virt: what it has asked for
 *
 * Context: BH off, under rcu_read_lock().
 * Return: true if there is one.
 */
bool vsx_find_request(struct vsx_conn *c, struct vsx_net *vn, const struct vsx_addr *client,
		      const struct vsx_addr *virt)
{
	struct vsx_svc *svc = vsx_svc_of(&vn->fronts, virt);

	if (svc) {
		vsx_conn_key(c, vn, client, svc->front.id);
		if (vsx_conn_find(c))
			return true;
	}
	vsx_full_request_key(c, vn, client, virt);
	return vsx_conn_find(c);
}

/**
 * vsx_choose() - the server for a new connection.
 * @p: its first packet, or another that says who the client is
 * @svc: the service
 * @now: vsx_now()
 *
 * Context: BH off, under rcu_read_lock().
 * Return: the server persistence or the scheduler chooses, or NULL.
 */
struct vsx_dest *vsx_choose(const struct vsx_pkt *p, struct vsx_svc *svc, u32 now)
{
	return likely(!READ_ONCE(svc->timeout[VSX_CONN_STATE_TEMPLATE])) ? pick(p, svc, now)
									 : choose_persistent(p, svc, now);
}

/* Is the service one of caches, before servers that clients reach without them? */
static bool bypasses(const struct vsx_net *vn, const struct vsx_svc *svc)
{
	return READ_ONCE(svc->no_dest) == VSX_NO_DEST_BYPASS ||
	       (vsx_addr_is_mark(&svc->front.addr) && READ_ONCE(vn->tune.cache_bypass));
}

static unsigned int no_dest(struct vsx_pkt *p, struct vsx_svc *svc)
{
	if (bypasses(p->vn, svc))
		return vsx_bypass_send(p);
	if (READ_ONCE(svc->no_dest) == VSX_NO_DEST_DROP)
		return vsx_pkt_done(p, VSX_REASON_NO_DEST_DROP, NF_DROP);
	vsx_refuse(p);
	return vsx_pkt_done(p, VSX_REASON_NO_DEST_REJECT, NF_DROP);
}

static __always_inline unsigned int transmit(struct vsx_pkt *p, struct vsx_dest *dest, unsigned int method)
{
	if (unlikely(p->event & VSX_TCP_SYN) && !vsx_mss_clamp(p, READ_ONCE(dest->svc->mss)))
		return vsx_pkt_done(p, VSX_REASON_NO_MEMORY, NF_DROP);
	switch (method) {
	case VSX_METHOD_DR:
		return vsx_dr_send(p, dest, VSX_REASON_FORWARDED);
	case VSX_METHOD_TUNNEL:
		return vsx_tun_send(p, dest, VSX_REASON_FORWARDED);
	default:
		return vsx_nat_request(p, dest);
	}
}

/* Of a connection that the packet may change. */
static noinline unsigned int forward(struct vsx_pkt *p, struct vsx_conn *c)
{
	/* Should it end this moment, the packet is still for its server, and goes there in its way. */
	unsigned int method = vsx_value_method(c->word);
	struct vsx_dest *dest = c->dest;

	vsx_conn_request(c, p->event);
	return transmit(p, dest, method);
}

/* Does a packet ask for a new connection? ESP and AH never do. */
static bool asks(const struct vsx_pkt *p)
{
	switch (p->proto) {
	case IPPROTO_TCP:
		return vsx_tcp_opens(p->event);
	case IPPROTO_SCTP:
		return vsx_sctp_opens(p->event, false);
	default:
		return p->proto == IPPROTO_UDP;
	}
}

/* Or may it be taken for one that does? */
static bool may_open(const struct vsx_pkt *p)
{
	const struct vsx_tune *tune = &p->vn->tune;

	switch (p->proto) {
	case IPPROTO_TCP:
		return vsx_tcp_opens(p->event) ||
		       (READ_ONCE(tune->sloppy_tcp) && !(p->event & VSX_TCP_RST));
	case IPPROTO_SCTP:
		return vsx_sctp_opens(p->event, READ_ONCE(tune->sloppy_sctp));
	default:
		return p->proto == IPPROTO_UDP;
	}
}

/* The state it leaves a connection in that it opens with a server of @method. */
static unsigned int first_state(const struct vsx_pkt *p, unsigned int method)
{
	bool oneway = method != VSX_METHOD_NAT;

	switch (p->proto) {
	case IPPROTO_TCP:
		return oneway ? vsx_tcp_next_oneway(VSX_CONN_STATE_NONE, p->event)
			      : vsx_tcp_next(VSX_CONN_STATE_NONE, p->event, false);
	case IPPROTO_SCTP:
		return vsx_sctp_first(p->event, oneway);
	default:
		return VSX_CONN_STATE_UDP;
	}
}

/* A deleted service is not ours to answer for, but another may be there for the packet. */
static unsigned int pass_on(struct vsx_pkt *p, const struct vsx_svc *svc)
{
	struct vsx_svc *next = vsx_service_after(p, svc);

	return next ? vsx_in(p, next) : NF_ACCEPT;
}

/* Is a new connection to be dropped? */
static bool is_overloaded(struct vsx_net *vn)
{
	return unlikely(READ_ONCE(vn->overload.drop_rate)) && vsx_overload_refuses(&vn->overload);
}

static unsigned int not_opened(const struct vsx_pkt *p, int err)
{
	return vsx_pkt_done(p, err == -ENOSPC ? VSX_REASON_CONN_LIMIT : VSX_REASON_TABLE_FULL, NF_DROP);
}

/*
 * A packet of a connection nobody knows. The local stack answers it, with a reset as a rule; but it may have begun
 * while there was no cache.
 */
static unsigned int not_opening(struct vsx_pkt *p, const struct vsx_svc *svc)
{
	if (bypasses(p->vn, svc))
		return vsx_bypass_send(p);
	return vsx_pkt_done(p, VSX_REASON_NOT_OPENED, NF_ACCEPT);
}

/* No connection, or one that this packet replaces (c->slot). */
static unsigned int open_and_forward(struct vsx_pkt *p, struct vsx_svc *svc, struct vsx_conn *c)
{
	struct vsx_dest *dest;
	int err;

	/* Pairs with the release in vsx_svc_add(). */
	if (smp_load_acquire(&svc->is_removed))
		return pass_on(p, svc);
	if (!may_open(p))
		return not_opening(p, svc);
	vsx_insert_soon(c->table, &c->key);
	if (is_overloaded(p->vn))
		return vsx_pkt_done(p, VSX_REASON_OVERLOAD, NF_DROP);
	dest = vsx_choose(p, svc, c->now);
	if (!dest)
		return no_dest(p, svc);
	err = vsx_conn_open(c, &p->src, dest, first_state(p, READ_ONCE(dest->method)));
	if (err && err != -EEXIST)
		return not_opened(p, err);
	/* -EEXIST: another packet of this client was faster; @c is its connection, this packet joins it. */
	return err ? forward(p, c) : transmit(p, dest, vsx_value_method(c->word));
}

/* Each datagram for itself. */
static unsigned int one_packet(struct vsx_pkt *p, struct vsx_svc *svc)
{
	struct vsx_dest *dest;

	/* As in open_and_forward(). */
	if (smp_load_acquire(&svc->is_removed))
		return pass_on(p, svc);
	if (is_overloaded(p->vn))
		return vsx_pkt_done(p, VSX_REASON_OVERLOAD, NF_DROP);
	dest = vsx_choose(p, svc, vsx_now());
	if (!dest)
		return no_dest(p, svc);
	if (vsx_conn_once(p->vn, &p->src, &p->dst, dest))
		return vsx_pkt_done(p, VSX_REASON_TABLE_FULL, NF_DROP);
	return transmit(p, dest, READ_ONCE(dest->method));
}

/* The server is gone: open anew what can be opened anew, hold or reset the rest. */
static unsigned int dest_removed(struct vsx_pkt *p, struct vsx_svc *svc, struct vsx_conn *c)
{
	u32 removed_at = READ_ONCE(c->dest->removed_at);

	if (!removed_at)
		return forward(p, c);	/* it came back this moment */
	if (asks(p) && (!READ_ONCE(svc->is_removed) || vsx_service_after(p, svc)))
		return open_and_forward(p, svc, c);
	if ((s32)(vsx_now() - removed_at) <= vsx_svc_grace(svc))
		return vsx_pkt_done(p, VSX_REASON_HELD, NF_DROP);
	vsx_conn_close(c);
	vsx_refuse(p);
	return vsx_pkt_done(p, VSX_REASON_RESET, NF_DROP);
}

/* Does a SYN, or an INIT, to a known connection open a new one on the same port? */
static __always_inline bool reopens(const struct vsx_pkt *p, const struct vsx_conn *c)
{
	unsigned int state = vsx_value_state(c->word);

	if (p->proto == IPPROTO_UDP || !asks(p) || !READ_ONCE(p->vn->tune.conn_reuse_mode))
		return false;
	if (p->proto == IPPROTO_SCTP)
		return vsx_sctp_reusable(state) ||
		       (!READ_ONCE(c->dest->weight) && vsx_sctp_closing(state));
	return vsx_tcp_reusable(state, vsx_value_is_oneway(c->word)) ||
	       (!READ_ONCE(c->dest->weight) && vsx_tcp_closing(state));
}

/*
 * No connection of the service is known. A service that was added meanwhile, of one port or of a mark, takes packets
 * that went to another before: connections that are open there go on.
 */
static noinline unsigned int others_or_open(struct vsx_pkt *p, struct vsx_svc *svc, struct vsx_conn *c)
{
	struct vsx_svc *other = svc->is_full ? vsx_svc_of(&p->vn->fronts, &p->dst) : NULL;
	struct vsx_conn known __uninitialized;

	if (!svc->is_full)
		vsx_full_request_key(&known, p->vn, &p->src, &p->dst);
	else if (other)
		vsx_conn_key(&known, p->vn, &p->src, other->front.id);
	else
		return open_and_forward(p, svc, c);
	if (!vsx_conn_find(&known))
		return open_and_forward(p, svc, c);
	if (asks(p) && (READ_ONCE(known.dest->removed_at) || reopens(p, &known))) {
		unsigned int verdict = open_and_forward(p, svc, c);

		if (c->slot)
			vsx_conn_close(&known);
		return verdict;
	}
	if (READ_ONCE(known.dest->removed_at))
		return dest_removed(p, known.dest->svc, &known);
	return forward(p, &known);
}

/**
 * vsx_in() - a packet to a virtual service.
 * @p: the packet
 * @svc: the service, perhaps a removed one
 *
 * Context: BH off, under rcu_read_lock().
 * Return: netfilter verdict.
 */
unsigned int vsx_in(struct vsx_pkt *p, struct vsx_svc *svc)
{
	struct vsx_conn c __uninitialized;

	if (unlikely(READ_ONCE(svc->is_one_packet)) && p->proto == IPPROTO_UDP)
		return one_packet(p, svc);
	if (likely(!svc->is_full))
		vsx_look_key(&c, p->vn, &p->src, svc->front.id);
	else
		vsx_full_request_key(&c, p->vn, &p->src, &p->dst);
	if (!vsx_look_find(&c))
		return likely(!READ_ONCE(p->vn->n_full)) ? open_and_forward(p, svc, &c)
							 : others_or_open(p, svc, &c);
	if (unlikely(READ_ONCE(c.dest->removed_at)))
		return dest_removed(p, svc, &c);
	if (unlikely(reopens(p, &c)))
		return open_and_forward(p, svc, &c);
	if (likely(vsx_look_changes_nothing(&c, p->event, false)))
		return transmit(p, c.dest, vsx_value_method(c.word));
	return forward(p, &c);
}
