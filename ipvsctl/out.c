// SPDX-License-Identifier: GPL-2.0-only
/*
 * One call prints for people and for programs, so that the two cannot drift
 * apart. JSON goes out row by row, as a dump may be larger than memory.
 */
#include "out.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "table.h"

/* What the first column shows for a row of a sublist. */
#define SUBLIST_MARK "->"

/**
 * struct out - a document being printed
 * @file: where to
 * @json: as JSON
 * @members: members of the document so far
 * @rows: rows of the list so far
 * @row: JSON of the current row or object
 * @sublist: JSON of the array in @row
 * @outer: @row while a row of @sublist is the current one
 * @table: text table, NULL while a row's text is one line per field
 * @in_sublist: rows belong to a sublist
 * @shared: the sublist shows in the table of the list
 */
struct out {
	FILE *file;
	bool json;
	size_t members;
	size_t rows;
	json_t *row;
	json_t *sublist;
	json_t *outer;
	struct table *table;
	bool in_sublist;
	bool shared;
};

/**
 * out_new() - a printer
 * @file: where to
 * @json: as JSON instead of text
 *
 * Return: the printer, NULL without memory.
 */
struct out *out_new(FILE *file, bool json)
{
	struct out *out = calloc(1, sizeof(*out));

	if (!out)
		return NULL;
	out->file = file;
	out->json = json;
	return out;
}

/**
 * out_free() - free a printer
 * @out: the printer, may be NULL
 */
void out_free(struct out *out)
{
	if (!out)
		return;
	table_free(out->table);
	json_decref(out->row);
	free(out);
}

/**
 * out_begin() - begin a document
 * @out: the printer
 */
void out_begin(struct out *out)
{
	out->members = 0;
	if (out->json)
		fputc('{', out->file);
}

/**
 * out_end() - end a document
 * @out: the printer
 */
void out_end(struct out *out)
{
	if (out->json)
		fputs("}\n", out->file);
}

/* Names are our own words, so they need no escapes. */
static void member(struct out *out, const char *name)
{
	if (out->members++ && !out->json)
		fputc('\n', out->file);
	if (out->json)
		fprintf(out->file, "%s\"%s\":", out->members > 1 ? "," : "", name);
}

static void open_table(struct out *out, const struct column *columns, size_t count)
{
	if (columns && !out->json)
		out->table = table_new(out->file, columns, count);
}

static void close_table(struct out *out)
{
	table_free(out->table);
	out->table = NULL;
}

static void print_json_row(struct out *out)
{
	json_dumpf(out->row, out->file, JSON_COMPACT);
	json_decref(out->row);
	out->row = NULL;
}

/**
 * out_list() - begin an array of rows
 * @out: the printer
 * @name: its name
 * @columns: those of the text, NULL for one line per field
 * @count: how many
 */
void out_list(struct out *out, const char *name, const struct column *columns, size_t count)
{
	member(out, name);
	out->rows = 0;
	if (out->json)
		fputc('[', out->file);
	open_table(out, columns, count);
}

/**
 * out_list_end() - end an array of rows
 * @out: the printer
 */
void out_list_end(struct out *out)
{
	if (out->json)
		fputc(']', out->file);
	close_table(out);
}

/**
 * out_row() - begin a row
 * @out: the printer
 */
void out_row(struct out *out)
{
	if (out->json)
		out->row = json_object();
	if (out->table) {
		table_row(out->table);
		if (out->in_sublist && out->shared)
			table_mark(out->table, SUBLIST_MARK);
	}
}

/**
 * out_row_end() - end a row
 * @out: the printer
 */
void out_row_end(struct out *out)
{
	if (!out->json)
		return;
	if (out->in_sublist) {
		json_array_append_new(out->sublist, out->row);
		out->row = NULL;
		return;
	}
	if (out->rows++)
		fputs(",\n", out->file);
	print_json_row(out);
}

/**
 * out_sublist() - begin an array of rows within the current row
 * @out: the printer
 * @name: its name
 * @columns: those of the text if the list itself has no table
 * @count: how many
 */
void out_sublist(struct out *out, const char *name, const struct column *columns, size_t count)
{
	out->in_sublist = true;
	if (out->json) {
		out->sublist = json_array();
		json_object_set_new(out->row, name, out->sublist);
		out->outer = out->row;
		out->row = NULL;
		return;
	}
	out->shared = !!out->table;
	if (!out->shared) {
		fputc('\n', out->file);
		open_table(out, columns, count);
	}
}

/**
 * out_sublist_end() - end an array of rows within a row, which is the current one again
 * @out: the printer
 */
void out_sublist_end(struct out *out)
{
	out->in_sublist = false;
	if (out->json) {
		out->row = out->outer;
		out->outer = NULL;
		out->sublist = NULL;
	} else if (!out->shared) {
		close_table(out);
	}
}

/**
 * out_object() - begin a single object
 * @out: the printer
 * @name: its name
 */
void out_object(struct out *out, const char *name)
{
	member(out, name);
	if (out->json)
		out->row = json_object();
}

/**
 * out_object_end() - end a single object
 * @out: the printer
 */
void out_object_end(struct out *out)
{
	if (out->json)
		print_json_row(out);
}

/* Without a table: "in-packets   42", the words as in options and headings. */
static void print_line(struct out *out, const char *key, const char *text)
{
	char name[32];
	size_t i;

	snprintf(name, sizeof(name), "%s", key);
	for (i = 0; name[i]; i++)
		if (name[i] == '_')
			name[i] = '-';
	fprintf(out->file, "%-12s  %s\n", name, text);
}

static void put_text(struct out *out, const char *key, const char *text)
{
	if (out->table)
		table_put(out->table, key, text);
	else
		print_line(out, key, text);
}

/**
 * out_text() - a field that is text
 * @out: the printer
 * @key: its name
 * @value: the text
 */
void out_text(struct out *out, const char *key, const char *value)
{
	if (out->json)
		json_object_set_new(out->row, key, json_string(value));
	else
		put_text(out, key, value);
}

/**
 * out_missing() - a field without a value: null in JSON
 * @out: the printer
 * @key: its name
 * @text: why, for people
 */
void out_missing(struct out *out, const char *key, const char *text)
{
	if (out->json)
		json_object_set_new(out->row, key, json_null());
	else
		put_text(out, key, text);
}

/**
 * out_number() - a field that is a number
 * @out: the printer
 * @key: its name
 * @value: the number
 */
void out_number(struct out *out, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	out_number_as(out, key, value, text);
}

/**
 * out_number_as() - a field that is a number and has a text of its own
 * @out: the printer
 * @key: its name
 * @value: the number, for JSON
 * @text: for people
 */
void out_number_as(struct out *out, const char *key, uint64_t value, const char *text)
{
	if (out->json)
		json_object_set_new(out->row, key, json_integer((json_int_t)value));
	else
		put_text(out, key, text);
}

/**
 * out_number_json() - a number that people see in another field
 * @out: the printer
 * @key: its name
 * @value: the number
 */
void out_number_json(struct out *out, const char *key, uint64_t value)
{
	if (out->json)
		json_object_set_new(out->row, key, json_integer((json_int_t)value));
}

/**
 * out_endpoint() - address and port: two fields in JSON, one text under the first name
 * @out: the printer
 * @at: the endpoint
 * @addr_key: name of the address
 * @port_key: name of the port
 */
void out_endpoint(struct out *out, const struct endpoint *at, const char *addr_key,
		  const char *port_key)
{
	char text[ENDPOINT_TEXT_LEN];

	if (!out->json) {
		endpoint_text(at, text, sizeof(text));
		put_text(out, addr_key, text);
		return;
	}
	addr_text(&at->addr, text, sizeof(text));
	json_object_set_new(out->row, addr_key, json_string(text));
	json_object_set_new(out->row, port_key, json_integer(at->port));
}

/**
 * out_words() - a field that is a set of words
 * @out: the printer
 * @key: its name
 * @words: the words; NULL ones are skipped
 * @count: how many
 */
void out_words(struct out *out, const char *key, const char *const *words, size_t count)
{
	json_t *array = out->json ? json_array() : NULL;
	char text[128] = "";
	size_t i, used = 0;

	for (i = 0; i < count; i++) {
		if (!words[i])
			continue;
		if (array)
			json_array_append_new(array, json_string(words[i]));
		else if (used < sizeof(text))
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
						 used ? "," : "", words[i]);
	}
	if (array)
		json_object_set_new(out->row, key, array);
	else
		put_text(out, key, used ? text : "-");
}
