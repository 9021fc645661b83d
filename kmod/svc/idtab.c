// SPDX-License-Identifier: GPL-2.0-only
/*
 * idtab.c - small integers for objects: an IDA hands them out, a flat array finds the object.
 *
 * An xarray would do, at three dependent loads for a million objects; this is on the path of every
 * packet. When nobody can hold an id any more is the owner's business.
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "svc/idtab.h"

#define VSX_IDTAB_SIZE_MIN	32

static struct vsx_idtab_array *array_of(const struct vsx_idtab *t)
{
	return rcu_dereference_protected(t->array, true);
}

static int array_reserve(struct vsx_idtab *t, u32 id)
{
	struct vsx_idtab_array *old = array_of(t), *new;
	u32 size = old ? old->size : VSX_IDTAB_SIZE_MIN;
	u32 i;

	if (old && id < old->size)
		return 0;
	while (size <= id)
		size *= 2;
	new = kvzalloc(struct_size(new, ptr, size), GFP_KERNEL_ACCOUNT);
	if (!new)
		return -ENOMEM;
	new->size = size;
	for (i = 0; old && i < old->size; i++)
		RCU_INIT_POINTER(new->ptr[i], rcu_dereference_protected(old->ptr[i], true));
	rcu_assign_pointer(t->array, new);
	if (old)
		kvfree_rcu(old, rcu);
	return 0;
}

/**
 * vsx_idtab_init() - make an empty table.
 * @t: the table
 *
 * Context: process.
 */
void vsx_idtab_init(struct vsx_idtab *t)
{
	RCU_INIT_POINTER(t->array, NULL);
	ida_init(&t->ids);
}

/**
 * vsx_idtab_exit() - free a table; nobody uses it any more.
 * @t: the table
 *
 * Context: process, may sleep.
 */
void vsx_idtab_exit(struct vsx_idtab *t)
{
	kvfree(array_of(t));
	RCU_INIT_POINTER(t->array, NULL);
	ida_destroy(&t->ids);
}

/**
 * vsx_idtab_add() - give an object the lowest free id.
 * @t: the table
 * @obj: the object, complete: packets may find it at once
 * @max: highest id allowed
 *
 * Context: process, may sleep; under the owner's mutex.
 * Return: the id, at least 1; -ENOMEM; -ENOSPC.
 */
int vsx_idtab_add(struct vsx_idtab *t, void *obj, u32 max)
{
	int id = ida_alloc_range(&t->ids, 1, max, GFP_KERNEL);
	int err;

	if (id < 0)
		return id;
	err = array_reserve(t, id);
	if (err) {
		ida_free(&t->ids, id);
		return err;
	}
	rcu_assign_pointer(array_of(t)->ptr[id], obj);
	return id;
}

/**
 * vsx_idtab_del() - free an id for another object.
 * @t: the table
 * @id: the id; no packet in flight can still hold it
 *
 * Context: process; under the owner's mutex.
 */
void vsx_idtab_del(struct vsx_idtab *t, u32 id)
{
	RCU_INIT_POINTER(array_of(t)->ptr[id], NULL);
	ida_free(&t->ids, id);
}
