// SPDX-License-Identifier: GPL-2.0-only
/* Fills in errors. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

/**
 * error_usage() - the words are wrong
 * @err: filled in
 * @format: reason: 'word'
 *
 * Return: %STATUS_USAGE.
 */
int error_usage(struct error *err, const char *format, ...)
{
	va_list args;

	err->number = 0;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return STATUS_USAGE;
}

/**
 * error_refused() - the words are right, but it cannot be done
 * @err: filled in
 * @number: errno
 * @format: a sentence
 *
 * Return: %STATUS_REFUSED.
 */
int error_refused(struct error *err, int number, const char *format, ...)
{
	va_list args;

	err->number = number;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return STATUS_REFUSED;
}
