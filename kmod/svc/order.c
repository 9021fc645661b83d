// SPDX-License-Identifier: GPL-2.0-only
/*
 * order.c - services by the order of their creation, so that a dump that comes in many parts finds where it was
 * without a walk from the beginning: 100 000 services would be walked a thousand times.
 *
 * A tree beside the list of the same order: unlike an index by number it needs no memory when a service comes.
 */
#include <linux/lockdep.h>
#include <linux/rbtree.h>

#include "net.h"
#include "svc/order.h"
#include "svc/svc.h"

/**
 * vsx_order_add() - a service is configured; it is the newest.
 * @svc: the service
 *
 * Context: process; under vsx_net.lock.
 */
void vsx_order_add(struct vsx_svc *svc)
{
	struct vsx_net *vn = svc->vn;
	struct rb_node **link = &vn->order.rb_node, *parent = NULL;

	lockdep_assert_held(&vn->lock);
	svc->seq = ++vn->next_seq;
	list_move_tail(&svc->list, &vn->svcs);
	vn->n_svcs++;
	while (*link) {
		parent = *link;
		link = &parent->rb_right;
	}
	rb_link_node(&svc->order, parent, link);
	rb_insert_color(&svc->order, &vn->order);
}

/**
 * vsx_order_del() - a service is configured no more.
 * @svc: the service
 *
 * Context: process; under vsx_net.lock.
 */
void vsx_order_del(struct vsx_svc *svc)
{
	struct vsx_net *vn = svc->vn;

	lockdep_assert_held(&vn->lock);
	list_move_tail(&svc->list, &vn->limbo_svcs);
	vn->n_svcs--;
	rb_erase(&svc->order, &vn->order);
}

/**
 * vsx_order_from() - find where a walk over the services goes on.
 * @vn: the namespace
 * @seq: a creation number
 *
 * Context: process; under vsx_net.lock.
 * Return: the oldest service that is not older, or NULL. Newer ones follow it in vsx_net.svcs.
 */
struct vsx_svc *vsx_order_from(struct vsx_net *vn, u64 seq)
{
	struct rb_node *n = vn->order.rb_node;
	struct vsx_svc *found = NULL;

	lockdep_assert_held(&vn->lock);
	while (n) {
		struct vsx_svc *svc = rb_entry(n, struct vsx_svc, order);

		if (svc->seq >= seq) {
			found = svc;
			n = n->rb_left;
		} else {
			n = n->rb_right;
		}
	}
	return found;
}
