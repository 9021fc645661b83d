// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text in aligned columns. Rows are kept for a page to find the widths, then
 * printed; later pages keep the widths and may only widen them. So a dump of
 * millions of rows needs the memory of one page.
 */
#include "table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_ROWS 4096
#define MAX_COLUMNS 24

/* One row: the text of each column, NULL for none. */
struct row {
	char *cells[MAX_COLUMNS];
};

/* A table being printed. */
struct table {
	FILE *file;
	const struct column *columns;
	size_t count;
	size_t widths[MAX_COLUMNS];
	struct row *rows;
	size_t len;
	bool titled;
};

/**
 * table_new() - begin a table
 * @file: where to
 * @columns: its columns, not copied
 * @count: how many, at most 24
 *
 * Return: the table, NULL without memory.
 */
struct table *table_new(FILE *file, const struct column *columns, size_t count)
{
	struct table *table = calloc(1, sizeof(*table));
	size_t i;

	if (!table)
		return NULL;
	table->rows = calloc(PAGE_ROWS, sizeof(*table->rows));
	if (!table->rows) {
		free(table);
		return NULL;
	}
	table->file = file;
	table->columns = columns;
	assert(count <= MAX_COLUMNS);
	table->count = count;
	for (i = 0; i < table->count; i++)
		table->widths[i] = strlen(columns[i].title);
	return table;
}

/**
 * table_free() - print what is left and end the table
 * @table: the table, may be NULL
 */
void table_free(struct table *table)
{
	if (!table)
		return;
	table_flush(table);
	free(table->rows);
	free(table);
}

/**
 * table_row() - begin a row
 * @table: the table
 */
void table_row(struct table *table)
{
	if (table->len == PAGE_ROWS)
		table_flush(table);
	memset(&table->rows[table->len++], 0, sizeof(table->rows[0]));
}

static void put_cell(struct table *table, size_t column, const char *text)
{
	char **cell = &table->rows[table->len - 1].cells[column];

	if (*cell)
		return;
	*cell = strdup(text);
	if (strlen(text) > table->widths[column])
		table->widths[column] = strlen(text);
}

/**
 * table_put() - set the cell of the current row that shows a field
 * @table: the table
 * @key: the field; ignored if no column shows it
 * @text: its text
 */
void table_put(struct table *table, const char *key, const char *text)
{
	size_t i, k;

	for (i = 0; i < table->count; i++)
		for (k = 0; k < 2; k++)
			if (table->columns[i].keys[k] && !strcmp(table->columns[i].keys[k], key))
				put_cell(table, i, text);
}

/**
 * table_mark() - set the first cell of the current row
 * @table: the table
 * @text: its text
 */
void table_mark(struct table *table, const char *text)
{
	put_cell(table, 0, text);
}

static void print_cell(const struct table *table, size_t column, const char *text)
{
	int width = (int)table->widths[column];

	if (column)
		fputs("  ", table->file);
	if (table->columns[column].right)
		fprintf(table->file, "%*s", width, text);
	else if (column + 1 < table->count)
		fprintf(table->file, "%-*s", width, text);
	else
		fputs(text, table->file);
}

static void print_titles(struct table *table)
{
	size_t i;

	for (i = 0; i < table->count; i++)
		print_cell(table, i, table->columns[i].title);
	fputc('\n', table->file);
	table->titled = true;
}

/**
 * table_flush() - print the rows so far
 * @table: the table
 */
void table_flush(struct table *table)
{
	size_t r, i;

	if (!table->titled)
		print_titles(table);
	for (r = 0; r < table->len; r++) {
		for (i = 0; i < table->count; i++) {
			char *text = table->rows[r].cells[i];

			print_cell(table, i, text ? text : "-");
			free(text);
		}
		fputc('\n', table->file);
	}
	table->len = 0;
}
