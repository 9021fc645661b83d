/* SPDX-License-Identifier: GPL-2.0-only */
/* Text in aligned columns. */
#ifndef IPVSCTL_TABLE_H
#define IPVSCTL_TABLE_H

#include <stdio.h>

#include "out.h"

struct table;

struct table *table_new(FILE *file, const struct column *columns, size_t count);
void table_free(struct table *table);

void table_row(struct table *table);
void table_put(struct table *table, const char *key, const char *text);
void table_mark(struct table *table, const char *text);
void table_flush(struct table *table);

#endif
