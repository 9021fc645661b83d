/* SPDX-License-Identifier: GPL-2.0-only */
/* One call prints for people and for programs: aligned text or JSON. */
#ifndef IPVSCTL_OUT_H
#define IPVSCTL_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct endpoint;
struct out;

/**
 * struct column - a column of a text table
 * @title: its heading
 * @keys: the fields shown in it, that is the JSON names; the first a row has
 * @right: numbers are aligned to the right
 */
struct column {
	const char *title;
	const char *keys[2];
	bool right;
};

struct out *out_new(FILE *file, bool json);
void out_free(struct out *out);

void out_begin(struct out *out);
void out_end(struct out *out);

/* An array of rows; without columns a row's text is one line per field. */
void out_list(struct out *out, const char *name, const struct column *columns, size_t count);
void out_list_end(struct out *out);
void out_row(struct out *out);
void out_row_end(struct out *out);

/* An array of rows within the current row, marked in the same text table. */
void out_sublist(struct out *out, const char *name, const struct column *columns, size_t count);
void out_sublist_end(struct out *out);

/* A single object. */
void out_object(struct out *out, const char *name);
void out_object_end(struct out *out);

/* Fields of the current row or object. */
void out_text(struct out *out, const char *key, const char *value);
void out_missing(struct out *out, const char *key, const char *text);
void out_number(struct out *out, const char *key, uint64_t value);
void out_number_json(struct out *out, const char *key, uint64_t value);
void out_number_as(struct out *out, const char *key, uint64_t value, const char *text);
void out_endpoint(struct out *out, const struct endpoint *at, const char *addr_key,
		  const char *port_key);
void out_words(struct out *out, const char *key, const char *const *words, size_t count);

#endif
