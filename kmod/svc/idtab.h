/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * idtab.h - small integers for objects, looked up by packets with two loads.
 */
#ifndef VSX_SVC_IDTAB_H
#define VSX_SVC_IDTAB_H

#include <linux/idr.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

/**
 * struct vsx_idtab_array - pointers by id
 * @rcu: frees it
 * @size: number of entries
 * @ptr: published by RCU
 */
struct vsx_idtab_array {
	struct rcu_head rcu;
	u32 size;
	void __rcu *ptr[];
};

/**
 * struct vsx_idtab - ids 1.. and their objects
 * @array: replaced under the owner's mutex, read under RCU
 * @ids: which ids are taken; the owner's mutex serialises
 */
struct vsx_idtab {
	struct vsx_idtab_array __rcu *array;
	struct ida ids;
};

/* Process context, may sleep, under the owner's mutex. */
void vsx_idtab_init(struct vsx_idtab *t);
void vsx_idtab_exit(struct vsx_idtab *t);
int vsx_idtab_add(struct vsx_idtab *t, void *obj, u32 max);
void vsx_idtab_del(struct vsx_idtab *t, u32 id);

/**
 * vsx_idtab_find() - the object with an id.
 * @t: the table
 * @id: the id
 *
 * Context: any, under rcu_read_lock() or the owner's mutex.
 * Return: the object, borrowed under RCU, or NULL.
 */
static inline void *vsx_idtab_find(const struct vsx_idtab *t, u32 id)
{
	const struct vsx_idtab_array *a = rcu_dereference_check(t->array, true);

	return a && id < a->size ? rcu_dereference_check(a->ptr[id], true) : NULL;
}

#endif /* VSX_SVC_IDTAB_H */
