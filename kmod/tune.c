// SPDX-License-Identifier: GPL-2.0-only
/*
 * tune.c - what the knobs of a namespace are before anybody turns one: as IPVS has them.
 */
#include <linux/swap.h>

#include "net.h"
#include "tune.h"

#define DAY	(24 * 60 * 60)

static const struct vsx_tune defaults = {
	.conn_reuse_mode = 1,
	.run_estimation = 1,
	.snat_reroute = 1,
	.pmtu_disc = 1,
	.lblc_expiration = DAY,
	.lblcr_expiration = DAY,
	.amemthresh = 1024,
	.am_droprate = 10,
	.sync_version = 1,
	.sync_ports = 1,
	.sync_threshold = { 3, 50 },
	.conn_lfactor = -4,
	.svc_lfactor = -3,
};

/**
 * vsx_tune_init() - set the knobs of a new namespace.
 * @vn: the namespace
 *
 * Context: process.
 */
void vsx_tune_init(struct vsx_net *vn)
{
	vn->tune = defaults;
	vn->tune.sync_qlen_max = nr_free_buffer_pages() / 32;
	vn->tune.conn_max = VSX_CONN_MAX;
}
