// SPDX-License-Identifier: GPL-2.0-only
/*
 * check.c - what a service's configuration must be like, whichever client sends it.
 */
#include "svc/check.h"
#include "svc/svc.h"

/* 0 is fine. */
static int table_size_check(const struct vsx_svc_cfg *cfg, const char **why)
{
	u32 size = cfg->table_size, d;

	if (!(cfg->has & VSX_SVC_HAS_TABLE_SIZE) || !size)
		return 0;
	if (size < VSX_TABLE_SIZE_MIN || size > VSX_TABLE_SIZE_MAX) {
		*why = "the size of a table is a prime number between 251 and 4194301";
		return -ERANGE;
	}
	/* 2048 divisions at most. */
	for (d = 2; d * d <= size; d++) {
		if (size % d)
			continue;
		*why = "the size of a table is a prime number";
		return -EINVAL;
	}
	return 0;
}

static int check_mark(const struct vsx_addr *a, const char **why)
{
	if (a->ip.all[0])
		return 0;
	*why = "a firewall mark is not 0";
	return -EINVAL;
}

/* Neither the unspecified, nor a multicast, nor the broadcast address. It need not be anybody's yet. */
static bool is_unicast(const struct vsx_addr *a)
{
	if (a->af == AF_INET6)
		return !ipv6_addr_any(&a->ip.in6) && !ipv6_addr_is_multicast(&a->ip.in6);
	return !ipv4_is_zeronet(a->ip.ip) && !ipv4_is_multicast(a->ip.ip) &&
	       !ipv4_is_lbcast(a->ip.ip);
}

static int check_address(const struct vsx_addr *a, const char **why)
{
	if (a->proto != IPPROTO_TCP && a->proto != IPPROTO_UDP && a->proto != IPPROTO_SCTP) {
		*why = "the protocol of a service is TCP, UDP or SCTP";
		return -EPROTONOSUPPORT;
	}
	if (!is_unicast(a)) {
		*why = "the virtual address is not a unicast address";
		return -EINVAL;
	}
	return 0;
}

/**
 * vsx_check_svc() - whether a service can be as a command wants it.
 * @cfg: what it wants
 * @persist: seconds of persistence that the service has so far
 * @sched: the scheduler it names; left alone if it names none
 * @why: a sentence, set on error
 *
 * Context: any.
 * Return: 0; -EINVAL, -ENOENT (scheduler), -EPROTONOSUPPORT, -ERANGE.
 */
int vsx_check_svc(const struct vsx_svc_cfg *cfg, u32 persist, const struct vsx_sched **sched,
		  const char **why)
{
	const struct vsx_addr *a = &cfg->addr;
	int err;

	err = vsx_addr_is_mark(a) ? check_mark(a, why) : check_address(a, why);
	if (err)
		return err;
	if (!a->port && !vsx_addr_is_mark(a) && !(cfg->has & VSX_SVC_HAS_PERSIST ? cfg->persist : persist)) {
		*why = "a service of all ports needs persistence";
		return -EINVAL;
	}
	if ((cfg->has & VSX_SVC_HAS_PREFIX) && cfg->persist_prefix > vsx_addr_bits(a)) {
		*why = "the prefix of persistence is longer than an address";
		return -ERANGE;
	}
	if ((cfg->has & VSX_SVC_HAS_ONE_PACKET) && cfg->one_packet &&
	    a->proto != IPPROTO_UDP && !vsx_addr_is_mark(a)) {
		*why = "only UDP can be scheduled by the packet";
		return -EINVAL;
	}
	if ((cfg->has & VSX_SVC_HAS_MSS) && cfg->mss && cfg->mss < VSX_MSS_MIN) {
		*why = "a limit of TCP segments is 536 bytes or more";
		return -ERANGE;
	}
	if (cfg->has & VSX_SVC_HAS_SCHED) {
		*sched = vsx_sched_find(cfg->sched);
		if (!*sched) {
			*why = "no scheduler has this name";
			return -ENOENT;
		}
	}
	return table_size_check(cfg, why);
}
